//! Copying everything from one store into another, whichever databases they are.
//!
//! An end of a copy gives out and takes in rows as they are stored, not as the domain
//! sees them: what the one holds the other holds afterwards, value by value. Rows go over
//! in the order of their key, in batches that are each committed, so that the last key in
//! the target says where an interrupted copy goes on.

mod checksum;
mod end;
mod engine;
#[cfg(feature = "conformance")]
pub mod sample;
mod table;
mod value;

pub use end::{CopyEnd, CopyTarget, TargetState};
pub use engine::{CopiedTable, CopyError, CopyOptions, CopyReport, Phase, Progress, copy};
pub use table::{Column, Kind, META_COLUMNS, TABLES, Table};
pub use value::{Row, Value};
