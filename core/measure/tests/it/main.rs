//! How exact measuring is, on photos that are computed, and when it refuses. The figures of `docs/measuring.md` are from the same
//! scenes.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::manual_midpoint,
    clippy::float_cmp,
    reason = "photos are computed here: places, counts and shades"
)]

#[path = "../scene/mod.rs"]
mod scene;

use image::GrayImage;
use proptest::prelude::*;
use scene::{Camera, Chance, Laid, Light, PHOTO, Tally, find, photograph, truth};
use verband_measure::{Frame, Grey, MAX_DRAWN, MeasureError, Point, Ruler, Scale, Seen, frames, measure};

/// A photo that is neither blurred nor noisy.
const CLEAR: Light = Light { blur: 0.7, noise: 1.0, quality: 92, slope: Point::new(0.1, -0.1) };

/// A marker in the middle of the plane.
fn laid(side_mm: u32) -> Laid {
    Laid { side_mm, middle: Point::new(0.0, 0.0), turn: 0.3, printed: 1.0 }
}

fn camera(seed: u64, tilt: f64) -> Camera {
    Camera::new(&mut Chance::new(seed), tilt.to_radians(), Point::new(20.0, 0.0), 260.0)
}

fn frame_at(camera: &Camera, laid: &[Laid]) -> Result<Vec<Frame>, MeasureError> {
    find(&photograph(&mut Chance::new(7), camera, laid, CLEAR))
}

/// A rectangle in the plane as it is seen.
fn seen(camera: &Camera, left: f64, top: f64, width: f64, height: f64) -> Vec<Point> {
    let corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)];
    corners.map(|(x, y)| camera.sees([x, y, 0.0])).to_vec()
}

#[test]
fn what_is_said_of_the_error_holds_in_95_of_100_scenes() {
    let (mut within, mut all, mut refused) = ([0.0; 2], [0.0; 2], 0);
    for (side, tilt, most) in [(20, 0.0, 0.06), (20, 30.0, 0.08), (30, 15.0, 0.06), (30, 45.0, 0.08), (50, 30.0, 0.08)]
    {
        let tally = Tally::of(1..31, side, tilt);
        refused += tally.refused.len();
        for which in 0..2 {
            let count = tally.off[which].len() as f64;
            within[which] += tally.covered(which) / 100.0 * count;
            all[which] += count;
            let off = tally.percentile(which, 95);
            assert!(off < most, "a marker of {side} mm at {tilt} degrees: {off}");
        }
        assert!(tally.said(0) < 0.045 && tally.said(1) < 0.06, "it says more than it has to");
    }
    println!("within {within:?} of {all:?}, {refused} refused");
    assert!(within.iter().zip(all).all(|(within, all)| *within >= 0.95 * all), "{within:?} of {all:?}");
    assert!(refused <= 24, "{refused} of 150 are not measured");
}

#[test]
fn a_photo_from_the_side_is_refused() {
    let flaws: Vec<_> = (1..5)
        .map(|seed| {
            let camera = camera(seed, 58.0);
            let frames = frame_at(&camera, &[laid(50)])?;
            measure(&Scale::Markers(frames), &seen(&camera, 30.0, 0.0, 10.0, 10.0), PHOTO)
        })
        .collect();
    assert!(flaws.iter().all(Result::is_err), "{flaws:?}");
    assert!(flaws.contains(&Err(MeasureError::Tilted)), "{flaws:?}");
}

#[test]
fn markers_have_to_agree() {
    let camera = camera(3, 20.0);
    let other = Laid { middle: Point::new(60.0, 10.0), turn: 1.0, ..laid(20) };
    let outline = seen(&camera, 22.0, -5.0, 20.0, 10.0);
    let found = frame_at(&camera, &[laid(30), other]).expect("both");
    assert_eq!(found.iter().map(|frame| frame.side_mm).sum::<u32>(), 50);
    let figures = measure(&Scale::Markers(found), &outline, PHOTO).expect("they agree");
    let area = figures.area.expect("an outline");
    assert!((area.value - 200.0).abs() < area.error, "{area:?}");
    // Printed in another size than its code says.
    let found = frame_at(&camera, &[laid(30), Laid { printed: 1.1, ..other }]).expect("both");
    assert_eq!(measure(&Scale::Markers(found), &outline, PHOTO), Err(MeasureError::MarkersDisagree));
}

#[test]
fn far_away_from_the_marker_the_error_grows_until_nothing_is_said() {
    let camera = camera(5, 30.0);
    let found = frame_at(&camera, &[laid(10)]).map(Scale::Markers);
    let found = found.unwrap_or_else(|_| {
        // Too small to be read from here: its corners as they are seen.
        let corner = |x: f64, y: f64| camera.sees([x, y, 0.0]);
        let corners = [corner(-4.68, -4.68), corner(4.68, -4.68), corner(4.68, 4.68), corner(-4.68, 4.68)];
        Scale::Markers(vec![Frame { side_mm: 10, corners, spread: 0.3 }])
    });
    let errors: Vec<_> = [10.0, 30.0, 60.0]
        .iter()
        .map(|far| measure(&found, &seen(&camera, *far, 0.0, 15.0, 15.0), PHOTO).map(|figures| figures.length.error))
        .collect();
    let [Ok(near), Ok(middle), Ok(far)] = errors[..] else { panic!("{errors:?}") };
    assert!(near < middle && middle < far, "{errors:?}");
    let Scale::Markers(mut frames) = found else { panic!("markers") };
    frames[0].spread = 4.0;
    let outline = seen(&camera, 60.0, 0.0, 15.0, 15.0);
    assert_eq!(measure(&Scale::Markers(frames), &outline, PHOTO), Err(MeasureError::TooFar));
}

