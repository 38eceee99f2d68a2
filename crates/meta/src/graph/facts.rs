//! A failed call in plain values, to keep it with the account.

use super::GraphError;

/// What is known of a failed call. No token and no secret is in it; of personal data at
/// most what Meta's own `details` say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorFacts {
    /// HTTP status, if an answer came.
    pub http_status: Option<u16>,
    /// Meta's code, if Meta refused.
    pub code: Option<i64>,
    /// Meta's finer code.
    pub subcode: Option<i64>,
    /// Meta's words on it.
    pub details: Option<String>,
    /// Names the call to Meta's support.
    pub fbtrace_id: Option<String>,
    /// The error in one line, as it goes to logs.
    pub text: String,
}

impl GraphError {
    /// What is known of the failure.
    #[must_use]
    pub fn facts(&self) -> ErrorFacts {
        let text = self.to_string();
        let none = ErrorFacts {
            http_status: None,
            code: None,
            subcode: None,
            details: None,
            fbtrace_id: None,
            text,
        };
        match self {
            Self::Refused(refusal) => ErrorFacts {
                http_status: Some(refusal.http_status),
                code: Some(refusal.code),
                subcode: refusal.subcode,
                details: refusal.details.clone(),
                fbtrace_id: refusal.fbtrace_id.clone(),
                ..none
            },
            Self::Unreadable { http_status, .. } => ErrorFacts {
                http_status: Some(*http_status),
                ..none
            },
            Self::Transport { .. } | Self::Held { .. } => none,
        }
    }
}
