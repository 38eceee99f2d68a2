//! What Gangway is about, without any technology: the values partners and customers
//! hand in (parsed once, private inside), the onboarding account and its states.

mod account;
mod branding;
mod colour;
mod email;
mod field;
mod ids;
mod language;
mod month;
mod number_call;
mod number_code;
mod number_reminder;
mod own_domain;
mod person;
mod phone;
mod picture;
mod problem;
mod registered;
mod retry;
mod rng;
mod sealed;
mod state;
mod step;
mod text;
mod time;
mod timeline;
mod utc;
mod web_url;
mod webhook;

pub use account::{AccountDetails, Onboarding, PageTexts, Partner};
pub use branding::{Branding, BrandingChange, Change, Logo};
pub use colour::{COLOUR_FIELD, Colour, Colours, TEXT_COLOUR_FIELD};
pub use email::Email;
pub use field::{FieldError, FieldProblem, Unreadable};
pub use ids::{
    AccountId, AppId, ClientId, LandingSlug, LinkSlug, MetaBusinessId, PartnerId, PhoneNumberId,
    PreverifiedId, WabaId,
};
pub use language::Language;
pub use month::Month;
pub use number_call::NumberCall;
pub use number_code::{CodeLanguage, NumberCode};
pub use number_reminder::NumberReminder;
pub use own_domain::OwnDomain;
pub use person::{BackOff, Person, PersonId, Role, Seat};
pub use phone::{ListedNumber, PhoneNumber, TemporaryNumber};
pub use picture::{LogoRef, MOST_LOGO_BYTES, NoLogo, PictureHash, PictureKind, check_logo};
pub use problem::Problem;
pub use registered::{MOST_WAITING, RENEWABLE_FOR, RESERVED_FOR, RegisteredNumber, VERIFIED_FOR};
pub use retry::RetryPolicy;
pub use rng::{Rng, alphanumeric};
pub use sealed::{Hash256, PasswordHash, Sealed};
pub use state::{OnboardingState, Transition};
pub use step::{Step, StepState};
pub use text::{Text, clean};
pub use time::{Clock, Timestamp};
pub use timeline::{TimelineEntry, TimelineEvent};
pub use utc::Utc;
pub use web_url::{HttpsUrl, RedirectHost};
pub use webhook::{
    AttemptFault, DeliveryState, EventId, OFF_AFTER, OffReason, PartnerEvent, WebhookUrl,
    delivery_retries,
};
