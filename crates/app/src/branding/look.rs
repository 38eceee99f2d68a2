//! What a page shows of a partner.

use gangway_domain::{Branding, Colours, LogoRef, PageTexts};

/// What a page shows of a partner: what the link says, then what the partner says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// A picture that is stored. There is none where a link from before pictures were kept names
    /// one: the partner's might be another brand's.
    pub logo: Option<LogoRef>,
    /// The partner's own words; the catalogue's stand where there are none.
    pub texts: PageTexts,
    /// Of button, monogram and progress.
    pub colours: Option<Colours>,
}

impl Look {
    /// `own` is the picture of the link itself.
    #[must_use]
    pub fn new(branding: &Branding, link: &PageTexts, own: Option<LogoRef>) -> Self {
        let logo = match &link.logo {
            Some(_) => own,
            None => branding.logo.as_ref().map(|logo| logo.picture),
        };
        Self {
            logo,
            texts: branding.texts_under(link),
            colours: branding.colours,
        }
    }
}
