//! Shapes that several endpoints describe in the OpenAPI document.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AnyOfBuilder, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};

/// A refusal.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the envelope of a refusal")]
pub(crate) struct FailAnswer {
    #[schema(example = "FAIL")]
    status: String,
    /// Belongs to the endpoint; where a failure belongs to none, the HTTP status.
    #[schema(example = 3)]
    reason: u16,
    /// One plain sentence that names the field and the mend.
    message: String,
}

/// An onboarding account, as the list shows it.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "describes stored JSON; read in tests")]
pub(crate) struct AccountObject {
    /// Unix seconds at which the account was created.
    #[schema(example = 1_739_874_663)]
    create_time: i64,
    /// The number of this account. Until the customer has finished it is a temporary number
    /// that starts with 97257; after that it is the real one.
    #[schema(example = "972501234567")]
    whatsapp: String,
    /// 1: the customer may keep the WhatsApp Business app on the same number.
    #[schema(minimum = 0, maximum = 1)]
    coexistence: u8,
    #[schema(example = "Acme inc")]
    business_name: String,
    /// Empty where you gave none; so are the next two.
    #[schema(example = "john@example.com")]
    business_email: String,
    #[schema(example = "1234567")]
    business_id: String,
    #[schema(example = "Grove Street, San Andreas")]
    business_address: String,
    /// A small website for the customer, to be used inside Facebook where it has none.
    landing_page: String,
    /// The link to share with the customer.
    onboarding_link: String,
    /// The display name used once the customer has finished.
    #[schema(example = "Acme")]
    display_name: String,
    /// Your own id.
    #[schema(example = "123123")]
    reference: String,
    /// 0: not finished; 1: finished. A finished account can't be removed.
    #[schema(minimum = 0, maximum = 1)]
    status: u8,
}

pub(crate) fn text(example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .examples([serde_json::json!(example)])
}

/// Text in one of our own formats: what they admit is no matter for a pattern.
fn formatted(format: &str, example: &str) -> ObjectBuilder {
    text(example).format(Some(SchemaFormat::Custom(format.to_owned())))
}

pub(crate) fn integer(minimum: i64, maximum: i64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(minimum))
        .maximum(Some(maximum))
}

pub(crate) fn null() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null))
}

/// 0 or 1, as a number or as text.
pub(crate) fn flag_schema(meaning: &str) -> RefOr<Schema> {
    AnyOfBuilder::new()
        .item(integer(0, 1))
        .item(text("1").pattern(Some("^[01]$")))
        .item(null())
        .description(Some(format!(
            "{meaning} 0 or 1, as a number or as text; 0 where left out."
        )))
        .into()
}

/// An id that clients hold as text or as a number.
pub(crate) fn id_schema(meaning: &str) -> RefOr<Schema> {
    AnyOfBuilder::new()
        .item(formatted("line", "123123").max_length(Some(50)))
        .item(integer(i64::MIN, i64::MAX))
        .item(null())
        .description(Some(format!(
            "{meaning} Text of up to 50 characters, or a whole number."
        )))
        .into()
}

/// A number.
pub(crate) fn number_schema(meaning: &str) -> RefOr<Schema> {
    formatted("phone", "972501234567")
        .description(Some(digits_of(meaning)))
        .into()
}

/// A number that may be left out.
pub(crate) fn optional_number_schema(meaning: &str) -> RefOr<Schema> {
    AnyOfBuilder::new()
        .item(formatted("phone", "972501234567"))
        .item(null())
        .description(Some(digits_of(meaning)))
        .into()
}

fn digits_of(meaning: &str) -> String {
    format!("{meaning} Digits with the country code; spaces, dashes and a leading + are dropped.")
}

/// A number as the list shows it.
pub(crate) fn listed_number_schema(more: &str) -> RefOr<Schema> {
    formatted("phone", "972571234567")
        .description(Some(format!(
            "The number as getAccounts lists it, temporary or real; spaces, dashes and a leading + are dropped.{more}"
        )))
        .into()
}

/// One of a fixed set of words.
pub(crate) fn word_schema(words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .into()
}

/// One of a fixed set of words, or null.
pub(crate) fn optional_word_schema(words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    let words = words.into_iter().map(Value::from);
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(words.chain([Value::Null])))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_account_is_what_the_schema_says() {
        let documented = r#"{"create_time":1739874663,"whatsapp":"972501234567","coexistence":0,
            "business_name":"Acme inc","business_email":"john@example.com","business_id":"1234567",
            "business_address":"Grove Street, San Andreas","landing_page":"https://l.example/1",
            "onboarding_link":"https://o.example/1","display_name":"Acme","reference":"123123","status":1}"#;
        let account: AccountObject = serde_json::from_str(documented).unwrap();
        assert_eq!(account.status, 1);
    }
}
