//! The onboarding page and the calls of its script.

mod calls;
mod data;
mod full_page;
mod numbers;
mod page;
mod renewal;

pub(crate) use calls::{code, event, opened, pin, resume, start, status};
#[cfg(test)]
pub(crate) use data::CLIENT_TEXTS;
pub(crate) use full_page::redirect;
pub(crate) use numbers::{add, ask_code, give_code, numbers, pick};
#[cfg(test)]
pub(crate) use page::Reading;
pub(crate) use page::page;
pub(crate) use renewal::{back, renewal};
