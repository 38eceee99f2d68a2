//! How partners' pages look, and the pictures on them.

use super::world::{World, at, text};
use crate::{LOGO_KEPT, LOGOS_CLEARED, LogoFile, Store};
use gangway_domain::{
    AccountDetails, Branding, BrandingChange, Change, Colour, Colours, HttpsUrl, Logo, LogoRef,
    PageTexts, PartnerId, PictureHash, PictureKind, TEXT_COLOUR_FIELD, Timestamp,
};
use std::sync::Arc;

fn url(path: &str) -> HttpsUrl {
    let url = format!("https://cdn.example.com/{path}");
    HttpsUrl::parse("url", &url).unwrap().unwrap()
}

fn colour(raw: &str) -> Colour {
    Colour::parse("colour", raw).unwrap().unwrap()
}

fn file(n: u8) -> LogoFile {
    LogoFile {
        logo: LogoRef {
            hash: PictureHash([n; 32]),
            kind: match n % 2 {
                0 => PictureKind::Png,
                _ => PictureKind::Jpeg,
            },
            width: 200 + u32::from(n),
            height: 60,
        },
        bytes: vec![n; 1000],
    }
}

fn logo(n: u8) -> Logo {
    Logo {
        url: Some(url(&format!("{n}.png"))),
        picture: file(n).logo,
    }
}

fn of_logo(logo: Change<Logo>) -> BrandingChange<Logo> {
    BrandingChange {
        logo,
        ..BrandingChange::default()
    }
}

/// As late as a picture that was kept at the beginning may be forgotten.
fn later(seconds: u64) -> Timestamp {
    at(seconds).plus(LOGO_KEPT)
}

impl World {
    async fn keep(&self, partner: PartnerId, n: u8, from: Option<&str>, now: Timestamp) {
        self.store
            .keep_logo(partner, file(n), from.map(url), now)
            .await
            .unwrap();
    }

    async fn brand(&self, partner: PartnerId, change: BrandingChange<Logo>) -> Branding {
        let set = self.store.set_branding(partner, change).await.unwrap();
        let set = set.unwrap();
        assert_eq!(self.store.branding(partner).await.unwrap(), set);
        set
    }

    async fn is_kept(&self, n: u8) -> bool {
        let found = self.store.logo(file(n).logo.hash).await.unwrap();
        found.is_some()
    }
}

pub async fn a_partner_without_branding_has_none(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let none = Branding::default();
    assert_eq!(world.store.branding(partner).await.unwrap(), none);
    assert_eq!(world.brand(partner, BrandingChange::default()).await, none);
    let nobody = PartnerId::from_row(partner.row() + 1);
    assert_eq!(world.store.branding(nobody).await.unwrap(), none);
    let change = BrandingChange {
        message: Change::Set(text("Welcome")),
        ..BrandingChange::default()
    };
    assert!(world.store.set_branding(nobody, change).await.is_err());
}

pub async fn a_branding_reads_back_in_full_and_is_its_partners_own(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.client().await.id(), world.client().await.id());
    world.keep(one, 1, None, at(0)).await;
    let set = world
        .brand(
            one,
            BrandingChange {
                logo: Change::Set(logo(1)),
                message: Change::Set(text("ברוכים הבאים")),
                button: Change::Set(text("Go")),
                success: Change::Set(text("Done")),
                failed: Change::Set(text("Sorry")),
                colour: Change::Set(colour("#0b5cd6")),
                text_colour: Change::Set(Colour::WHITE),
            },
        )
        .await;
    let expected = Branding {
        logo: Some(logo(1)),
        message: Some(text("ברוכים הבאים")),
        button: Some(text("Go")),
        success: Some(text("Done")),
        failed: Some(text("Sorry")),
        colours: Some(Colours::new(colour("#0b5cd6"), Some(Colour::WHITE)).unwrap()),
    };
    assert_eq!(set, expected);
    let none = Branding::default();
    assert_eq!(world.store.branding(other).await.unwrap(), none);
}

pub async fn a_change_of_branding_leaves_what_it_does_not_name(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    world.keep(partner, 1, None, at(0)).await;
    world.keep(partner, 2, None, at(0)).await;
    let first = BrandingChange {
        logo: Change::Set(logo(1)),
        message: Change::Set(text("Welcome")),
        success: Change::Set(text("Done")),
        colour: Change::Set(colour("#0b5cd6")),
        ..BrandingChange::default()
    };
    world.brand(partner, first).await;
    let second = BrandingChange {
        message: Change::Clear,
        button: Change::Set(text("Go")),
        success: Change::Set(text("All done")),
        ..BrandingChange::default()
    };
    let set = world.brand(partner, second).await;
    let expected = Branding {
        logo: Some(logo(1)),
        message: None,
        button: Some(text("Go")),
        success: Some(text("All done")),
        failed: None,
        colours: Some(Colours::new(colour("#0b5cd6"), None).unwrap()),
    };
    assert_eq!(set, expected);
    let handed_in = Logo {
        url: None,
        ..logo(2)
    };
    let set = world.brand(partner, of_logo(Change::Set(handed_in.clone())));
    assert_eq!(set.await.logo, Some(handed_in));
    let set = world.brand(partner, of_logo(Change::Clear)).await;
    assert_eq!(
        set,
        Branding {
            logo: None,
            ..expected
        }
    );
}

