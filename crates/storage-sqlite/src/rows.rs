//! Rows as the shared readers take them.

use crate::error::Failure;
use gangway_domain::{
    Branding, LogoRef, Onboarding, Partner, RegisteredNumber, TimelineEntry, Timestamp,
};
use gangway_storage::rows::{self, Columns};
use gangway_storage::{
    ConnectedNumber, CountDue, Delivery, DeliveryAttempt, DeliveryRecord, Endpoint, GrantRecord,
    LogoFile, StepRecord, StoredEvent,
};
use rusqlite::Row;
use rusqlite::types::FromSql;

/// Reads a row's columns one after the other.
pub(crate) struct InOrder<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> InOrder<'r> {
    pub(crate) const fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: 0 }
    }

    fn take<T: FromSql>(&mut self) -> Result<T, Failure> {
        let column = self.next;
        self.next += 1;
        Ok(self.row.get(column)?)
    }
}

impl Columns for InOrder<'_> {
    type Error = Failure;

    fn int(&mut self) -> Result<i64, Failure> {
        self.take()
    }

    fn maybe_int(&mut self) -> Result<Option<i64>, Failure> {
        self.take()
    }

    fn flag(&mut self) -> Result<bool, Failure> {
        self.take()
    }

    fn text(&mut self) -> Result<String, Failure> {
        self.take()
    }

    fn maybe_text(&mut self) -> Result<Option<String>, Failure> {
        self.take()
    }

    fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.take()
    }
}

/// Reads `partner_columns!`.
pub(crate) fn partner(row: &Row<'_>) -> Result<Partner, Failure> {
    rows::partner(&mut InOrder::of(row))
}

/// Reads `account_columns!`.
pub(crate) fn account(row: &Row<'_>) -> Result<Onboarding, Failure> {
    rows::account(&mut InOrder::of(row))
}

/// Reads `grant_columns!`.
pub(crate) fn grant(row: &Row<'_>) -> Result<GrantRecord, Failure> {
    rows::grant(&mut InOrder::of(row))
}

/// Reads `step_columns!`.
pub(crate) fn step(row: &Row<'_>) -> Result<StepRecord, Failure> {
    rows::step(&mut InOrder::of(row))
}

/// Reads `connected_number_columns!`.
pub(crate) fn connected_number(row: &Row<'_>) -> Result<ConnectedNumber, Failure> {
    rows::connected_number(&mut InOrder::of(row))
}

/// Reads a WhatsApp account that is to be counted.
pub(crate) fn count_due(row: &Row<'_>, until: Timestamp) -> Result<CountDue, Failure> {
    rows::count_due(&mut InOrder::of(row), until)
}

/// Reads `branding_columns!`.
pub(crate) fn branding(row: &Row<'_>) -> Result<Branding, Failure> {
    rows::branding(&mut InOrder::of(row))
}

/// Reads `logo_ref_columns!`.
pub(crate) fn logo_ref(row: &Row<'_>) -> Result<LogoRef, Failure> {
    rows::logo_ref(&mut InOrder::of(row))
}

/// Reads `logo_file_columns!`.
pub(crate) fn logo_file(row: &Row<'_>) -> Result<LogoFile, Failure> {
    rows::logo_file(&mut InOrder::of(row))
}

/// Reads `registered_number_columns!`.
pub(crate) fn registered_number(row: &Row<'_>) -> Result<RegisteredNumber, Failure> {
    rows::registered_number(&mut InOrder::of(row))
}

/// Reads `timeline_columns!`.
pub(crate) fn timeline_entry(row: &Row<'_>) -> Result<TimelineEntry, Failure> {
    rows::timeline_entry(&mut InOrder::of(row))
}

/// Reads `endpoint_columns!`.
pub(crate) fn endpoint(row: &Row<'_>) -> Result<Endpoint, Failure> {
    rows::endpoint(&mut InOrder::of(row))
}

/// Reads `stored_event_columns!`.
pub(crate) fn stored_event(row: &Row<'_>) -> Result<StoredEvent, Failure> {
    rows::stored_event(&mut InOrder::of(row))
}

/// Reads `delivery_columns!`.
pub(crate) fn delivery(row: &Row<'_>) -> Result<Delivery, Failure> {
    rows::delivery(&mut InOrder::of(row))
}

/// Reads `delivery_record_columns!`.
pub(crate) fn delivery_record(row: &Row<'_>) -> Result<DeliveryRecord, Failure> {
    rows::delivery_record(&mut InOrder::of(row))
}

/// Reads `delivery_attempt_columns!`.
pub(crate) fn delivery_attempt(row: &Row<'_>) -> Result<(i64, DeliveryAttempt), Failure> {
    rows::delivery_attempt(&mut InOrder::of(row))
}
