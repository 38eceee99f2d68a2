//! `…/accounts`: a partner's onboarding accounts.

pub(crate) mod create;
pub(crate) mod csv;
mod filter;
pub(crate) mod list;
pub(crate) mod one;
mod words;
