//! A private PostgreSQL server for tests and benchmarks, made of the installed programs.
//!
//! A [`Cluster`] has a folder, a port on 127.0.0.1, a socket folder and a password of its own, so it never meets a
//! server that is already there. It ends with the process that started it, however that ends: see [`Cluster`].
//! PostgreSQL 15 or newer has to be installed; [`is_installed`] says whether it is.

mod account;
mod certificate;
mod cluster;
mod command;
mod database;
mod guard;
mod port;
mod programs;
mod psql;
mod random;
mod setup;

pub use cluster::{Cluster, ClusterOptions, StopMode};
pub use database::Database;
pub use programs::is_installed;
pub use psql::psql;
