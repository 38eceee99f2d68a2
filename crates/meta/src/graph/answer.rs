//! Reading an answer: a refusal in Meta's envelope, or what the call asked for.

use super::{Call, GraphError, GraphRefusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Longest answer that is read.
const MAX_BYTES: usize = 1024 * 1024;

/// Longest text of Meta that is kept, in characters.
const MAX_TEXT: usize = 500;

/// From this length on a word of Meta's texts may be (a part of) a token.
const SECRET_WORD: usize = 20;

pub(super) struct Answer {
    call: Call,
    http_status: u16,
    wait: Option<Duration>,
    body: Vec<u8>,
}

/// The answer to calls that only do something.
#[derive(Deserialize)]
pub(super) struct Done {
    pub(super) success: bool,
}

#[derive(Deserialize)]
struct Envelope {
    error: WireError,
}

#[derive(Deserialize)]
struct WireError {
    code: i64,
    #[serde(default)]
    error_subcode: Option<i64>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    error_data: Value,
    #[serde(default)]
    error_user_msg: Option<String>,
    #[serde(default)]
    is_transient: Option<bool>,
    #[serde(default)]
    fbtrace_id: Option<String>,
}

impl Answer {
    pub(super) const fn new(call: Call, http_status: u16) -> Self {
        Self {
            call,
            http_status,
            wait: None,
            body: Vec::new(),
        }
    }

    /// With the wait that its headers state.
    pub(super) fn asking_to_wait(self, wait: Option<Duration>) -> Self {
        Self { wait, ..self }
    }

    pub(super) const fn http_status(&self) -> u16 {
        self.http_status
    }

    /// Adds a piece of the body.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), GraphError> {
        if self.body.len() + piece.len() > MAX_BYTES {
            return Err(self.unreadable(format!("it is longer than {MAX_BYTES} bytes")));
        }
        self.body.extend_from_slice(piece);
        Ok(())
    }

    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        if let Ok(Envelope { error }) = serde_json::from_slice(&self.body) {
            return Err(GraphError::Refused(Box::new(self.refusal(error))));
        }
        if !(200..300).contains(&self.http_status) {
            return Err(self.unreadable("it is no error in Meta's form".to_owned()));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            // serde's own text may quote the answer, and a token with it.
            self.unreadable(format!(
                "{:?} error at line {} column {}",
                error.classify(),
                error.line(),
                error.column()
            ))
        })
    }

    fn refusal(&self, error: WireError) -> GraphRefusal {
        GraphRefusal {
            call: self.call,
            http_status: self.http_status,
            code: error.code,
            subcode: error.error_subcode.filter(|&subcode| subcode != 0),
            message: presentable(&error.message.unwrap_or_default()),
            details: error.error_data["details"].as_str().map(presentable),
            user_message: error.error_user_msg.as_deref().map(presentable),
            is_transient: error.is_transient.unwrap_or(false),
            fbtrace_id: error.fbtrace_id.map(|id| id.chars().take(64).collect()),
            wait: self.wait,
        }
    }

    fn unreadable(&self, problem: String) -> GraphError {
        GraphError::Unreadable {
            call: self.call,
            http_status: self.http_status,
            problem,
        }
    }
}

/// Cuts a text to length, drops control characters and hides words that look like
/// tokens: Meta's messages about a bad token quote it.
fn presentable(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_TEXT)
        .collect();
    clean
        .split_inclusive(|c: char| !is_token_char(c))
        .map(|piece| {
            let word = piece.trim_end_matches(|c| !is_token_char(c));
            if looks_secret(word) {
                piece.replacen(word, "…", 1)
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

const fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '|')
}

/// Long, and with a digit: names of permissions are long too.
fn looks_secret(word: &str) -> bool {
    word.len() >= SECRET_WORD && word.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(http_status: u16, body: &str) -> Result<Value, GraphError> {
        let mut answer = Answer::new(Call::Waba, http_status);
        answer.push(body.as_bytes()).unwrap();
        answer.read()
    }

    #[test]
    fn a_full_envelope() {
        let body = r#"{"error":{"message":"(#133005) PIN Mismatch","type":"OAuthException",
            "code":133005,"error_data":{"messaging_product":"whatsapp","details":"Wrong PIN."},
            "error_subcode":0,"error_user_title":"Oh","error_user_msg":"Try another.",
            "is_transient":false,"fbtrace_id":"Abc123"}}"#;
        let Err(GraphError::Refused(refusal)) = read(400, body) else {
            panic!("a refusal");
        };
        assert_eq!(
            *refusal,
            GraphRefusal {
                call: Call::Waba,
                http_status: 400,
                code: 133_005,
                subcode: None,
                message: "(#133005) PIN Mismatch".to_owned(),
                details: Some("Wrong PIN.".to_owned()),
                user_message: Some("Try another.".to_owned()),
                is_transient: false,
                fbtrace_id: Some("Abc123".to_owned()),
                wait: None,
            }
        );
    }

    #[test]
    fn an_envelope_counts_whatever_the_status_and_however_bare() {
        for (http_status, body) in [
            (200, r#"{"error":{"code":190}}"#),
            (
                500,
                r#"{"error":{"code":190,"error_data":"text","message":null}}"#,
            ),
        ] {
            assert!(
                matches!(read(http_status, body), Err(GraphError::Refused(refusal)) if refusal.code == 190)
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_quoted() {
        for (http_status, body) in [
            (503, "<html>secret</html>"),
            (200, "secret"),
            (200, ""),
            (400, r#"{"error":"secret"}"#),
            (302, r#"{"secret":true}"#),
        ] {
            let error = read(http_status, body).unwrap_err();
            assert!(
                matches!(error, GraphError::Unreadable { http_status: status, .. } if status == http_status)
            );
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        let mut answer = Answer::new(Call::ExchangeCode, 200);
        answer.push(br#"{"success":"secret"}"#).unwrap();
        let error = answer.read::<Done>().err().unwrap();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn tokens_in_messages_are_hidden_and_other_words_stay() {
        for (text, shown) in [
            (
                "Malformed access token EAAGm0PX4ZCpsBAKZCx9n2o3b4c5, sorry",
                "Malformed access token …, sorry",
            ),
            ("EAAGm0PX4ZCpsBAKZCx9n2o3b4c5", "…"),
            ("67000000000001|0123456789abcdef", "…"),
            (
                "needs whatsapp_business_management on 106000000000001",
                "needs whatsapp_business_management on 106000000000001",
            ),
            ("דרוש אישור\n", "דרוש אישור"),
        ] {
            assert_eq!(presentable(text), shown);
        }
        assert_eq!(presentable(&"ab ".repeat(1000)).chars().count(), MAX_TEXT);
    }

    #[test]
    fn the_longest_answer_and_one_byte_more() {
        let mut answer = Answer::new(Call::Waba, 200);
        answer.push(&vec![b' '; MAX_BYTES]).unwrap();
        assert!(answer.push(b" ").is_err());
    }
}
