//! The one shape in which a value says that it was refused.

/// A refused value: which field, what is wrong with it and how to mend it.
///
/// `Display` gives one plain sentence that a partner's developer can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct FieldError {
    /// Name of the field as the caller wrote it.
    pub field: &'static str,
    /// The rest of the sentence, without the final full stop being assumed.
    pub problem: String,
}

impl FieldError {
    /// A refusal of `field`, read as "`field` `problem`".
    pub fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self {
            field,
            problem: problem.into(),
        }
    }
}
