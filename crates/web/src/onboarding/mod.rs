//! The onboarding page and the calls of its script.

mod calls;
mod data;
mod page;

pub(crate) use calls::{code, event, opened, resume, start, status};
#[cfg(test)]
pub(crate) use data::CLIENT_TEXTS;
pub(crate) use page::page;
