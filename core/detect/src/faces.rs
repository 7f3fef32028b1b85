//! Faces. The model knows upright ones that look at the camera, so a picture is looked at in four turns.

use std::io::Cursor;

use rustface::{ImageData, Model, create_detector_with_model, read_model};

use crate::{FACE_SIDE, Finding, Picture, distinct};

/// The file of the model, whose licence lies beside it.
#[cfg(feature = "model")]
pub static MODEL: &[u8] = include_bytes!("../model/seeta_fd_frontal_v1.0.bin");

/// Its bytes and their CRC-32. Others could make its reader run wild.
const LENGTH: usize = 1_209_904;
const CHECKSUM: u32 = 0x9D8F_4BC7;

/// The smallest face in pixels that is looked for. Smaller ones cost twice the time and are hardly found.
const SMALLEST: u32 = 32;
/// From which score on the detector mentions a face. It is the lowest that its authors use.
const LEAST_SCORE: f64 = 2.0;
/// Pixels between two windows.
const STEP: u32 = 4;

/// The bytes are not those of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the model of faces that this program knows")]
pub struct NotTheModel;

/// What faces look like.
pub struct FaceModel(Model);

impl FaceModel {
    /// Reads the file `seeta_fd_frontal_v1.0.bin`.
    ///
    /// # Errors
    /// [`NotTheModel`] for any other bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, NotTheModel> {
        if bytes.len() != LENGTH || crc32fast::hash(bytes) != CHECKSUM {
            return Err(NotTheModel);
        }
        read_model(Cursor::new(bytes)).map(Self).map_err(|_| NotTheModel)
    }
}

/// Looks for faces, whichever of four sides is up, and gives each with a seam for hair and chin, surest first. Takes
/// seconds on a phone for a picture of full size. Pictures with a side beyond [`FACE_SIDE`] are not looked at.
pub fn faces(model: &FaceModel, picture: Picture<'_>) -> Vec<Finding> {
    let (width, height) = (picture.width, picture.height);
    if width.max(height) > FACE_SIDE || width.min(height) < SMALLEST {
        return Vec::new();
    }
    let mut detector = create_detector_with_model(model.0.clone());
    detector.set_min_face_size(SMALLEST);
    detector.set_score_thresh(LEAST_SCORE);
    detector.set_slide_window_step(STEP, STEP);
    detector.set_pyramid_scale_factor(0.8);
    let mut found = Vec::new();
    for turn in Turn::ALL {
        let (samples, width, height) = turn.picture(picture);
        for face in detector.detect(&ImageData::new(&samples, width, height)) {
            let (x, y) = (i64::from(face.bbox().x()), i64::from(face.bbox().y()));
            let (across, down) = (i64::from(face.bbox().width()), i64::from(face.bbox().height()));
            let seam = across.max(down) / 5;
            let from = (x - seam, y - seam);
            let to = (x + across + seam, y + down + seam);
            found.extend(turn.back(picture, from, to, confidence(face.score())));
        }
    }
    distinct(found)
}

/// Scores have no upper end: five is a good one.
#[expect(clippy::cast_sign_loss, reason = "scores are above the threshold")]
fn confidence(score: f64) -> u8 {
    (100.0 * score / (score + 5.0)).clamp(0.0, 100.0) as u8
}

/// How a picture is turned, clockwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl Turn {
    const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarters];

    /// The picture turned, with its width and height.
    fn picture(self, picture: Picture<'_>) -> (Vec<u8>, u32, u32) {
        let Picture { width, height, samples } = picture;
        let (columns, rows) = (width as usize, height as usize);
        let column = |x: usize| samples.iter().skip(x).step_by(columns).copied();
        match self {
            Self::None => (samples.to_vec(), width, height),
            Self::Quarter => ((0..columns).flat_map(|x| column(x).rev().take(rows)).collect(), height, width),
            Self::Half => (samples.iter().rev().copied().collect(), width, height),
            Self::ThreeQuarters => ((0..columns).rev().flat_map(column).collect(), height, width),
        }
    }

    /// A rectangle of the turned picture in the one that was turned.
    fn back(self, picture: Picture<'_>, from: (i64, i64), to: (i64, i64), confidence: u8) -> Option<Finding> {
        let (width, height) = (i64::from(picture.width), i64::from(picture.height));
        let (from, to) = match self {
            Self::None => (from, to),
            Self::Quarter => ((from.1, height - to.0), (to.1, height - from.0)),
            Self::Half => ((width - to.0, height - to.1), (width - from.0, height - from.1)),
            Self::ThreeQuarters => ((width - to.1, from.0), (width - from.1, to.0)),
        };
        Finding::between(from, to, confidence, (picture.width, picture.height))
    }
}

#[cfg(test)]
mod tests {
    //! Turning there and back.

    use super::*;

    #[test]
    fn what_is_found_in_a_turned_picture_is_where_it_was() {
        let mut samples = vec![0; 7 * 5];
        samples[7 + 5] = 9;
        let picture = Picture::new(7, 5, &samples).expect("its size is right");
        for turn in Turn::ALL {
            let (turned, width, height) = turn.picture(picture);
            assert_eq!(turned.len(), 35);
            assert_eq!(width * height, 35);
            let at = turned.iter().position(|&sample| sample == 9).and_then(|at| i64::try_from(at).ok());
            let at = at.expect("it is still there");
            let (x, y) = (at % i64::from(width), at / i64::from(width));
            let back = turn.back(picture, (x, y), (x + 1, y + 1), 50).expect("inside");
            assert_eq!((back.x, back.y, back.width, back.height), (5, 1, 1, 1));
        }
    }
}
