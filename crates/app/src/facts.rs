//! The matters of which Meta's latest word is kept, by name.

use gangway_domain::Timestamp;
use gangway_meta::MetaNumber;
use gangway_storage::Fact;

/// Quality of the number: green, yellow, red.
pub(crate) const QUALITY: &str = "quality";
/// Whether the display name was approved.
pub(crate) const NAME: &str = "display_name_review";
/// Whether the WhatsApp account was approved.
pub(crate) const REVIEW: &str = "account_review";
/// What Meta does to an account that broke its rules.
pub(crate) const BAN: &str = "ban";
/// What the account may not do any more.
pub(crate) const RESTRICTION: &str = "restriction";
/// Which rule it broke.
pub(crate) const VIOLATION: &str = "violation";
/// How many conversations it may begin a day.
pub(crate) const LIMIT: &str = "messaging_limit";
/// What Meta warns of.
pub(crate) const ALERT: &str = "alert";
/// What was done to the number's PIN.
pub(crate) const SECURITY: &str = "security";
/// Whether a number in coexistence went off for a change of its phone.
pub(crate) const COEXISTENCE: &str = "coexistence";
/// What came of the chats' history.
pub(crate) const HISTORY: &str = "history_sync";
/// Where the number stands at Meta.
pub(crate) const STATUS: &str = "number_status";
/// Whether the account is shared with the operator.
pub(crate) const SHARING: &str = "sharing";

/// The longest value that is kept, in characters.
const LONGEST: usize = 100;

/// A fact, cut to a sane length.
pub(crate) fn fact(name: &str, value: &str, at: Timestamp) -> Fact {
    Fact {
        name: name.to_owned(),
        value: value.chars().take(LONGEST).collect(),
        at,
    }
}

/// What a number tells of itself.
pub(crate) fn of_number(number: &MetaNumber, at: Timestamp) -> Vec<Fact> {
    // Meta's own words count in seconds: one of this second is as new as what was read in it.
    let at = Timestamp::from_secs(at.as_secs());
    let said = [
        (STATUS, number.status.word()),
        (QUALITY, number.quality_rating.word()),
        (NAME, number.name_status.word()),
    ];
    said.into_iter()
        .filter_map(|(name, word)| Some(fact(name, word?, at)))
        .collect()
}
