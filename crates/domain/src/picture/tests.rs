use super::*;
use proptest::prelude::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = PNG.to_vec();
    file.extend(b"\0\0\0\rIHDR");
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend(b"\x08\x06\0\0\0\0\0\0\0");
    file.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    file
}

/// With a comment and fill bytes before the frame.
fn jpeg(width: u16, height: u16, frame: u8) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xff\xfe\0\x06\xff\xc0xy".to_vec();
    file.extend([0xff, frame, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend(b"\x01\x01\x11\0\xff\xda\0\x02data\xff\xd9");
    file
}

#[test]
fn the_size_is_read_from_the_file() {
    assert_eq!(check_logo(&png(200, 60)), Ok((PictureKind::Png, 200, 60)));
    for frame in [0xc0, 0xc1, 0xc2] {
        assert_eq!(
            check_logo(&jpeg(800, 240, frame)),
            Ok((PictureKind::Jpeg, 800, 240))
        );
    }
}

#[test]
fn what_is_no_png_and_no_jpg_is_refused() {
    for file in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
        b"<!doctype html><title>Not found</title>",
        b"GIF89a\x01\0\x01\0",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b" \x89PNG\r\n\x1a\n",
        b"\xff\xd8",
        b"x",
    ] {
        assert_eq!(check_logo(file), Err(NoLogo::OtherKind), "{file:?}");
    }
    assert_eq!(check_logo(b""), Err(NoLogo::Empty));
}

#[test]
fn a_file_that_breaks_off_is_refused() {
    for file in [png(200, 60), jpeg(200, 60, 0xc0)] {
        assert!(check_logo(&file).is_ok());
        for end in 8..file.len() {
            assert_eq!(check_logo(&file[..end]), Err(NoLogo::Broken), "{end}");
        }
    }
    assert_eq!(check_logo(&png(0, 60)), Err(NoLogo::Broken));
    assert_eq!(check_logo(&jpeg(200, 0, 0xc0)), Err(NoLogo::Broken));
    assert_eq!(
        check_logo(&jpeg(200, 60, 0xc4)),
        Err(NoLogo::Broken),
        "a table is no frame"
    );
}

#[test]
fn size_and_shape_have_limits() {
    for (width, height) in [(60, 60), (16, 16), (480, 60), (800, 240), (240, 240)] {
        assert!(
            check_logo(&png(width, height)).is_ok(),
            "{width} x {height}"
        );
    }
    for (width, height) in [(801, 240), (800, 241), (u32::MAX, u32::MAX)] {
        assert_eq!(
            check_logo(&png(width, height)),
            Err(NoLogo::TooBig { width, height })
        );
    }
    for (width, height) in [(1, 1), (15, 15), (100, 15)] {
        assert_eq!(
            check_logo(&png(width, height)),
            Err(NoLogo::TooSmall { width, height })
        );
    }
    for (width, height) in [(59, 60), (481, 60)] {
        assert_eq!(
            check_logo(&png(width, height)),
            Err(NoLogo::WrongShape { width, height })
        );
    }
    let mut large = png(200, 60);
    large.resize(MOST_LOGO_BYTES, 0);
    assert!(check_logo(&large).is_ok());
    large.push(0);
    assert_eq!(check_logo(&large), Err(NoLogo::TooLarge));
}

#[test]
fn every_refusal_says_the_mend() {
    assert_eq!(
        NoLogo::TooBig {
            width: 1000,
            height: 300
        }
        .to_string(),
        "is 1000 x 300 pixels; 200 x 60 is best, 800 x 240 the most"
    );
    assert_eq!(
        NoLogo::TooLarge.to_string(),
        "is over 100 KiB; make the picture smaller (200 x 60 pixels are enough)"
    );
}

#[test]
fn a_hash_is_written_in_one_way() {
    let hash = PictureHash(std::array::from_fn(|at| u8::try_from(at).unwrap() * 8));
    let text = hash.to_string();
    assert_eq!(PictureHash::parse(&text), Some(hash));
    for bad in [
        text.to_uppercase(),
        format!("{text}0"),
        text[1..].to_owned(),
        format!("{}é", &text[..62]),
        String::new(),
    ] {
        assert_eq!(PictureHash::parse(&bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn no_file_is_too_strange(jpeg: bool, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut file = if jpeg { JPEG.to_vec() } else { PNG.to_vec() };
        file.extend(rest);
        if let Ok((_, width, height)) = check_logo(&file) {
            prop_assert!(height <= width && width <= 800);
        }
    }
}
