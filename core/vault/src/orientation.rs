//! The eight ways a camera can have been held (Exif 2.32, tag 0x0112).

/// How stored pixels become the upright picture. Kept beside a photo, never inside its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Orientation(u8);

impl Orientation {
    /// The pixels are stored upright.
    pub const UPRIGHT: Self = Self(1);

    /// All eight, in the order of their Exif values.
    pub const ALL: [Self; 8] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6), Self(7), Self(8)];

    /// From the Exif value 1..=8.
    pub const fn new(value: u8) -> Option<Self> {
        match value {
            1..=8 => Some(Self(value)),
            _ => None,
        }
    }

    /// The Exif value, 1..=8.
    pub const fn value(self) -> u8 {
        self.0
    }

    /// Whether the upright picture has the stored width as its height.
    pub const fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// Whether upright columns run against the stored direction they are taken from.
    pub(crate) const fn mirrors_x(self) -> bool {
        matches!(self.0, 2 | 3 | 6 | 7)
    }

    /// Whether upright rows run against the stored direction they are taken from.
    pub(crate) const fn mirrors_y(self) -> bool {
        matches!(self.0, 3 | 4 | 7 | 8)
    }

    /// The size as displayed of a picture stored as `width` × `height`.
    pub const fn displayed(self, width: u32, height: u32) -> (u32, u32) {
        if self.swaps_sides() { (height, width) } else { (width, height) }
    }
}

impl Default for Orientation {
    fn default() -> Self {
        Self::UPRIGHT
    }
}
