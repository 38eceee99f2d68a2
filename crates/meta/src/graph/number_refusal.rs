//! What Meta has against a number or its code, finer than the kind of an error.

use super::{Call, GraphError, GraphRefusal};

/// Why a number was not added, or its possession not proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberRefusal {
    /// No code can be asked for now: too often, or the number is verified already.
    NoCodeNow,
    /// The code is wrong, or too old.
    WrongCode,
    /// There is no room for another number.
    TooManyNumbers,
    /// The number is in this account already.
    AlreadyAdded,
}

impl GraphError {
    /// Why the number was refused, where Meta's reason is one of these; else see
    /// [`kind`](Self::kind).
    #[must_use]
    pub fn number_refusal(&self) -> Option<NumberRefusal> {
        match self {
            Self::Refused(refusal) => refusal.of_a_number(),
            _ => None,
        }
    }
}

impl GraphRefusal {
    fn of_a_number(&self) -> Option<NumberRefusal> {
        if self.has(136_024) {
            Some(NumberRefusal::NoCodeNow)
        } else if self.has(136_025) {
            Some(NumberRefusal::WrongCode)
        } else if self.has(2_388_012) {
            Some(NumberRefusal::AlreadyAdded)
        } else if self.is_for_want_of_room() {
            Some(NumberRefusal::TooManyNumbers)
        } else {
            None
        }
    }

    /// Meta has no code of its own for this, only words.
    fn is_for_want_of_room(&self) -> bool {
        let adds = matches!(self.call, Call::AddPreverified | Call::AddNumber);
        let texts = [
            Some(&self.message),
            self.details.as_ref(),
            self.user_message.as_ref(),
        ];
        adds && matches!(self.code, 100 | 200_000)
            && texts.into_iter().flatten().any(|text| {
                text.to_ascii_lowercase()
                    .contains("maximum number of phone numbers")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(call: Call, code: i64, message: &str) -> GraphRefusal {
        GraphRefusal {
            call,
            http_status: 400,
            code,
            subcode: None,
            message: message.to_owned(),
            details: None,
            user_message: None,
            is_transient: false,
            fbtrace_id: None,
            wait: None,
        }
    }

    fn read(refusal: GraphRefusal) -> Option<NumberRefusal> {
        GraphError::Refused(Box::new(refusal)).number_refusal()
    }

    #[test]
    fn codes_tell_wherever_they_stand() {
        for (code, reason) in [
            (136_024, Some(NumberRefusal::NoCodeNow)),
            (136_025, Some(NumberRefusal::WrongCode)),
            (2_388_012, Some(NumberRefusal::AlreadyAdded)),
            (133_016, None),
        ] {
            assert_eq!(read(refusal(Call::VerifyCode, code, "No.")), reason);
            let below = GraphRefusal {
                subcode: Some(code),
                ..refusal(Call::VerifyCode, 100, "No.")
            };
            assert_eq!(read(below), reason);
        }
    }

    #[test]
    fn want_of_room_is_read_from_metas_words() {
        let words = "You have reached the Maximum number of phone numbers.";
        let room = Some(NumberRefusal::TooManyNumbers);
        for call in [Call::AddPreverified, Call::AddNumber] {
            assert_eq!(read(refusal(call, 100, words)), room);
            let user_message = GraphRefusal {
                user_message: Some(words.to_owned()),
                ..refusal(call, 100, "Invalid parameter")
            };
            assert_eq!(read(user_message), room);
            let details = GraphRefusal {
                details: Some(words.to_owned()),
                ..refusal(call, 200_000, "Invalid parameter")
            };
            assert_eq!(read(details), room);
            assert_eq!(read(refusal(call, 100, "Invalid parameter")), None);
            assert_eq!(read(refusal(call, 4, words)), None);
        }
        assert_eq!(read(refusal(Call::Register, 100, words)), None);
    }

    #[test]
    fn what_meta_did_not_say_is_no_refusal() {
        let error = GraphError::Unreadable {
            call: Call::VerifyCode,
            http_status: 503,
            problem: "it is not JSON".to_owned(),
        };
        assert_eq!(error.number_refusal(), None);
    }
}
