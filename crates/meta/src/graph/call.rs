//! The calls by name, for errors and logs.

/// A call of the Graph API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    /// Code for business token.
    ExchangeCode,
    /// What a token is good for.
    DebugToken,
    /// Whose a token is.
    ClientBusiness,
    /// One WhatsApp account.
    Waba,
    /// The numbers of an account.
    PhoneNumbers,
    /// One number.
    PhoneNumber,
    /// Events of an account on.
    SubscribeApp,
    /// Events of an account off.
    UnsubscribeApp,
    /// A number onto the Cloud API.
    Register,
    /// A number off the Cloud API.
    Deregister,
    /// Contacts or history of a coexisting number.
    SyncAppData,
    /// A customer's business token for the partner's system user.
    FetchBusinessToken,
    /// Whether an account's events are on.
    Subscribed,
    /// The partner's credit line to an account.
    AttachCreditLine,
    /// Who pays for an account.
    Funding,
    /// A number into the operator's pool.
    AddPreverified,
    /// The numbers of the operator's pool.
    PreverifiedNumbers,
    /// One number of the operator's pool.
    PreverifiedNumber,
    /// A number out of the operator's pool.
    DeletePreverified,
    /// A number into an account.
    AddNumber,
    /// A code to the owner of a number.
    RequestCode,
    /// The code back, as the proof.
    VerifyCode,
    /// The counts of delivered messages.
    PricingAnalytics,
}

impl Call {
    /// The name in logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExchangeCode => "exchange_code",
            Self::DebugToken => "debug_token",
            Self::ClientBusiness => "client_business",
            Self::Waba => "waba",
            Self::PhoneNumbers => "phone_numbers",
            Self::PhoneNumber => "phone_number",
            Self::SubscribeApp => "subscribe_app",
            Self::UnsubscribeApp => "unsubscribe_app",
            Self::Register => "register",
            Self::Deregister => "deregister",
            Self::SyncAppData => "sync_app_data",
            Self::FetchBusinessToken => "fetch_business_token",
            Self::Subscribed => "subscribed",
            Self::AttachCreditLine => "attach_credit_line",
            Self::Funding => "funding",
            Self::AddPreverified => "add_preverified",
            Self::PreverifiedNumbers => "preverified_numbers",
            Self::PreverifiedNumber => "preverified_number",
            Self::DeletePreverified => "delete_preverified",
            Self::AddNumber => "add_number",
            Self::RequestCode => "request_code",
            Self::VerifyCode => "verify_code",
            Self::PricingAnalytics => "pricing_analytics",
        }
    }

    /// Whether a failed call may be made again without anybody's decision. A code is good
    /// for one exchange, Meta blocks a number for three days after ten registrations, an
    /// attached credit line cannot be exchanged, a person gets every code that is asked for
    /// and has few tries to give it, and an added number is refused the second time.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        !matches!(
            self,
            Self::ExchangeCode
                | Self::Register
                | Self::Deregister
                | Self::AttachCreditLine
                | Self::AddPreverified
                | Self::AddNumber
                | Self::RequestCode
                | Self::VerifyCode
        )
    }

    /// Whether it can wait for Meta. A code dies within 30 seconds, so its exchange is
    /// tried whatever Meta said before.
    pub(super) const fn can_be_held(self) -> bool {
        !matches!(self, Self::ExchangeCode)
    }

    /// Whether its path starts with the id of an object.
    pub(super) const fn is_about_an_object(self) -> bool {
        !matches!(
            self,
            Self::ExchangeCode | Self::DebugToken | Self::ClientBusiness
        )
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
