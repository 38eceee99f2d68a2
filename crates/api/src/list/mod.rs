//! The body of the onboarding list: prebuilt for the whole list, made on demand for a part.

mod body;
mod cache;
mod csv;
mod filter;

pub(crate) use body::{ListBody, list_json};
pub(crate) use cache::ListCache;
pub(crate) use csv::to_csv;
pub(crate) use filter::{ListQuery, next_cursor};
