//! Which store.

use gangway_storage_postgres::PostgresUrl;
use std::path::PathBuf;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// One SQLite file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL database, shared by any number of nodes.
    Postgres(Box<PostgresUrl>),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH` (also `sqlite://PATH`) or `postgres://…` (also `postgresql://…`).
    ///
    /// # Errors
    /// A sentence about the mend.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            return Ok(Self::Postgres(Box::new(PostgresUrl::parse(text)?)));
        }
        let Some(rest) = text.strip_prefix("sqlite:") else {
            return Err(
                "must be sqlite:PATH, for example sqlite:/var/lib/gangway/gangway.db, or \
                 postgres://USER:PASSWORD@HOST/DATABASE"
                    .to_owned(),
            );
        };
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() || path == ":memory:" {
            return Err(
                "must name a file, for example sqlite:/var/lib/gangway/gangway.db".to_owned(),
            );
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Where the key file lies when none is named. A database that several nodes share says
    /// nothing about a place that all of them reach.
    #[must_use]
    pub fn default_keys_file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(path) => Some(path.with_file_name("gangway.keys")),
            Self::Postgres(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_paths() {
        let path = |text: &str| match DatabaseUrl::parse(text) {
            Ok(DatabaseUrl::Sqlite(path)) => Some(path),
            _ => None,
        };
        assert_eq!(path("sqlite:a.db"), Some(PathBuf::from("a.db")));
        assert_eq!(path("sqlite:/x/a.db"), Some(PathBuf::from("/x/a.db")));
        assert_eq!(path("sqlite:///x/a.db"), Some(PathBuf::from("/x/a.db")));
        for bad in ["", "a.db", "sqlite:", "sqlite::memory:", "mysql://x"] {
            assert!(DatabaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn postgres_addresses() {
        for text in [
            "postgres://me@db/gangway",
            "postgresql://me@db:5433/gangway",
        ] {
            assert!(
                matches!(DatabaseUrl::parse(text), Ok(DatabaseUrl::Postgres(_))),
                "{text}"
            );
        }
        assert!(DatabaseUrl::parse("postgres://me@db:port/gangway").is_err());
    }
}
