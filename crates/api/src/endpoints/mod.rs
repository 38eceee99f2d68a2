//! One file an endpoint, in one order: reasons, request, answer, handler, tests.

pub(crate) mod access_token;
pub(crate) mod create_account;
pub(crate) mod delete_account;
pub(crate) mod get_accounts;
