//! Stored values, the same whichever database holds them.

use std::fmt;

/// One value of a row.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Flag(bool),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The values of a row, in the order of its table's columns.
pub type Row = Vec<Value>;

/// Rows hold names, numbers and hashes of secrets: only the kind is shown.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int",
            Self::Flag(_) => "Flag",
            Self::Text(_) => "Text",
            Self::Bytes(_) => "Bytes",
        })
    }
}

impl Value {
    /// Appends a form in which no two values are the same: a mark of the kind, then the
    /// content, its length before it where that may differ.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Int(number) => {
                out.push(1);
                out.extend_from_slice(&number.to_be_bytes());
            }
            Self::Flag(flag) => out.extend_from_slice(&[2, u8::from(*flag)]),
            Self::Text(text) => sized(out, 3, text.as_bytes()),
            Self::Bytes(bytes) => sized(out, 4, bytes),
        }
    }
}

fn sized(out: &mut Vec<u8>, kind: u8, content: &[u8]) {
    out.push(kind);
    out.extend_from_slice(&content.len().to_be_bytes());
    out.extend_from_slice(content);
}
