//! The whole server over real HTTP, with a real store and the simulated Meta.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests fail loudly"
)]

mod support;

mod browser;
mod browser_journey;
mod browser_screens;
mod browser_trouble;
mod browser_website;
mod api_auth;
mod api_idempotency;
mod api_delete;
mod api_create;
mod api_always_200;
mod api_body;
mod api_token;
mod list;
mod list_paging;
mod list_fresh;
mod list_filter;
mod list_csv;
mod list_cache;
mod schemathesis;
