//! The parameters behind the question mark.
//!
//! tokio-postgres knows most of them. What it does not know as libpq does is how far the
//! server's certificate is checked; those two are taken out here.

use super::{Roots, Trust};
use std::error::Error as _;
use std::path::PathBuf;
use tokio_postgres::config::SslMode;

/// The parameters that are read here, and the others as they stand.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) sslmode: Option<String>,
    pub(super) sslrootcert: Option<String>,
    pub(super) others: String,
}

pub(super) fn split(query: &str) -> Result<Parameters, String> {
    let mut parameters = Parameters::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair
            .split_once('=')
            .ok_or("each parameter of the PostgreSQL URL is written as name=value")?;
        let slot = match key {
            "sslmode" => &mut parameters.sslmode,
            "sslrootcert" => &mut parameters.sslrootcert,
            "target_session_attrs" if !matches!(value, "any" | "read-write" | "primary") => {
                return Err(
                    "target_session_attrs in the PostgreSQL URL is any or read-write: Gangway \
                     writes, and takes the server that lets it"
                        .to_owned(),
                );
            }
            // Always the one that takes writes.
            "target_session_attrs" => continue,
            _ => {
                if !parameters.others.is_empty() {
                    parameters.others.push('&');
                }
                parameters.others.push_str(pair);
                continue;
            }
        };
        let value =
            decoded(value).ok_or_else(|| format!("{key} in the PostgreSQL URL is not UTF-8"))?;
        if slot.replace(value).is_some() {
            return Err(format!("the PostgreSQL URL gives {key} twice"));
        }
    }
    Ok(parameters)
}

/// Whether TLS is spoken, and with whom.
#[derive(Debug)]
pub(super) struct Tls {
    pub(super) name: &'static str,
    pub(super) mode: SslMode,
    pub(super) trust: Trust,
}

/// The meanings of libpq, except that what would silently not be checked is refused.
pub(super) fn tls(sslmode: Option<&str>, sslrootcert: Option<String>) -> Result<Tls, String> {
    let roots = sslrootcert.map(|value| match value.as_str() {
        "system" => Roots::System,
        file => Roots::File(PathBuf::from(file)),
    });
    let tls = |name, mode, trust| Ok(Tls { name, mode, trust });
    match (sslmode, roots) {
        (Some("disable"), None) => tls("disable", SslMode::Disable, Trust::Anybody),
        (None | Some("prefer"), None) => tls("prefer", SslMode::Prefer, Trust::Anybody),
        (Some("require"), None) => tls("require", SslMode::Require, Trust::Anybody),
        (Some("require" | "verify-ca"), Some(Roots::File(file))) => {
            tls("verify-ca", SslMode::Require, Trust::Chain(file))
        }
        (Some("verify-full"), roots) => tls(
            "verify-full",
            SslMode::Require,
            Trust::ChainAndName(roots.unwrap_or(Roots::System)),
        ),
        (None, Some(Roots::System)) => tls(
            "verify-full",
            SslMode::Require,
            Trust::ChainAndName(Roots::System),
        ),
        (Some("require" | "verify-ca"), Some(Roots::System)) => Err(
            "sslrootcert=system in the PostgreSQL URL needs sslmode=verify-full: anybody can get \
             a certificate from one of those authorities, so the name has to be checked"
                .to_owned(),
        ),
        (Some("verify-ca"), None) => Err(
            "sslmode=verify-ca in the PostgreSQL URL needs sslrootcert=FILE with the certificate \
             of the authority; with the system's authorities use verify-full"
                .to_owned(),
        ),
        (None | Some("disable" | "prefer"), Some(_)) => Err(
            "sslrootcert in the PostgreSQL URL would not be looked at: add sslmode=verify-full \
             (or verify-ca)"
                .to_owned(),
        ),
        (Some(_), _) => Err(
            "sslmode in the PostgreSQL URL is disable, prefer, require, verify-ca or verify-full"
                .to_owned(),
        ),
    }
}

/// Names the parameter, never its value.
pub(super) fn refused(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("the PostgreSQL URL is not understood: {cause}"),
        None => "the PostgreSQL URL is not understood".to_owned(),
    }
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = match (first, tail) {
            (b'%', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = hex {
            bytes.push(high * 16 + low);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16)?.try_into().ok()
}