pub async fn colours_that_cannot_be_read_change_nothing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dark = BrandingChange {
        colour: Change::Set(colour("#0b5cd6")),
        ..BrandingChange::default()
    };
    let before = world.brand(partner, dark).await;
    let black = BrandingChange {
        message: Change::Set(text("Welcome")),
        text_colour: Change::Set(Colour::BLACK),
        ..BrandingChange::default()
    };
    let refused = world.store.set_branding(partner, black).await.unwrap();
    assert_eq!(refused.unwrap_err().field, TEXT_COLOUR_FIELD);
    assert_eq!(world.store.branding(partner).await.unwrap(), before);
}

pub async fn a_logo_has_to_be_kept_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let unknown = of_logo(Change::Set(logo(1)));
    assert!(world.store.set_branding(partner, unknown).await.is_err());
    let none = Branding::default();
    assert_eq!(world.store.branding(partner).await.unwrap(), none);
}

pub async fn a_picture_reads_back_and_is_kept_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.client().await.id(), world.client().await.id());
    let hash = file(1).logo.hash;
    assert_eq!(world.store.logo(hash).await.unwrap(), None);
    assert_eq!(world.store.logo_file(hash).await.unwrap(), None);
    for partner in [one, other, one] {
        world.keep(partner, 1, None, at(0)).await;
        assert_eq!(world.store.logo(hash).await.unwrap(), Some(file(1).logo));
        assert_eq!(world.store.logo_file(hash).await.unwrap(), Some(file(1)));
    }
    assert!(!world.is_kept(2).await);
}

pub async fn what_an_address_gave_is_known_for_its_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.client().await.id(), world.client().await.id());
    let fetched = async |partner, path, since| {
        let url = url(path);
        world.store.logo_fetched(partner, &url, at(since)).await
    };
    world.keep(one, 1, Some("a.png"), at(100)).await;
    world.keep(one, 2, None, at(100)).await;
    let first = Some(file(1).logo);
    assert_eq!(fetched(one, "a.png", 100).await.unwrap(), first);
    assert_eq!(fetched(one, "a.png", 101).await.unwrap(), None);
    assert_eq!(fetched(one, "b.png", 0).await.unwrap(), None);
    assert_eq!(fetched(other, "a.png", 0).await.unwrap(), None);
    world.keep(one, 2, Some("a.png"), at(200)).await;
    let second = Some(file(2).logo);
    assert_eq!(fetched(one, "a.png", 200).await.unwrap(), second);
}

pub async fn an_account_remembers_its_picture(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    world.keep(partner, 1, None, at(0)).await;
    let draft = |n: u8| {
        let draft = world.draft(partner);
        crate::NewOnboarding {
            details: AccountDetails {
                texts: PageTexts {
                    logo: logo(n).url,
                    picture: Some(logo(n).picture.hash),
                    ..PageTexts::default()
                },
                ..draft.details
            },
            ..draft
        }
    };
    let account = world.store_draft(draft(1)).await;
    let texts = account.details.texts;
    assert_eq!(texts.logo, logo(1).url);
    assert_eq!(texts.picture, Some(file(1).logo.hash));
    assert!(world.store.create_account(draft(2), None).await.is_err());
}

pub async fn a_picture_that_nothing_refers_to_is_forgotten(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    for n in 1..=5 {
        world.keep(partner, n, None, at(0)).await;
    }
    world.brand(partner, of_logo(Change::Set(logo(1)))).await;
    let draft = world.draft(partner);
    let texts = PageTexts {
        picture: Some(file(2).logo.hash),
        ..PageTexts::default()
    };
    let details = AccountDetails {
        texts,
        ..draft.details.clone()
    };
    world
        .store_draft(crate::NewOnboarding { details, ..draft })
        .await;
    world.keep(partner, 3, Some("3.png"), at(50)).await;
    world.keep(partner, 4, None, at(50)).await;

    world.keep(partner, 6, None, later(0)).await;
    assert!(world.is_kept(5).await, "its time is not over yet");
    world.keep(partner, 6, None, later(1)).await;
    assert!(!world.is_kept(5).await);
    for kept in [1, 2, 3, 4] {
        assert!(world.is_kept(kept).await, "{kept}");
    }
    world.keep(partner, 6, None, later(51)).await;
    assert!(!world.is_kept(4).await, "it was kept once more");
    assert!(!world.is_kept(3).await, "where it came from is forgotten");
    let url = url("3.png");
    let fetched = world.store.logo_fetched(partner, &url, at(0)).await;
    assert_eq!(fetched.unwrap(), None);

    world.brand(partner, of_logo(Change::Clear)).await;
    world
        .keep(partner, 6, None, later(200).plus(LOGO_KEPT))
        .await;
    assert!(!world.is_kept(1).await);
    assert!(world.is_kept(2).await, "an account shows it");
    assert!(world.is_kept(6).await);
}

pub async fn pictures_in_use_do_not_keep_the_others_from_being_forgotten(store: Arc<dyn Store>) {
    let world = World::new(store);
    let many = u8::try_from(LOGOS_CLEARED).unwrap() * 2;
    for n in 1..=many {
        let partner = world.client().await.id();
        world.keep(partner, n, None, at(0)).await;
        world.brand(partner, of_logo(Change::Set(logo(n)))).await;
    }
    let partner = world.client().await.id();
    let (unused, fresh) = (many + 1, many + 2);
    world.keep(partner, unused, None, at(1)).await;
    for second in 10..13 {
        world.keep(partner, fresh, None, later(second)).await;
    }
    assert!(!world.is_kept(unused).await);
    for n in 1..=many {
        assert!(world.is_kept(n).await, "{n}");
    }
}
