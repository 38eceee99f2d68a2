//! The simulator over real HTTP: every endpoint with its success and its refusals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod added_numbers;
mod coexistence;
mod conformance;
mod consistency;
mod control;
mod credit_line;
mod customer;
mod customer_redirect;
mod dialog;
mod dialog_redirect;
mod exchange;
mod faults;
mod limits;
mod pool;
mod pricing;
mod reads;
mod registration;
mod subscriptions;
mod support;
mod system_user;
mod webhook_events;
mod webhook_manners;
mod webhooks;
