//! Which store.

use std::path::PathBuf;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// One SQLite file on this machine.
    Sqlite(PathBuf),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH`; also `sqlite://PATH`.
    ///
    /// # Errors
    /// A sentence about the mend.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix("sqlite:") else {
            return Err(
                "must be sqlite:PATH, for example sqlite:/var/lib/gangway/gangway.db".to_owned(),
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

    /// Where the key file lies when none is named.
    #[must_use]
    pub fn default_keys_file(&self) -> PathBuf {
        match self {
            Self::Sqlite(path) => path.with_file_name("gangway.keys"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_paths() {
        let path = |text: &str| DatabaseUrl::parse(text).map(|DatabaseUrl::Sqlite(path)| path);
        assert_eq!(path("sqlite:a.db"), Ok(PathBuf::from("a.db")));
        assert_eq!(path("sqlite:/x/a.db"), Ok(PathBuf::from("/x/a.db")));
        assert_eq!(path("sqlite:///x/a.db"), Ok(PathBuf::from("/x/a.db")));
        for bad in ["", "a.db", "sqlite:", "sqlite::memory:", "mysql://x"] {
            assert!(path(bad).is_err(), "{bad}");
        }
    }
}
