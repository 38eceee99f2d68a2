//! What a form brought, and what was wrong with it.

mod refusals;

use crate::seen::Guest;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use gangway_domain::FieldError;
use serde::Serialize;
use std::collections::BTreeMap;

/// Fields by their name, with an error beside each that was refused.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Form {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    /// What is wrong with no single field.
    error: Option<String>,
}

impl Form {
    /// A form with what it begins with.
    pub(crate) fn with(values: &[(&str, &str)]) -> Self {
        let mut form = Self::default();
        for (name, value) in values {
            form.set(name, value);
        }
        form
    }

    /// Reads `application/x-www-form-urlencoded`; of a name that comes twice the last counts.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self {
            values: url::form_urlencoded::parse(body).into_owned().collect(),
            ..Self::default()
        }
    }

    /// A field; empty where it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Puts a value in a field.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// Drops what is not to be sent back, such as a password.
    pub(crate) fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Refuses a field; the first refusal stays.
    pub(crate) fn refuse(&mut self, field: &str, problem: impl Into<String>) {
        self.errors
            .entry(field.to_owned())
            .or_insert_with(|| problem.into());
    }

    /// Refuses the form as a whole.
    pub(crate) fn refuse_all(&mut self, problem: impl Into<String>) {
        self.error.get_or_insert_with(|| problem.into());
    }

    /// The value of a field, or what is wrong with it noted beside it.
    pub(crate) fn parsed<T>(
        &mut self,
        guest: &Guest,
        field: &'static str,
        parse: impl FnOnce(&'static str, &str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let parsed = parse(field, self.get(field));
        self.check(guest, parsed)
    }

    /// The value of a field that was parsed, or what is wrong with it noted beside it.
    pub(crate) fn check<T>(&mut self, guest: &Guest, parsed: Result<T, FieldError>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(error.field, guest.refusal(&error.problem));
                None
            }
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_their_errors() {
        let mut form = Form::parse(b"name=Rosa+B%C3%A4ckerei&name=Rosa&tick=on");
        assert_eq!(form.get("name"), "Rosa");
        assert!(form.ticked("tick") && !form.ticked("tock"));
        assert!(form.errors.is_empty());
        form.refuse("name", "first");
        form.refuse("name", "second");
        assert_eq!(form.errors["name"], "first");
    }
}
