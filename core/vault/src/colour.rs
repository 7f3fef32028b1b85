//! Which colours the numbers of a picture mean. What we render means sRGB; phones write Display P3, and cameras can be set to
//! Adobe RGB.
//!
//! A photo's own ICC profile may tell whose device made it, so none of its bytes is kept. It is looked at once, for which
//! known space it is nearest to. The original then carries a profile of ours for that space, the same one in every
//! photo, so that whoever shows the file shows its colours; sRGB needs none.

#![expect(clippy::cast_sign_loss, reason = "numbers are clamped to what a byte holds before they become one")]

use crate::picture::Picture;

/// Red, green and blue as XYZ under D50, in 1/65536 as profiles state them.
type Primaries = [[i32; 3]; 3];

/// A space of RGB numbers with the white of daylight (D65).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Space {
    /// IEC 61966-2-1, which is also what numbers without a profile mean.
    #[default]
    Srgb,
    /// The primaries of SMPTE EG 432-1 with the curve of sRGB.
    DisplayP3,
    /// Adobe RGB (1998).
    AdobeRgb,
}

impl Space {
    /// The space that is nearest to a profile. Profiles of other things than RGB pixels, and what is no profile, say nothing:
    /// metadata never make a photo unreadable.
    pub(crate) fn of(icc: &[u8]) -> Self {
        let Some(stated) = primaries(icc) else { return Self::Srgb };
        let distance = |space: &Self| {
            let pairs = space.primaries().into_iter().flatten().zip(stated.into_iter().flatten());
            pairs.map(|(a, b)| u64::from(a.abs_diff(b))).sum::<u64>()
        };
        [Self::Srgb, Self::DisplayP3, Self::AdobeRgb].into_iter().min_by_key(distance).unwrap_or_default()
    }

    /// The profile that stands in originals. Both were written by Little CMS from the published primaries and curves, with a
    /// date that says nothing.
    pub(crate) const fn profile(self) -> Option<&'static [u8]> {
        match self {
            Self::Srgb => None,
            Self::DisplayP3 => Some(include_bytes!("../profiles/display-p3.icc")),
            Self::AdobeRgb => Some(include_bytes!("../profiles/adobe-rgb.icc")),
        }
    }

    const fn primaries(self) -> Primaries {
        match self {
            Self::Srgb => [[28_578, 14_581, 912], [25_241, 46_981, 6_362], [9_376, 3_972, 46_799]],
            Self::DisplayP3 => [[33_759, 15_807, -69], [19_135, 45_367, 2_745], [10_296, 4_363, 51_385]],
            Self::AdobeRgb => [[39_960, 20_389, 1_276], [13_453, 41_004, 3_989], [9_777, 4_143, 48_795]],
        }
    }

    /// The picture in sRGB. What sRGB cannot show is clipped.
    pub(crate) fn to_srgb(self, picture: Picture) -> Picture {
        let Some(conversion) = Conversion::from(self) else { return picture };
        let Picture { luma, cb, cr } = picture;
        Picture::from_rows(luma.width, luma.height, |y, row| {
            let chroma = cb.row(y / 2).iter().zip(cr.row(y / 2)).flat_map(|pair| [pair, pair]);
            for ((out, &luma), (&cb, &cr)) in row.as_chunks_mut::<3>().0.iter_mut().zip(luma.row(y)).zip(chroma) {
                *out = conversion.pixel(rgb(luma, cb, cr));
            }
        })
    }
}

/// What an RGB profile states as its primaries (ICC.1:2022, tags `rXYZ`, `gXYZ`, `bXYZ`).
fn primaries(icc: &[u8]) -> Option<Primaries> {
    const HEADER: usize = 128;
    let word = |at: usize| Some(u32::from_be_bytes(*icc.get(at..)?.first_chunk()?));
    if icc.get(16..20)? != b"RGB " {
        return None;
    }
    let tags = icc.get(HEADER + 4..)?.as_chunks::<12>().0;
    let tags = tags.get(..usize::try_from(word(HEADER)?).ok()?)?;
    let xyz = |name: &[u8; 4]| {
        let [_, _, _, _, place @ .., _, _, _, _] = tags.iter().find(|tag| tag.starts_with(name))?;
        let start = usize::try_from(u32::from_be_bytes(*place)).ok()?;
        // Behind the type and four zeros.
        let [x, y, z] = [8, 12, 16].map(|offset| word(start.saturating_add(offset)).map(u32::cast_signed));
        Some([x?, y?, z?])
    };
    Some([xyz(b"rXYZ")?, xyz(b"gXYZ")?, xyz(b"bXYZ")?])
}

/// As JFIF defines it.
fn rgb(luma: u8, cb: u8, cr: u8) -> [u8; 3] {
    let [luma, cb, cr] = [i32::from(luma) << 16, i32::from(cb) - 128, i32::from(cr) - 128];
    let place = |value: i32| ((value + 0x8000) >> 16).clamp(0, 255) as u8;
    [place(luma + 91_881 * cr), place(luma - 22_554 * cb - 46_802 * cr), place(luma + 116_130 * cb)]
}

/// From the numbers of another space to those of sRGB: to light, by a matrix to the light of other primaries, and back.
struct Conversion {
    /// The light of each number, in 1/65535.
    light: [i32; 256],
    /// In 1/4096. Rows sum up to one, so grey stays grey.
    matrix: [[i32; 3]; 3],
    /// The number of each light, in 1/8192.
    number: Vec<u8>,
}

impl Conversion {
    /// None from sRGB itself.
    fn from(space: Space) -> Option<Self> {
        let (matrix, curve): (_, fn(f64) -> f64) = match space {
            Space::Srgb => return None,
            Space::DisplayP3 => ([[5_017, -921, 0], [-172, 4_268, 0], [-80, -322, 4_498]], |number| {
                if number <= 0.040_45 { number / 12.92 } else { ((number + 0.055) / 1.055).powf(2.4) }
            }),
            Space::AdobeRgb => {
                ([[5_728, -1_632, 0], [0, 4_096, 0], [0, -176, 4_272]], |number| number.powf(563.0 / 256.0))
            }
        };
        let srgb = |light: f64| {
            if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
        };
        Some(Self {
            light: std::array::from_fn(|number| (curve(f64::from(number as u8) / 255.0) * 65_535.0).round() as i32),
            matrix,
            number: (0..=8_192).map(|light| (srgb(f64::from(light) / 8_192.0) * 255.0).round() as u8).collect(),
        })
    }

    fn pixel(&self, rgb: [u8; 3]) -> [u8; 3] {
        let [r, g, b] = rgb.map(|number| self.light[usize::from(number)]);
        self.matrix.map(|[from_r, from_g, from_b]| {
            let light = (from_r * r + from_g * g + from_b * b + (1 << 14)) >> 15;
            self.number[light.clamp(0, 8_192).cast_unsigned() as usize]
        })
    }
}
