//! A partner's pages.

pub(crate) mod accounts;
pub(crate) mod branding;
pub(crate) mod credentials;
pub(crate) mod funnel;
pub(crate) mod numbers;
pub(crate) mod webhooks;
