//! The Graph client against a server that says what the test tells it to, and remembers
//! what it was asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calls;
mod faults;
mod holds;
mod number_calls;
mod partner_calls;
mod preverified;
mod pricing;
mod stub;