#[test]
fn a_ruler_holds_what_it_says_up_to_twenty_degrees() {
    for (seed, tilt) in (1..30).zip([0.0, 5.0, 10.0, 15.0, 20.0].into_iter().cycle()) {
        let camera = camera(seed, tilt);
        let ruler = Ruler { from: camera.sees([0.0, 15.0, 0.0]), to: camera.sees([50.0, 15.0, 0.0]), mm: 50 };
        let figures = measure(&Scale::Ruler(ruler), &seen(&camera, 10.0, -15.0, 30.0, 20.0), PHOTO).expect("clear");
        let area = figures.area.expect("an outline");
        assert!((area.value - 600.0).abs() < area.error, "seed {seed}, {tilt} degrees: {area:?}");
        assert!((figures.length.value - 1_300_f64.sqrt()).abs() < figures.length.error, "seed {seed}: {figures:?}");
    }
    let ruler = |to: f64, mm| Scale::Ruler(Ruler { from: Point::new(10.0, 10.0), to: Point::new(to, 10.0), mm });
    let square = [(50.0, 50.0), (90.0, 50.0), (90.0, 90.0), (50.0, 90.0)].map(|(x, y)| Point::new(x, y));
    for (to, mm) in [(49.0, 50), (500.0, 4), (500.0, 1_001)] {
        assert_eq!(measure(&ruler(to, mm), &square, (600, 600)), Err(MeasureError::Ruler));
    }
    assert_eq!(measure(&ruler(700.0, 50), &square, (600, 600)), Err(MeasureError::Outside));
}

#[test]
fn what_is_drawn_has_to_be_an_outline() {
    let ruler = Scale::Ruler(Ruler { from: Point::new(0.0, 0.0), to: Point::new(600.0, 0.0), mm: 60 });
    let measured = |points: &[(f64, f64)]| {
        let points: Vec<Point> = points.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        measure(&ruler, &points, (800, 600))
    };
    let figures = measured(&[(100.0, 100.0), (400.0, 100.0), (400.0, 300.0), (100.0, 300.0)]).expect("a rectangle");
    assert!((figures.area.expect("an outline").value - 600.0).abs() < 1e-6);
    assert!((figures.perimeter.expect("an outline").value - 100.0).abs() < 1e-6);
    let line = measured(&[(100.0, 100.0), (400.0, 100.0)]).expect("a length");
    assert!((line.length.value - 30.0).abs() < 1e-9 && line.area.is_none() && line.width.is_none());
    let crossed = [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)];
    assert_eq!(measured(&crossed), Err(MeasureError::OutlineCrosses));
    assert_eq!(measured(&[(0.0, 0.0), (900.0, 0.0), (5.0, 5.0)]), Err(MeasureError::Outside));
    assert_eq!(measured(&[(0.0, 0.0), (f64::NAN, 0.0), (5.0, 5.0)]), Err(MeasureError::Outside));
    assert_eq!(measured(&[(5.0, 5.0); 4]), Err(MeasureError::OutlineEmpty));
    assert_eq!(measured(&[(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)]), Err(MeasureError::OutlineEmpty));
    assert_eq!(measured(&[]), Err(MeasureError::OutlineEmpty));
    assert_eq!(measured(&vec![(5.0, 5.0); MAX_DRAWN + 1]), Err(MeasureError::OutlineLong));
    assert_eq!(
        measure(&Scale::Markers(Vec::new()), &[Point::new(1.0, 1.0), Point::new(90.0, 90.0)], PHOTO),
        Err(MeasureError::NoMarker)
    );
}

