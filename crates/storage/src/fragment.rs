//! The ready JSON of one account in the list.
//!
//! It is kept with the row, so that building a partner's list is a concatenation. The
//! public address is not part of it, since it can change with the configuration: it is
//! put in where [`BASE_MARK`] stands.

use gangway_domain::Onboarding;
use std::fmt::Write;

/// Stands for the public base address in a fragment. JSON text never holds this byte.
pub const BASE_MARK: u8 = 0x01;

/// The account exactly as getAccounts lists it, fields in the documented order.
#[must_use]
pub fn fragment(account: &Onboarding) -> String {
    let details = &account.details;
    let mut out = String::with_capacity(512);
    let _ = write!(
        out,
        "{{\"create_time\":{},\"whatsapp\":\"{}\",\"coexistence\":{}",
        account.created_at.as_secs(),
        account.number.as_str(),
        u8::from(account.coexistence),
    );
    let text = |out: &mut String, key: &str, value: Option<&str>| {
        let _ = write!(out, ",\"{key}\":\"");
        escape(out, value.unwrap_or_default());
        out.push('"');
    };
    text(
        &mut out,
        "business_name",
        Some(details.business_name.as_str()),
    );
    text(
        &mut out,
        "business_email",
        details.business_email.as_ref().map(|v| v.as_str()),
    );
    text(
        &mut out,
        "business_id",
        details.business_id.as_ref().map(|v| v.as_str()),
    );
    text(
        &mut out,
        "business_address",
        details.business_address.as_ref().map(|v| v.as_str()),
    );
    let mark = char::from(BASE_MARK);
    let _ = write!(
        out,
        ",\"landing_page\":\"{mark}/b/{}\",\"onboarding_link\":\"{mark}/o/{}\"",
        account.landing.as_str(),
        account.link.as_str(),
    );
    text(
        &mut out,
        "display_name",
        Some(details.display_name.as_str()),
    );
    text(
        &mut out,
        "reference",
        details.reference.as_ref().map(|v| v.as_str()),
    );
    let _ = write!(out, ",\"status\":{}}}", account.status());
    out
}

/// Escapes what JSON requires; control characters cannot occur in parsed text, but
/// whatever is stored must still come out as valid JSON.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}
