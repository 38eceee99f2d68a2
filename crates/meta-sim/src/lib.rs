//! Meta in a box: a faithful local simulator of the parts of Meta that partner onboarding touches.
//!
//! One process serves the Graph API, the Embedded Signup dialog with its JavaScript SDK, and sends signed
//! webhooks, all from one in-memory world with a clock that tests can move. It speaks HTTP only, so whatever
//! talks to it talks to it exactly as to Meta.
//!
//! The simulator proves the logic of a client, not the behaviour of Meta. Where Meta's behaviour is not
//! confirmed, a [`Knobs`] field decides.

mod clock;
mod config;
mod control;
pub mod customer;
mod dialog;
mod dice;
mod ending;
mod faults;
mod graph;
mod knobs;
mod numbering;
mod remote;
mod request_log;
mod server;
mod signature;
mod signup;
mod state;
mod timestamp;
mod webhook;
mod world;

pub use clock::{ClockMode, SimClock};
pub use config::{AppConfig, LoginConfiguration, SimConfig};
pub use ending::{CancelStep, Ending, Ordering, UnknownName};
pub use knobs::Knobs;
pub use remote::Remote;
pub use server::{RunningSimulator, Simulator, router};
pub use state::SimState;
pub use webhook::Signature;
