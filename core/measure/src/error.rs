//! Why nothing is measured.

/// Why a photo gives no figure that anybody should rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// No marker can be read.
    #[error("there is no marker that can be read in the photo")]
    NoMarker,
    /// The marker is too small in the photo.
    #[error("the marker is too small in the photo")]
    MarkerSmall,
    /// The frame of the marker is not clear: covered, cut off, or out of focus.
    #[error("the frame of the marker is not clear: something covers it, or it is cut off or out of focus")]
    MarkerUnclear,
    /// The marker is not flat.
    #[error("the marker is not flat")]
    MarkerBent,
    /// The photo was taken too much from the side.
    #[error("the photo was taken too much from the side")]
    Tilted,
    /// Markers in one photo do not fit each other: one of them is bent, or printed in another size, or lies in another plane.
    #[error("the markers in the photo do not fit each other")]
    MarkersDisagree,
    /// What is measured lies so far from the marker that the figure would say little.
    #[error("the marker is too far away from what is measured, or too small beside it")]
    TooFar,
    /// The two points on the ruler are too close together, or the length between them is none.
    #[error("the two points on the ruler are too close together, or their distance is not possible")]
    Ruler,
    /// Fewer than two points, or an outline that holds nothing.
    #[error("the outline has too few points, or holds nothing")]
    OutlineEmpty,
    /// The outline has more points than can be drawn by hand.
    #[error("the outline has too many points")]
    OutlineLong,
    /// The outline crosses itself: it does not say what is inside.
    #[error("the outline crosses itself")]
    OutlineCrosses,
    /// A point is not in the photo.
    #[error("a point lies outside of the photo")]
    Outside,
}

impl MeasureError {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::NoMarker,
        Self::MarkerSmall,
        Self::MarkerUnclear,
        Self::MarkerBent,
        Self::Tilted,
        Self::MarkersDisagree,
        Self::TooFar,
        Self::Ruler,
        Self::OutlineEmpty,
        Self::OutlineLong,
        Self::OutlineCrosses,
        Self::Outside,
    ];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoMarker => "no-marker",
            Self::MarkerSmall => "marker-small",
            Self::MarkerUnclear => "marker-unclear",
            Self::MarkerBent => "marker-bent",
            Self::Tilted => "tilted",
            Self::MarkersDisagree => "markers-disagree",
            Self::TooFar => "too-far",
            Self::Ruler => "ruler",
            Self::OutlineEmpty => "outline-empty",
            Self::OutlineLong => "outline-long",
            Self::OutlineCrosses => "outline-crosses",
            Self::Outside => "outside",
        }
    }
}
