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

mod api_always_200;
mod api_auth;
mod api_body;
mod api_create;
mod api_delete;
mod api_idempotency;
mod api_renew;
mod api_renewals;
mod api_timeline;
mod api_token;
mod binary;
mod binary_accounts;
mod binary_claims;
mod binary_config;
mod binary_demo;
mod binary_numbers;
mod binary_partner;
mod binary_person;
mod binary_sandbox;
mod branding;
mod browser;
mod browser_axe;
mod browser_dashboard;
mod browser_entry;
mod browser_journey;
mod browser_lighthouse;
mod browser_numbers;
mod browser_screens;
mod browser_trouble;
mod browser_website;
mod browser_words;
mod connected_numbers;
mod credentials;
mod customers_pages;
mod dashboard_accounts;
mod dashboard_door;
mod dashboard_faults;
mod dashboard_members;
mod dashboard_pages;
mod dashboard_states;
mod dashboard_words;
mod fault_matrix;
mod fuzz;
mod journey;
mod journey_attempts;
mod journey_ends;
mod journey_faults;
mod journey_forged;
mod journey_order;
mod journey_origin;
mod journey_secrets;
mod list;
mod list_cache;
mod list_csv;
mod list_filter;
mod list_fresh;
mod list_paging;
mod meta_notices;
mod meta_recovery;
mod meta_webhook;
mod nodes;
mod number_choice;
mod number_choice_guards;
mod own_domain;
mod pages;
mod pin_vault;
mod postgres_db;
mod postgres_db_copy;
mod postgres_db_copy_large;
mod postgres_failover;
mod postgres_keys;
mod postgres_nodes;
mod postgres_start;
mod postgres_upgrade;
mod races;
mod registered_journey;
mod registered_numbers;
mod schemathesis;
mod sqlite_crash;
mod sqlite_db;
mod sqlite_demo;
mod sqlite_files;
mod takeover;
mod takeover_node;
mod webhook_crash;
mod webhook_neighbours;
mod webhooks_cli;
mod webhooks_failing;
mod webhooks_gone;
mod webhooks_journey;
mod webhooks_kept;
mod webhooks_order;
mod webhooks_private;
mod webhooks_schedule;
mod webhooks_set;
mod webhooks_verified;
