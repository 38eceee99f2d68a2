//! One file an endpoint, in one order: reasons, request, answer, handler, tests.

pub(crate) mod access_token;
pub(crate) mod choose_number;
pub(crate) mod create_account;
pub(crate) mod delete_account;
pub(crate) mod delete_registered_number;
pub(crate) mod delete_whatsapp;
pub(crate) mod get_accounts;
pub(crate) mod get_business;
pub(crate) mod get_deliveries;
pub(crate) mod get_events;
pub(crate) mod get_numbers;
pub(crate) mod get_registered_numbers;
pub(crate) mod get_renewal_requests;
pub(crate) mod get_timeline;
pub(crate) mod get_webhook;
pub(crate) mod get_whatsapp;
pub(crate) mod register_number;
pub(crate) mod renew_link;
pub(crate) mod replay_webhook;
pub(crate) mod set_business;
pub(crate) mod set_webhook;
pub(crate) mod test_webhook;
pub(crate) mod verify_number;
