//! What every page of Gangway is drawn with, whoever looks at it: languages and their
//! catalogues, templates, embedded files, and the headers that answers carry.

mod assets;
mod catalogues;
mod locale;
mod negotiation;
mod qr;
pub mod respond;
mod templates;

pub use assets::{Asset, serve};
pub use catalogues::Catalogues;
pub use locale::Locale;
pub use negotiation::accepted;
pub use qr::{QrError, qr_svg};
pub use templates::Templates;
