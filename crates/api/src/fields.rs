//! The JSON body of a call, read leniently: numbers may come as text and the other way round.

use crate::envelope::Fail;
use axum::body::Body;
use axum::http::StatusCode;
use gangway_domain::FieldError;
use serde_json::{Map, Number, Value};

/// Largest body that is read.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;
/// Malformed JSON, on every endpoint that takes a body.
pub(crate) const MALFORMED: u16 = 2;

/// The fields of a JSON object.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    map: Map<String, Value>,
    /// The text that was parsed.
    pub(crate) source: String,
}

impl Fields {
    /// Reads a body of at most 64 KiB that has to be a JSON object.
    pub(crate) async fn read(body: Body) -> Result<Self, Fail> {
        let bytes = whole(body).await?;
        Self::parse(&bytes)
    }

    /// The same, where nothing at all may be sent too.
    pub(crate) async fn read_optional(body: Body) -> Result<Self, Fail> {
        let bytes = whole(body).await?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, Fail> {
        let malformed = |why: String| Fail::new(StatusCode::BAD_REQUEST, MALFORMED, why);
        let source = std::str::from_utf8(bytes)
            .map_err(|_| malformed("the body is not UTF-8; send JSON in UTF-8".to_owned()))?;
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        if source.trim().is_empty() {
            return Err(malformed(
                "the body is empty; send a JSON object".to_owned(),
            ));
        }
        match serde_json::from_str(source) {
            Ok(Value::Object(map)) => Ok(Self {
                map,
                source: source.to_owned(),
            }),
            Ok(_) => Err(malformed(
                "the body is JSON but not an object; send {\"field\": \"value\"}".to_owned(),
            )),
            Err(error) => Err(malformed(format!(
                "the body is not valid JSON at line {}, column {}; mend it there",
                error.line(),
                error.column()
            ))),
        }
    }

    /// Adds a field that came another way, unless the body has it.
    pub(crate) fn or_insert(&mut self, name: &str, value: String) {
        if self.map.get(name).is_none_or(Value::is_null) {
            self.map.insert(name.to_owned(), Value::String(value));
        }
    }

    /// A text; `None` when it is absent or null.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<&str>, FieldError> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(FieldError::new(name, "must be text in double quotes")),
        }
    }

    /// A text that many clients hold as a number: ids, references, phone numbers.
    pub(crate) fn text_or_number(&self, name: &'static str) -> Result<Option<String>, FieldError> {
        match self.map.get(name) {
            Some(Value::Number(number)) => match whole_number(number) {
                Some(digits) => Ok(Some(digits)),
                None => Err(FieldError::new(name, TEXT_OR_NUMBER)),
            },
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                Err(FieldError::new(name, TEXT_OR_NUMBER))
            }
            _ => Ok(self.text(name)?.map(str::to_owned)),
        }
    }

    /// A flag: 0, 1, "0" or "1".
    pub(crate) fn flag(&self, name: &'static str) -> Result<Option<bool>, FieldError> {
        match self
            .text_or_number(name)
            .ok()
            .flatten()
            .as_deref()
            .map(str::trim)
        {
            Some("0") => Ok(Some(false)),
            Some("1") => Ok(Some(true)),
            None if self.map.get(name).is_none_or(Value::is_null) => Ok(None),
            _ => Err(FieldError::new(name, "must be 0 or 1")),
        }
    }

    /// A whole number, as a number or as text.
    pub(crate) fn integer(&self, name: &'static str) -> Result<Option<i64>, FieldError> {
        let wrong = || FieldError::new(name, "must be a whole number");
        match self.text_or_number(name).map_err(|_| wrong())? {
            None => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| wrong()),
        }
    }
}

const TEXT_OR_NUMBER: &str = "must be text in double quotes or a whole number";

/// The digits of a whole number. JSON does not tell 300.0 from 300, and some clients write it so.
fn whole_number(number: &Number) -> Option<String> {
    /// Two to the power of 63: the first number past the largest of 64 bits.
    const PAST: f64 = 9_223_372_036_854_775_808.0;
    if number.is_u64() || number.is_i64() {
        return Some(number.to_string());
    }
    let float = number.as_f64()?;
    let whole = float.fract() == 0.0 && (-PAST..PAST).contains(&float);
    // Adding zero takes the sign off a zero.
    whole.then(|| format!("{:.0}", float + 0.0))
}

async fn whole(body: Body) -> Result<bytes::Bytes, Fail> {
    use axum::body::HttpBody;
    let too_large = || {
        Fail::of_http(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is larger than 64 KiB; send less",
        )
    };
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(too_large());
    }
    axum::body::to_bytes(body, BODY_LIMIT)
        .await
        .map_err(|error| {
            // The only error that is not the limit is a connection that broke off.
            tracing::debug!(%error, "a request body was not read");
            too_large()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        Fields::parse(text.as_bytes()).unwrap_or_default()
    }

    #[test]
    fn numbers_and_text_are_the_same_where_allowed() {
        let fields = fields(
            r#"{"a":1,"b":"1","c":" 0 ","d":2,"e":true,"f":null,"g":1.5,"h":"7","i":1.0,"j":-300.0,"k":1e300,"l":-0.0}"#,
        );
        assert_eq!(fields.flag("a"), Ok(Some(true)));
        assert_eq!(fields.flag("b"), Ok(Some(true)));
        assert_eq!(fields.flag("c"), Ok(Some(false)));
        for wrong in ["d", "e", "g"] {
            assert!(fields.flag(wrong).is_err(), "{wrong}");
        }
        assert_eq!(fields.flag("i"), Ok(Some(true)));
        assert_eq!(fields.integer("j"), Ok(Some(-300)));
        assert_eq!(fields.text_or_number("j"), Ok(Some("-300".to_owned())));
        assert!(fields.integer("k").is_err());
        assert_eq!(fields.flag("l"), Ok(Some(false)));
        assert_eq!(fields.flag("f"), Ok(None));
        assert_eq!(fields.flag("missing"), Ok(None));
        assert_eq!(fields.integer("h"), Ok(Some(7)));
        assert!(fields.integer("e").is_err());
        assert_eq!(fields.text_or_number("a"), Ok(Some("1".to_owned())));
        assert!(fields.text("a").is_err());
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for bad in ["", " ", "[]", "1", "\"x\"", "{", "{\"a\":}", "\u{feff}"] {
            assert!(Fields::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Fields::parse(b"{\"a\":\"\xff\"}").is_err());
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        assert!(Fields::parse(deep.as_bytes()).is_err());
    }
}
