//! The endpoints this client speaks to: the one place where their names, methods and paths are spelled.

use reqwest::Method;

/// One endpoint of the partner API.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// The endpoint's own name, as it appears in errors.
    pub(crate) name: &'static str,
    /// The method the endpoint is called with.
    pub(crate) method: Method,
    /// Path below the base URL.
    pub(crate) path: &'static str,
}

pub(crate) static ACCESS_TOKEN: Endpoint = Endpoint {
    name: "accessToken",
    method: Method::POST,
    path: "/api/settings/accessToken",
};

pub(crate) static GET_ACCOUNTS: Endpoint = Endpoint {
    name: "getAccounts",
    method: Method::GET,
    path: "/api/whatsapp/getAccounts",
};

pub(crate) static CREATE_ACCOUNT: Endpoint = Endpoint {
    name: "createAccount",
    method: Method::POST,
    path: "/api/whatsapp/createAccount",
};

pub(crate) static DELETE_ACCOUNT: Endpoint = Endpoint {
    name: "deleteAccount",
    method: Method::DELETE,
    path: "/api/whatsapp/deleteAccount",
};

pub(crate) static GET_TIMELINE: Endpoint = Endpoint {
    name: "getTimeline",
    method: Method::GET,
    path: "/api/whatsapp/getTimeline",
};

pub(crate) static GET_RENEWAL_REQUESTS: Endpoint = Endpoint {
    name: "getRenewalRequests",
    method: Method::GET,
    path: "/api/whatsapp/getRenewalRequests",
};

pub(crate) static RENEW_LINK: Endpoint = Endpoint {
    name: "renewLink",
    method: Method::POST,
    path: "/api/whatsapp/renewLink",
};

pub(crate) static SET_BUSINESS: Endpoint = Endpoint {
    name: "setBusiness",
    method: Method::PATCH,
    path: "/api/settings/setBusiness",
};

pub(crate) static GET_BUSINESS: Endpoint = Endpoint {
    name: "getBusiness",
    method: Method::GET,
    path: "/api/settings/getBusiness",
};

pub(crate) static SET_WEBHOOK: Endpoint = Endpoint {
    name: "setWebhook",
    method: Method::POST,
    path: "/api/settings/setWebhook",
};

pub(crate) static GET_WEBHOOK: Endpoint = Endpoint {
    name: "getWebhook",
    method: Method::GET,
    path: "/api/settings/getWebhook",
};

pub(crate) static TEST_WEBHOOK: Endpoint = Endpoint {
    name: "testWebhook",
    method: Method::POST,
    path: "/api/settings/testWebhook",
};

pub(crate) static REPLAY_WEBHOOK: Endpoint = Endpoint {
    name: "replayWebhook",
    method: Method::POST,
    path: "/api/settings/replayWebhook",
};

pub(crate) static GET_EVENTS: Endpoint = Endpoint {
    name: "getEvents",
    method: Method::GET,
    path: "/api/settings/getEvents",
};

pub(crate) static REGISTER_NUMBER: Endpoint = Endpoint {
    name: "registerNumber",
    method: Method::POST,
    path: "/api/whatsapp/registerNumber",
};

pub(crate) static VERIFY_NUMBER: Endpoint = Endpoint {
    name: "verifyNumber",
    method: Method::POST,
    path: "/api/whatsapp/verifyNumber",
};

pub(crate) static GET_REGISTERED_NUMBERS: Endpoint = Endpoint {
    name: "getRegisteredNumbers",
    method: Method::GET,
    path: "/api/whatsapp/getRegisteredNumbers",
};

pub(crate) static DELETE_REGISTERED_NUMBER: Endpoint = Endpoint {
    name: "deleteRegisteredNumber",
    method: Method::DELETE,
    path: "/api/whatsapp/deleteRegisteredNumber",
};

pub(crate) static GET_WHATSAPP: Endpoint = Endpoint {
    name: "getWhatsApp",
    method: Method::GET,
    path: "/api/whatsapp/getWhatsApp",
};

pub(crate) static DELETE_WHATSAPP: Endpoint = Endpoint {
    name: "deleteWhatsApp",
    method: Method::DELETE,
    path: "/api/whatsapp/deleteWhatsApp",
};
