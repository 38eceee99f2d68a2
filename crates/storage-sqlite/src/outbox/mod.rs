//! What has to be sent to partners, and who sends it.

mod tell;

pub(crate) use tell::tell;
