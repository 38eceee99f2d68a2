//! Where each setting comes from: defaults, file, environment, flags, each over the last.

use super::ConfigError;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const DEFAULTS: &str = include_str!("default.toml");
const PREFIX: &str = "GANGWAY_";

/// Who set a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody: the default.
    Default,
    /// A command that needs another default than the rest.
    Command(&'static str),
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
    /// A flag.
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the defaults"),
            Self::Command(name) => write!(f, "the defaults of gangway {name}"),
            Self::File(path) => f.write_str(&path.display().to_string()),
            Self::Variable(name) => write!(f, "the environment variable {name}"),
            Self::Flag(name) => write!(f, "the flag {name}"),
        }
    }
}

/// All settings by dotted key, each with its source.
#[derive(Debug, Clone)]
pub struct Layers {
    values: BTreeMap<String, (Value, Source)>,
}

impl Layers {
    /// The compiled-in defaults.
    ///
    /// # Errors
    /// Never with the file as committed; a test reads it.
    pub fn defaults() -> Result<Self, ConfigError> {
        let table: Table =
            DEFAULTS
                .parse()
                .map_err(|error: toml::de::Error| ConfigError::File {
                    path: PathBuf::from("default.toml"),
                    problem: error.to_string(),
                })?;
        let mut values = BTreeMap::new();
        flatten("", table, &mut |key, value| {
            values.insert(key, (value, Source::Default));
        });
        Ok(Self { values })
    }

    /// Puts text over a key that is known to exist, in the form of its default.
    ///
    /// # Errors
    /// When the text does not fit.
    pub fn set(&mut self, key: &str, text: &str, source: Source) -> Result<(), ConfigError> {
        let Some((current, from)) = self.values.get_mut(key) else {
            return Err(unknown_key(key, &source, &self.known()));
        };
        *current = from_text(current, text).ok_or_else(|| ConfigError::Value {
            key: key.to_owned(),
            origin: source.clone(),
            problem: format!("{text:?} does not fit; write it like {current}"),
        })?;
        *from = source;
        Ok(())
    }

    /// Puts a file over what is there.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or holds an unknown key or a wrong type.
    pub fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let broken = |problem: String| ConfigError::File {
            path: path.to_owned(),
            problem,
        };
        let text = std::fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| broken(error.to_string()))?;
        let source = Source::File(path.to_owned());
        let mut found = Vec::new();
        flatten("", table, &mut |key, value| found.push((key, value)));
        for (key, value) in found {
            let known = self.known();
            let Some((current, from)) = self.values.get_mut(&key) else {
                return Err(unknown_key(&key, &source, &known));
            };
            if !current.same_type(&value) {
                return Err(ConfigError::Value {
                    key,
                    origin: source,
                    problem: format!(
                        "is a {}; it must be a {}, like {current}",
                        value.type_str(),
                        current.type_str()
                    ),
                });
            }
            *current = value;
            *from = source.clone();
        }
        Ok(())
    }

    /// Puts the environment over what is there. Variables that name no setting are left
    /// to whoever knows them.
    ///
    /// # Errors
    /// When a value does not fit.
    pub fn add_environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        let names: BTreeMap<String, String> = self
            .values
            .keys()
            .map(|key| (variable_of(key), key.clone()))
            .collect();
        for (name, text) in variables {
            if let Some(key) = names.get(&name) {
                self.set(key, &text, Source::Variable(name))?;
            }
        }
        Ok(())
    }

    /// A value with its source. Asking for a key that is not in the defaults is refused.
    pub(super) fn get(&self, key: &str) -> Result<(&Value, &Source), ConfigError> {
        self.values
            .get(key)
            .map(|(value, source)| (value, source))
            .ok_or_else(|| unknown_key(key, &Source::Default, &self.known()))
    }

    fn known(&self) -> Vec<String> {
        self.values.keys().cloned().collect()
    }
}

/// The environment variable of a key.
pub(super) fn variable_of(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

fn flatten(prefix: &str, table: Table, found: &mut impl FnMut(String, Value)) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            Value::Table(inner) => flatten(&key, inner, found),
            value => found(key, value),
        }
    }
}

fn from_text(like: &Value, text: &str) -> Option<Value> {
    Some(match like {
        Value::String(_) => Value::String(text.to_owned()),
        Value::Integer(_) => Value::Integer(text.trim().parse().ok()?),
        Value::Boolean(_) => Value::Boolean(match text.trim() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        }),
        Value::Array(_) => Value::Array(
            text.split(',')
                .map(|item| Value::String(item.trim().to_owned()))
                .collect(),
        ),
        _ => return None,
    })
}

fn unknown_key(key: &str, source: &Source, known: &[String]) -> ConfigError {
    let nearest = known
        .iter()
        .max_by(|a, b| strsim::jaro(key, a).total_cmp(&strsim::jaro(key, b)));
    ConfigError::Value {
        key: key.to_owned(),
        origin: source.clone(),
        problem: match nearest {
            Some(nearest) => format!("is no setting; did you mean {nearest}?"),
            None => "is no setting".to_owned(),
        },
    }
}
