//! The operator's pages.

pub(crate) mod claims;
pub(crate) mod domain;
pub(crate) mod meta;
pub(crate) mod partners;
