//! Numbers: those that are registered before there is a customer for them, and those that are connected.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::client::Client;
use crate::endpoint::{
    DELETE_REGISTERED_NUMBER, DELETE_WHATSAPP, Endpoint, GET_REGISTERED_NUMBERS, GET_WHATSAPP,
    REGISTER_NUMBER, VERIFY_NUMBER,
};
use crate::error::Error;
use crate::flag;

/// How the code of a number that is registered comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeMethod {
    /// As a text message.
    Sms,
    /// In a voice call.
    Voice,
}

/// A registered number that waits for its customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredNumber {
    /// The number.
    pub whatsapp: String,
    /// Unix seconds until which it waits.
    pub expiration: i64,
    /// The link that uses it, if one does.
    pub onboarding_link: Option<String>,
    /// What was noted beside it; empty where nothing was.
    #[serde(default)]
    pub comment: String,
}

/// The connected numbers, with this month's messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedNumbers {
    /// How many numbers there are.
    pub total_whats_app: u64,
    /// What all of them delivered.
    pub total_conversations_this_month: u64,
    /// As marketing.
    pub total_marketing_this_month: u64,
    /// As service.
    pub total_service_this_month: u64,
    /// In conversations that customers opened.
    pub total_incoming_this_month: u64,
    /// The numbers, the one that was connected last first.
    pub list: Vec<ConnectedNumber>,
}

/// A connected number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedNumber {
    /// Unix seconds at which its account was created.
    #[serde(rename = "create_time")]
    pub create_time: i64,
    /// The number.
    pub whatsapp: String,
    /// The display name.
    #[serde(rename = "display_name")]
    pub display_name: String,
    /// Name of the customer's business.
    #[serde(rename = "business_name")]
    pub business_name: String,
    /// Whether the customer keeps the WhatsApp Business app on the same number.
    #[serde(with = "flag")]
    pub coexistence: bool,
    /// Messages that it delivered.
    pub conversations_this_month: u64,
    /// Those that Meta charges for as marketing.
    pub marketing_this_month: u64,
    /// Those that Meta counts as service.
    pub service_this_month: u64,
    /// Those in conversations that customers opened.
    pub incoming_this_month: u64,
}

impl Client {
    /// Has Meta send a code to a number. `language` is that of the code's message, such as `en_US`.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 7 after too many codes, 8 where 500 numbers wait, 9 where the number is taken, 10
    /// where Meta refuses it, 14 where the server has no such numbers.
    pub async fn register_number(
        &self,
        whatsapp: &str,
        method: CodeMethod,
        comment: &str,
        language: &str,
    ) -> Result<(), Error> {
        let method = match method {
            CodeMethod::Sms => 1,
            CodeMethod::Voice => 2,
        };
        let wish = json!({
            "whatsapp": whatsapp,
            "method": method,
            "comment": comment,
            "language": language,
        });
        self.done(&REGISTER_NUMBER, wish).await
    }

    /// Gives the code back: the number waits for its customer then.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 11 where the code is wrong or has expired, 12 where none is waited for.
    pub async fn verify_number(&self, whatsapp: &str, code: &str) -> Result<(), Error> {
        let code = json!({ "whatsapp": whatsapp, "code": code });
        self.done(&VERIFY_NUMBER, code).await
    }

    /// Lists the registered numbers that wait for their customers.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials.
    pub async fn registered_numbers(&self) -> Result<Vec<RegisteredNumber>, Error> {
        #[derive(Deserialize)]
        struct Listed {
            list: Vec<RegisteredNumber>,
        }

        let answer = self
            .call(&GET_REGISTERED_NUMBERS, |request| request)
            .await?;
        Ok(answer.json::<Listed>()?.list)
    }

    /// Gives a registered number up.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 12 where there is no such number, 23 where a link uses it.
    pub async fn delete_registered_number(&self, whatsapp: &str) -> Result<(), Error> {
        let number = json!({ "whatsapp": whatsapp });
        self.done(&DELETE_REGISTERED_NUMBER, number).await
    }

    /// Lists the connected numbers with this month's messages.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials.
    pub async fn connected_numbers(&self) -> Result<ConnectedNumbers, Error> {
        self.call(&GET_WHATSAPP, |request| request).await?.json()
    }

    /// Disconnects a number for good. It may be said twice.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 27 where there is no such number.
    pub async fn delete_connected_number(&self, whatsapp: &str) -> Result<(), Error> {
        self.done(&DELETE_WHATSAPP, json!({ "whatsapp": whatsapp }))
            .await
    }

    /// A call of whose answer only that it is none of refusal matters.
    async fn done(&self, endpoint: &'static Endpoint, body: Value) -> Result<(), Error> {
        let answer = self.call(endpoint, |request| request.json(&body)).await?;
        answer.json::<Value>()?;
        Ok(())
    }
}
