//! What is in a database and what was done to it, for its operator.

/// What is in a database. Any schema will do, also an older or a newer one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The newest schema that this Gangway knows.
    pub known: i64,
    /// The schema of the database; none while it is empty.
    pub stored: Option<i64>,
    /// The source of a copy into this database that was not finished.
    pub copying: Option<String>,
    /// How many partners there are.
    pub partners: i64,
    /// How many accounts there are in each state that occurs, by the state's name.
    pub accounts: Vec<(String, i64)>,
    /// How many bytes it takes on disk.
    pub bytes: u64,
}

/// What a migration did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The schema before; none if the database was empty.
    pub from: Option<i64>,
    /// The schema now.
    pub to: i64,
}
