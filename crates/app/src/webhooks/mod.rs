//! What partners are told by webhook.

mod off;
