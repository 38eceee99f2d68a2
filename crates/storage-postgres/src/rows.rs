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
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

/// Reads a row's columns one after the other.
pub(crate) struct InOrder<'r> {
    row: &'r Row,
    next: usize,
}

impl<'r> InOrder<'r> {
    pub(crate) const fn of(row: &'r Row) -> Self {
        Self::from(row, 0)
    }

    const fn from(row: &'r Row, next: usize) -> Self {
        Self { row, next }
    }

    fn take<T: FromSql<'r>>(&mut self) -> Result<T, Failure> {
        let column = self.next;
        self.next += 1;
        Ok(self.row.try_get(column)?)
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
pub(crate) fn partner(row: &Row) -> Result<Partner, Failure> {
    rows::partner(&mut InOrder::of(row))
}

/// Reads `account_columns!`.
pub(crate) fn account(row: &Row) -> Result<Onboarding, Failure> {
    rows::account(&mut InOrder::of(row))
}

/// Reads `grant_columns!`.
pub(crate) fn grant(row: &Row) -> Result<GrantRecord, Failure> {
    rows::grant(&mut InOrder::of(row))
}

/// Reads `step_columns!`.
pub(crate) fn step(row: &Row) -> Result<StepRecord, Failure> {
    rows::step(&mut InOrder::of(row))
}

/// Reads `connected_number_columns!`.
pub(crate) fn connected_number(row: &Row) -> Result<ConnectedNumber, Failure> {
    rows::connected_number(&mut InOrder::of(row))
}

/// Reads a WhatsApp account that is to be counted.
pub(crate) fn count_due(row: &Row, until: Timestamp) -> Result<CountDue, Failure> {
    rows::count_due(&mut InOrder::of(row), until)
}

/// Reads `branding_columns!`.
pub(crate) fn branding(row: &Row) -> Result<Branding, Failure> {
    rows::branding(&mut InOrder::of(row))
}

/// Reads `logo_ref_columns!`.
pub(crate) fn logo_ref(row: &Row) -> Result<LogoRef, Failure> {
    rows::logo_ref(&mut InOrder::of(row))
}

/// Reads `logo_file_columns!`.
pub(crate) fn logo_file(row: &Row) -> Result<LogoFile, Failure> {
    rows::logo_file(&mut InOrder::of(row))
}

/// Reads `registered_number_columns!`.
pub(crate) fn registered_number(row: &Row) -> Result<RegisteredNumber, Failure> {
    rows::registered_number(&mut InOrder::of(row))
}

/// Reads `timeline_columns!`.
pub(crate) fn timeline_entry(row: &Row) -> Result<TimelineEntry, Failure> {
    rows::timeline_entry(&mut InOrder::of(row))
}

/// Reads `endpoint_columns!`.
pub(crate) fn endpoint(row: &Row) -> Result<Endpoint, Failure> {
    rows::endpoint(&mut InOrder::of(row))
}

/// Reads `stored_event_columns!` from a column on.
pub(crate) fn stored_event(row: &Row, from: usize) -> Result<StoredEvent, Failure> {
    rows::stored_event(&mut InOrder::from(row, from))
}

/// Reads `delivery_columns!`.
pub(crate) fn delivery(row: &Row) -> Result<Delivery, Failure> {
    rows::delivery(&mut InOrder::of(row))
}

/// Reads `delivery_record_columns!`.
pub(crate) fn delivery_record(row: &Row) -> Result<DeliveryRecord, Failure> {
    rows::delivery_record(&mut InOrder::of(row))
}

/// Reads `delivery_attempt_columns!`.
pub(crate) fn delivery_attempt(row: &Row) -> Result<(i64, DeliveryAttempt), Failure> {
    rows::delivery_attempt(&mut InOrder::of(row))
}

/// A SHA-256 in a column.
pub(crate) fn hash(row: &Row, column: usize) -> Result<Option<gangway_domain::Hash256>, Failure> {
    let Some(bytes) = row.try_get::<_, Option<&[u8]>>(column)? else {
        return Ok(None);
    };
    let bytes = bytes
        .try_into()
        .map_err(|_| gangway_storage::Unreadable::column("a hash"))?;
    Ok(Some(gangway_domain::Hash256(bytes)))
}
