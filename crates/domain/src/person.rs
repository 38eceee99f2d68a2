//! The people who sign in to the dashboard, and what they may do there.

use crate::{Email, Language, PartnerId, Text, Timestamp};
use std::time::Duration;

/// Somebody with a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row id.
    pub id: PersonId,
    /// With which she signs in; unique, whatever the case of its letters.
    pub email: Email,
    /// How others know her.
    pub name: Text<100>,
    /// Whether she runs this installation.
    pub operator: bool,
    /// The language of her dashboard; the browser's where she chose none.
    pub language: Option<Language>,
    /// Whether a code of her phone is asked for beside the password.
    pub second_factor: bool,
    /// When she came.
    pub created_at: Timestamp,
}

/// Row id of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(i64);

impl PersonId {
    /// Wraps a row id that came from the store.
    #[must_use]
    pub const fn from_row(id: i64) -> Self {
        Self(id)
    }

    /// The row id.
    #[must_use]
    pub const fn row(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for PersonId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What a member may do in a partner's dashboard. Each role may all that the ones before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Look.
    Viewer,
    /// Create links, change branding and webhooks, try again, remove.
    Editor,
    /// Credentials and members.
    Owner,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Owner];

    /// As it is stored and sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// The role of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// For whom an invitation or a membership is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Who runs the installation.
    Operator,
    /// A member of a partner.
    Member(PartnerId, Role),
}

/// How long wrong passwords, or wrong codes, hold further tries up.
///
/// The first five are free; then it is half a minute, and twice as long each time, to an hour.
/// A day without a wrong one forgets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff;

impl BackOff {
    /// After so long without a wrong try they are forgotten.
    pub const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 3600);
    const FREE: u32 = 5;
    const FIRST: Duration = Duration::from_secs(30);
    const MOST: Duration = Duration::from_secs(3600);

    /// How long to wait after the latest of so many tries in a row.
    #[must_use]
    pub fn after(tries: u32) -> Option<Duration> {
        let doublings = tries.checked_sub(Self::FREE)?;
        let wait = Self::FIRST.saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX));
        Some(wait.min(Self::MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_read_back() {
        assert!(Role::Viewer < Role::Editor && Role::Editor < Role::Owner);
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name("root"), None);
    }

    #[test]
    fn waits_double_up_to_an_hour() {
        let seconds = |tries| BackOff::after(tries).map(|wait| wait.as_secs());
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(30));
        assert_eq!(seconds(6), Some(60));
        assert_eq!(seconds(11), Some(1_920));
        assert_eq!(seconds(12), Some(3_600));
        assert_eq!(seconds(u32::MAX), Some(3_600));
    }
}
