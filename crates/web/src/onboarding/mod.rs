//! The onboarding page and the calls of its script.

mod calls;
mod data;
mod full_page;
mod page;
mod renewal;

pub(crate) use calls::{code, event, opened, pin, resume, start, status};
#[cfg(test)]
pub(crate) use data::CLIENT_TEXTS;
pub(crate) use full_page::redirect;
#[cfg(test)]
pub(crate) use page::Reading;
pub(crate) use page::page;
pub(crate) use renewal::{back, renewal};
