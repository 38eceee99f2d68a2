//! Pictures that partners hand in: what a file is, by its own bytes and not by what anybody says
//! of it.

/// The kinds of pictures that are taken. Never SVG: that one is a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureKind {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Png, Self::Jpeg];

    /// Its media type, also as it is stored.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Reads a media type.
    #[must_use]
    pub fn from_media_type(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|one| one.media_type() == name)
    }
}

/// SHA-256 of a picture's bytes: its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureHash(pub [u8; 32]);

impl PictureHash {
    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = raw.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? * 16 + digit(*low)?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for PictureHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A picture without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogoRef {
    /// Its name.
    pub hash: PictureHash,
    /// What it is.
    pub kind: PictureKind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a file is no logo. Each sentence goes on after the field's name, and says the mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLogo {
    /// Nothing is in it.
    #[error("is an empty file; use a png or jpg")]
    Empty,
    /// Too many bytes.
    #[error("is over {} KiB; make the picture smaller (200 x 60 pixels are enough)", MOST_LOGO_BYTES / 1024)]
    TooLarge,
    /// Something else than it may be.
    #[error("is neither a png nor a jpg, whatever its name says; save the picture as one of them")]
    OtherKind,
    /// It begins as a picture and then does not read.
    #[error("is a broken picture; save it anew as png or jpg")]
    Broken,
    /// Too many pixels.
    #[error(
        "is {width} x {height} pixels; 200 x 60 is best, {} x {} the most",
        MOST_WIDTH,
        MOST_HEIGHT
    )]
    TooBig {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Too few pixels.
    #[error("is {width} x {height} pixels and too small to be seen; use 200 x 60")]
    TooSmall {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Too high or too flat.
    #[error(
        "is {width} x {height} pixels; it has to be at least as wide as it is high and at most {} times as wide, best 200 x 60",
        FLATTEST
    )]
    WrongShape {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}

/// Bytes that a logo's file may have.
pub const MOST_LOGO_BYTES: usize = 100 * 1024;
const MOST_WIDTH: u32 = 800;
const MOST_HEIGHT: u32 = 240;
const LEAST_HEIGHT: u32 = 16;
/// How many times as wide as it is high.
const FLATTEST: u32 = 8;

/// Kind, width and height of a file, if it can be a logo.
///
/// # Errors
/// When it cannot.
pub fn check_logo(file: &[u8]) -> Result<(PictureKind, u32, u32), NoLogo> {
    if file.is_empty() {
        return Err(NoLogo::Empty);
    }
    if file.len() > MOST_LOGO_BYTES {
        return Err(NoLogo::TooLarge);
    }
    let (kind, size) = if file.starts_with(PNG) {
        (PictureKind::Png, png_size(file))
    } else if file.starts_with(JPEG) {
        (PictureKind::Jpeg, jpeg_size(file))
    } else {
        return Err(NoLogo::OtherKind);
    };
    let (width, height) = size.ok_or(NoLogo::Broken)?;
    if width == 0 || height == 0 {
        return Err(NoLogo::Broken);
    }
    if width > MOST_WIDTH || height > MOST_HEIGHT {
        return Err(NoLogo::TooBig { width, height });
    }
    if height < LEAST_HEIGHT {
        return Err(NoLogo::TooSmall { width, height });
    }
    if width < height || width > height * FLATTEST {
        return Err(NoLogo::WrongShape { width, height });
    }
    Ok((kind, width, height))
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";

/// Out of the header, which is always the first chunk, of a file that has its end.
fn png_size(file: &[u8]) -> Option<(u32, u32)> {
    const HEADER: &[u8] = b"\0\0\0\rIHDR";
    const END: &[u8] = b"\0\0\0\0IEND\xae\x42\x60\x82";
    let rest = file.strip_prefix(PNG)?.strip_prefix(HEADER)?;
    let (width, rest) = rest.split_first_chunk()?;
    let (height, rest) = rest.split_first_chunk()?;
    let whole = rest.windows(END.len()).any(|part| part == END);
    whole.then(|| (u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

/// Out of the frame's header, which comes somewhere before the picture itself, of a file that
/// has its end.
fn jpeg_size(file: &[u8]) -> Option<(u32, u32)> {
    const END: &[u8] = b"\xff\xd9";
    let mut rest = file.get(2..)?;
    loop {
        // Any number of 0xff may stand before a marker.
        let (0xff, after) = rest.split_first().map(|(first, rest)| (*first, rest))? else {
            return None;
        };
        rest = after;
        let marker = *rest.first()?;
        if marker == 0xff {
            continue;
        }
        rest = rest.get(1..)?;
        match marker {
            // Without a length.
            0x01 | 0xd0..=0xd7 => continue,
            // The picture begins, or the file ends, and there was no frame.
            0xd8..=0xda => return None,
            _ => {}
        }
        let (length, _) = rest.split_first_chunk()?;
        let segment = rest.get(2..usize::from(u16::from_be_bytes(*length)))?;
        // Frames of every coding; the three numbers between are tables.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let (height, width) = segment.get(1..)?.split_first_chunk()?;
            let (width, _) = width.split_first_chunk()?;
            let size = (
                u32::from(u16::from_be_bytes(*width)),
                u32::from(u16::from_be_bytes(*height)),
            );
            let whole = rest.windows(END.len()).any(|part| part == END);
            return whole.then_some(size);
        }
        rest = rest.get(usize::from(u16::from_be_bytes(*length))..)?;
    }
}

#[cfg(test)]
mod tests;
