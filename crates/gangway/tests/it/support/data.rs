//! Where a test keeps its data: the same tests run on every store.

use gangway_testkit::postgres::{self, Database, psql};
use std::path::Path;
use tempfile::TempDir;

/// A folder and, on PostgreSQL, a database. Both go with the value.
#[derive(Debug)]
pub struct TestData {
    database: Option<Database>,
    folder: TempDir,
}

impl TestData {
    /// On the store that this test run is about.
    pub fn new() -> Self {
        const STORE: &str = "GANGWAY_TEST_STORE";
        match std::env::var(STORE).as_deref() {
            Ok("postgres") => Self::postgres(),
            Ok("sqlite") | Err(_) => Self::sqlite(),
            Ok(other) => panic!("{STORE} is {other:?}; it may be sqlite or postgres"),
        }
    }

    /// On SQLite in every test run: nothing is made before a server makes it.
    pub fn sqlite() -> Self {
        Self {
            database: None,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// On PostgreSQL in every test run.
    pub fn postgres() -> Self {
        Self {
            database: Some(postgres::database().unwrap()),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn database_url(&self) -> String {
        match &self.database {
            None => format!("sqlite:{}", self.path().join("gangway.db").display()),
            Some(database) => database.url().to_owned(),
        }
    }

    /// What a server on this data is told. On SQLite the keys lie beside the database unasked.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![("database_url", self.database_url())];
        if !self.is_in_folder() {
            let keys = self.path().join("gangway.keys");
            settings.push(("keys_file", keys.display().to_string()));
        }
        settings
    }

    /// Whether the folder is all there is.
    pub const fn is_in_folder(&self) -> bool {
        self.database.is_none()
    }

    /// Whether these bytes are anywhere in the data, as text or as hexadecimal digits.
    pub fn holds(&self, secret: &str) -> bool {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let needles = [secret, &hex, &hex.to_uppercase()];
        self.contents().iter().any(|content| {
            needles.iter().any(|needle| {
                content
                    .windows(needle.len())
                    .any(|part| part == needle.as_bytes())
            })
        })
    }

    fn contents(&self) -> Vec<Vec<u8>> {
        let files = std::fs::read_dir(self.path()).unwrap();
        let mut contents: Vec<_> = files
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .collect();
        if let Some(database) = &self.database {
            // `\gexec` runs each row of the answer as a statement.
            let every_row = "SELECT format('SELECT entry::text FROM %I.%I AS entry;', schemaname, tablename) \
                             FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') \\gexec";
            contents.push(psql(database.url(), every_row).unwrap().into_bytes());
        }
        contents
    }
}
