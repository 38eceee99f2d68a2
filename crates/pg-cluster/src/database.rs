//! A database of one test.

use std::fmt;

use anyhow::{Context, Result};

use crate::{psql, random};

/// A database that goes with this value.
///
/// Dropping the value has the server remove it, with everybody who is connected, but does not wait for that: the server
/// first waits for everybody who is about to log in, and a test that ends may have stopped in the middle of that.
pub struct Database {
    server_url: String,
    url: String,
    name: String,
}

impl Database {
    /// A new, empty database on the server that `server_url` leads to; its user must be allowed to make one.
    pub fn create(server_url: &str) -> Result<Self> {
        Self::made(server_url, "")
    }

    /// A new database with everything that is in another one of the same server. Nobody may be connected to that one.
    pub fn copy_of(server_url: &str, template_name: &str) -> Result<Self> {
        Self::made(server_url, &format!(" TEMPLATE {}", quoted(template_name)))
    }

    fn made(server_url: &str, how: &str) -> Result<Self> {
        let name = format!("gangway_test_{}", random::hex()?);
        let url = with_database(server_url, &name)?;
        psql::psql(
            server_url,
            &format!("CREATE DATABASE {}{how};", quoted(&name)),
        )
        .context("cannot make a database for a test")?;
        Ok(Self {
            server_url: server_url.to_owned(),
            url,
            name,
        })
    }

    /// Where it is, with the user and the password of the server's URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it is called on its server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = quoted(&self.name);
        // The server may be gone already, and the database with it.
        let _ = psql::start(
            &self.server_url,
            &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
    }
}

/// Without the URLs: they hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The same URL, leading to another database.
fn with_database(url: &str, name: &str) -> Result<String> {
    let (scheme, rest) = url
        .split_once("://")
        .context("a server's URL has the form postgres://user:password@host:port/database")?;
    let (address, options) = match rest.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (rest, String::new()),
    };
    let authority = address
        .split_once('/')
        .map_or(address, |(authority, _)| authority);
    Ok(format!("{scheme}://{authority}/{name}{options}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_a_url_changes() {
        for (url, expected) in [
            ("postgres://a:b@h:1/postgres", "postgres://a:b@h:1/new"),
            ("postgres://h", "postgres://h/new"),
            (
                "postgresql://h/old?sslmode=disable&x=/",
                "postgresql://h/new?sslmode=disable&x=/",
            ),
            (
                "postgres://h?sslmode=disable",
                "postgres://h/new?sslmode=disable",
            ),
        ] {
            assert_eq!(with_database(url, "new").unwrap(), expected);
        }
        assert!(with_database("h:1/postgres", "new").is_err());
    }

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted(r#"a"; b"#), r#""a""; b""#);
    }

    #[test]
    fn debugging_shows_no_password() {
        let database = Database {
            server_url: "postgres://u:secret@127.0.0.1:1/postgres".to_owned(),
            url: "postgres://u:secret@127.0.0.1:1/x".to_owned(),
            name: "x".to_owned(),
        };
        assert_eq!(format!("{database:?}"), r#"Database { name: "x", .. }"#);
    }
}
