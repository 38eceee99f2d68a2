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

mod list;
