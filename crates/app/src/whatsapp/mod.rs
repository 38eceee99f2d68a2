//! The numbers that a partner's customers have connected.

mod counts;
mod delete;
mod list;

pub use counts::RunningCount;
pub use delete::DeleteWhatsAppError;
pub use list::ConnectedNumbers;
