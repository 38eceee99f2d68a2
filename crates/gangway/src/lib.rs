//! The one binary of Gangway: configuration, wiring, commands.

pub mod commands;
pub mod config;
pub mod server;
pub mod system;
