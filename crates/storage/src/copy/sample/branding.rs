//! How partners' pages look.

use super::{at, text};
use crate::{LogoFile, Store};
use gangway_domain::{
    BrandingChange, Change, Colour, HttpsUrl, Logo, LogoRef, PartnerId, PictureHash, PictureKind,
};

/// A picture that every partner has.
pub(super) const PICTURE: PictureHash = PictureHash([0x5a; 32]);

/// Keeps pictures, and dresses most partners in them.
pub(super) async fn fill(store: &dyn Store, partner: PartnerId, n: u64) {
    let url = format!("https://cdn.example.com/{n}.png");
    let url = HttpsUrl::parse("url", &url).unwrap();
    let shared = LogoFile {
        logo: LogoRef {
            hash: PICTURE,
            kind: PictureKind::Png,
            width: 200,
            height: 60,
        },
        bytes: vec![0, 255, 10],
    };
    let own = LogoFile {
        logo: LogoRef {
            hash: PictureHash(super::hash(n).0),
            kind: PictureKind::Jpeg,
            width: 480,
            height: 120,
        },
        bytes: n.to_be_bytes().to_vec(),
    };
    let picture = own.logo;
    store.keep_logo(partner, shared, None, at(n)).await.unwrap();
    let kept = store.keep_logo(partner, own, url.clone(), at(n)).await;
    kept.unwrap();
    let colour = |raw| Colour::parse("colour", raw).unwrap().unwrap();
    let change = match n % 3 {
        0 => return,
        1 => BrandingChange {
            logo: Change::Set(Logo { url, picture }),
            message: Change::Set(text("ﷺ Welcome")),
            button: Change::Set(text("Go")),
            success: Change::Set(text("Done")),
            failed: Change::Set(text("Sorry")),
            colour: Change::Set(colour("#0b5cd6")),
            text_colour: Change::Set(Colour::WHITE),
        },
        _ => BrandingChange {
            colour: Change::Set(colour("#ffdd00")),
            ..BrandingChange::default()
        },
    };
    let set = store.set_branding(partner, change).await.unwrap();
    set.unwrap();
}
