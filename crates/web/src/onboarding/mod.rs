//! The onboarding page and the calls of its script.

mod calls;
mod data;
pub(crate) mod dialog_state;
mod full_page;
mod numbers;
mod page;
mod renewal;

pub(crate) use calls::{code, event, opened, pin, resume, start, status};
pub(crate) use full_page::redirect;
pub(crate) use numbers::{add, ask_code, give_code, numbers, pick};
pub(crate) use page::{Reading, page};
pub(crate) use renewal::{back, renewal};