/// On a limb nothing is flat: what is measured with a flat marker that touches it beside the wound, as a part of what is
/// true along the skin.
#[test]
fn curvature_makes_wounds_smaller_by_what_the_docs_say() {
    let camera = Camera::new(&mut Chance::new(11), 0.0, Point::new(0.0, 0.0), 280.0);
    let corner = |x: f64, y: f64| camera.sees([x, y, 0.0]);
    let side = 30.0 * 29.0 / 31.0;
    let corners = [corner(0.0, 40.0), corner(side, 40.0), corner(side, 40.0 + side), corner(0.0, 40.0 + side)];
    let scale = Scale::Markers(vec![Frame { side_mm: 30, corners, spread: 0.1 }]);
    for (radius, wide, most) in [(50.0, 20.0, 0.015), (50.0, 40.0, 0.06), (50.0, 60.0, 0.12), (30.0, 40.0, 0.15)] {
        // Around a limb that lies along the plane's y and touches it at the middle of the wound.
        let around = |along: f64, y: f64| {
            let turn: f64 = along / radius;
            camera.sees([radius * turn.sin(), y, radius * (1.0 - turn.cos())])
        };
        let steps = 20;
        let edge = |y: f64| (0..=steps).map(move |step| around(wide * (f64::from(step) / f64::from(steps) - 0.5), y));
        let outline: Vec<Point> = edge(-10.0).chain(edge(10.0).rev()).collect();
        let area = measure(&scale, &outline, PHOTO).expect("clear").area.expect("an outline").value;
        let off = 1.0 - area / (20.0 * wide);
        println!("limb of radius {radius} mm, wound {wide} mm around it: {:.1} % less", 100.0 * off);
        assert!(off > 0.0 && off < most, "radius {radius}, {wide} mm: {off}");
    }
}

#[test]
fn a_code_without_its_frame_is_no_marker() {
    let camera = camera(2, 10.0);
    let part = photograph(&mut Chance::new(1), &camera, &[laid(40)], CLEAR);
    let whole = find(&part).expect("it is there");
    assert_eq!(whole.len(), 1);
    // A corner of the frame is covered by something bright.
    let mut covered = part;
    let [corner, next, ..] = whole[0].corners;
    let (left, top) = (covered.left, covered.top);
    for share in 0..200 {
        let at = corner.x + (next.x - corner.x) * f64::from(share) / 300.0;
        let down = corner.y + (next.y - corner.y) * f64::from(share) / 300.0;
        for (x, y) in (-14..15).flat_map(|x| (-14..15).map(move |y| (x, y))) {
            let (x, y) = (at as i64 + x - i64::from(left), down as i64 + y - i64::from(top));
            let place = u32::try_from(x).ok().zip(u32::try_from(y).ok());
            if let Some(pixel) = place.and_then(|(x, y)| covered.picture.get_pixel_mut_checked(x, y)) {
                pixel.0 = [200];
            }
        }
    }
    assert!(matches!(find(&covered), Err(MeasureError::MarkerUnclear | MeasureError::NoMarker)));
    let grey = GrayImage::from_pixel(300, 300, image::Luma([128]));
    let grey = Grey::new(300, 300, grey.as_raw()).expect("of its size");
    let code = Seen {
        content: "VERBAND:M1:30".to_owned(),
        corners: [(100.0, 100.0), (160.0, 100.0), (160.0, 160.0), (100.0, 160.0)].map(|(x, y)| Point::new(x, y)),
    };
    assert_eq!(frames(grey, std::slice::from_ref(&code)), Err(MeasureError::MarkerUnclear));
    assert_eq!(
        frames(grey, &[Seen { content: "https://example.org".to_owned(), ..code }]),
        Err(MeasureError::NoMarker)
    );
    assert_eq!(frames(grey, &[]), Err(MeasureError::NoMarker));
}

#[test]
fn the_same_points_give_the_same_figures_everywhere() {
    // Bit for bit: what a device keeps another one checks.
    let corners =
        [(810.25, 402.5), (1_004.0, 380.5), (1_050.75, 590.0), (800.0, 640.25)].map(|(x, y)| Point::new(x, y));
    let scale = Scale::Markers(vec![Frame { side_mm: 30, corners, spread: 0.12 }]);
    let outline =
        [(1_200.0, 420.0), (1_390.0, 500.0), (1_340.0, 640.0), (1_210.0, 610.0)].map(|(x, y)| Point::new(x, y));
    let figures = measure(&scale, &outline, (2_016, 1_512)).expect("clear");
    let area = figures.area.expect("an outline");
    let bits = [figures.length.value, figures.length.error, area.value, area.error].map(f64::to_bits);
    println!("{bits:?} {figures:?}");
    assert_eq!(measure(&scale, &outline, (2_016, 1_512)), Ok(figures));
    assert!(truth(&outline)[0] > 0.0);
}

proptest! {
    #[test]
    fn no_points_make_it_stumble(
        corners in prop::array::uniform8(-50.0..2_000.0_f64),
        drawn in prop::collection::vec((0.0..1_000.0_f64, 0.0..1_000.0_f64), 0..40),
        spread in 0.0..5.0_f64,
    ) {
        let at = |index: usize| Point::new(corners[2 * index], corners[2 * index + 1]);
        let frame = Frame { side_mm: 30, corners: [at(0), at(1), at(2), at(3)], spread };
        let drawn: Vec<Point> = drawn.into_iter().map(|(x, y)| Point::new(x, y)).collect();
        if let Ok(figures) = measure(&Scale::Markers(vec![frame]), &drawn, (1_000, 1_000)) {
            prop_assert!(figures.length.value.is_finite() && figures.length.error.is_finite());
        }
        let ruler = Ruler { from: at(0), to: at(1), mm: 50 };
        let _ = measure(&Scale::Ruler(ruler), &drawn, (1_000, 1_000));
    }
}
