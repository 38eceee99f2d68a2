//! Why a connection did not come about, in words, with the mend.

use crate::error::{Again, Failure, again, without_values};
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

/// `server` is the URL without the password.
pub(super) fn connecting(server: &str, error: &Error) -> Failure {
    let (why, passing) = reason(error);
    Failure::NoConnection {
        message: format!("cannot connect to {server}: {why}"),
        passing,
    }
}

/// And whether it may pass by itself.
fn reason(error: &Error) -> (String, bool) {
    if let Some(db) = error.as_db_error() {
        return (
            format!("{}{}", without_values(error), mend(db)),
            again(db) == Again::Lost,
        );
    }
    if error.is_closed() {
        return ("the server closed the connection".to_owned(), true);
    }
    if let Some(tls) = find(error, rustls_error) {
        return (tls_reason(tls), false);
    }
    if let Some(io) = find(error, |cause| cause.downcast_ref::<io::Error>()) {
        return if io.kind() == io::ErrorKind::PermissionDenied && io.raw_os_error().is_none() {
            // tokio-postgres looked for a server that takes writes.
            (
                "the server is read only, as a standby is; point the URL to the primary server, \
                 or name all servers, separated by commas"
                    .to_owned(),
                true,
            )
        } else {
            (format!("{error}: {io}"), true)
        };
    }
    (without_values(error), false)
}

fn mend(error: &DbError) -> &'static str {
    match *error.code() {
        SqlState::INVALID_PASSWORD => "; check user and password in the URL",
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION
            if error.message().ends_with("no encryption")
                || error.message().ends_with("SSL off") =>
        {
            "; the server wants TLS: write sslmode=verify-full (or require) into the URL"
        }
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "; check the user in the URL and the server's pg_hba.conf"
        }
        SqlState::INVALID_CATALOG_NAME => "; create the database, or name another one in the URL",
        _ => "",
    }
}

fn tls_reason(error: &rustls::Error) -> String {
    let mend = match error {
        rustls::Error::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
        ) => "; name the file of the authority that signed it as sslrootcert in the URL",
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "; connect by a name that the server's certificate holds, or use sslmode=verify-ca",
        _ => "",
    };
    format!("the TLS connection was not trusted: {error}{mend}")
}

/// The first cause that `pick` knows.
fn find<'a, T>(
    error: &'a Error,
    pick: impl Fn(&'a (dyn StdError + 'static)) -> Option<&'a T>,
) -> Option<&'a T> {
    let mut cause = error.source();
    while let Some(this) = cause {
        if let Some(found) = pick(this) {
            return Some(found);
        }
        cause = this.source();
    }
    None
}

/// An I/O error hides what it wraps from `source`.
fn rustls_error<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    match cause.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref()?.downcast_ref(),
        None => cause.downcast_ref(),
    }
}
