//! Proving the possession of a number: Meta sends a code to it, and wants it back.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, SystemToken};
use gangway_domain::{CodeLanguage, PhoneNumberId, PreverifiedId};

/// How the code comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeMethod {
    /// By text message.
    Sms,
    /// By a call that speaks it.
    Voice,
}

impl CodeMethod {
    const fn wire(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Voice => "VOICE",
        }
    }
}

impl Graph {
    /// Has Meta send a code to a number of an account. Every call sends another one and
    /// Meta allows few, so this is never repeated by itself.
    ///
    /// # Errors
    /// See [`GraphError`]; [`NoCodeNow`](super::NumberRefusal::NoCodeNow) also where the
    /// number is verified already.
    pub async fn request_code(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
        method: CodeMethod,
        language: &CodeLanguage,
    ) -> Result<(), GraphError> {
        self.ask_for_code(token.expose(), number.as_str(), method, language)
            .await
    }

    /// Has Meta send a code to a number of the operator's pool; see
    /// [`request_code`](Self::request_code).
    ///
    /// # Errors
    /// As there.
    pub async fn request_preverified_code(
        &self,
        token: &SystemToken,
        number: &PreverifiedId,
        method: CodeMethod,
        language: &CodeLanguage,
    ) -> Result<(), GraphError> {
        self.ask_for_code(token.expose(), number.as_str(), method, language)
            .await
    }

    /// Gives Meta the code that came to a number of an account: six digits, without the
    /// dash with which they are written. It lives for about ten minutes.
    ///
    /// # Errors
    /// See [`GraphError`]; [`WrongCode`](super::NumberRefusal::WrongCode) for one that is
    /// wrong or too old.
    pub async fn verify_code(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
        code: &str,
    ) -> Result<(), GraphError> {
        self.give_code(token.expose(), number.as_str(), code).await
    }

    /// Gives Meta the code that came to a number of the operator's pool; see
    /// [`verify_code`](Self::verify_code).
    ///
    /// # Errors
    /// As there.
    pub async fn verify_preverified_code(
        &self,
        token: &SystemToken,
        number: &PreverifiedId,
        code: &str,
    ) -> Result<(), GraphError> {
        self.give_code(token.expose(), number.as_str(), code).await
    }

    async fn ask_for_code(
        &self,
        token: &str,
        number: &str,
        method: CodeMethod,
        language: &CodeLanguage,
    ) -> Result<(), GraphError> {
        let path = [number, "request_code"];
        let request = Request::post(Call::RequestCode, &path)
            .bearer(token)
            .query("code_method", method.wire())
            .query("language", language.as_str());
        self.act(request).await
    }

    async fn give_code(&self, token: &str, number: &str, code: &str) -> Result<(), GraphError> {
        let path = [number, "verify_code"];
        let request = Request::post(Call::VerifyCode, &path)
            .bearer(token)
            .query("code", code);
        self.act(request).await
    }
}
