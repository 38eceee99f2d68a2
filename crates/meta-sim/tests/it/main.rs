//! The simulator over real HTTP: every endpoint with its success and its refusals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod coexistence;
mod conformance;
mod control;
mod customer;
mod dialog;
mod exchange;
mod reads;
mod registration;
mod subscriptions;
mod support;
mod webhooks;
