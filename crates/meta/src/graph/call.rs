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
        }
    }

    /// Whether a failed call may be made again without anybody's decision. A code is good
    /// for one exchange, and Meta blocks a number for three days after ten registrations.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        !matches!(self, Self::ExchangeCode | Self::Register | Self::Deregister)
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
