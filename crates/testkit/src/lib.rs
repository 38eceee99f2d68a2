//! What tests of several rooms share. No room depends on it outside its tests.

mod browser;
pub mod catalogue;
mod clock;
mod dice;
pub mod postgres;

pub use browser::{Browser, BrowserOptions};
pub use clock::ManualClock;
pub use dice::SeededRng;
pub use thirtyfour;
