//! The endpoints by name, as faults and the request log speak of them.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::{Call, pricing};
use crate::world::World;

/// A simulated Graph endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Endpoint {
    OauthAccessToken,
    DebugToken,
    Me,
    Waba,
    /// A read of an account's counts.
    PricingAnalytics,
    PhoneNumbers,
    PhoneNumber,
    PhoneNumberUpdate,
    Register,
    Deregister,
    SmbAppData,
    SubscribedApps,
    Subscribe,
    Unsubscribe,
    AppSubscriptions,
    AppSubscribe,
    AppUnsubscribe,
    SystemUserAccessTokens,
    ExtendedCredits,
    CreditSharingAndAttach,
    CreditAllocation,
    AddPhoneNumber,
    RequestCode,
    VerifyCode,
    AddPreverified,
    PreverifiedNumbers,
    PreverifiedNumber,
    DeletePreverified,
    /// A read or write of an id that is nothing in this world.
    Object,
}

/// The endpoint a call is for; none for a path that Graph does not have.
pub(super) fn of(call: &Call, world: &World) -> Option<Endpoint> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let method = &call.method;
    let get = method == Method::GET;
    let post = method == Method::POST;
    let delete = method == Method::DELETE;
    match path.as_slice() {
        ["oauth", "access_token"] if get || post => Some(Endpoint::OauthAccessToken),
        ["debug_token"] if get => Some(Endpoint::DebugToken),
        ["me"] if get => Some(Endpoint::Me),
        [_, "phone_numbers"] if get => Some(Endpoint::PhoneNumbers),
        [_, "phone_numbers"] if post => Some(Endpoint::AddPhoneNumber),
        [_, "request_code"] if post => Some(Endpoint::RequestCode),
        [_, "verify_code"] if post => Some(Endpoint::VerifyCode),
        [_, "add_phone_numbers"] if post => Some(Endpoint::AddPreverified),
        [_, "preverified_numbers"] if get => Some(Endpoint::PreverifiedNumbers),
        [_, "register"] if post => Some(Endpoint::Register),
        [_, "deregister"] if post => Some(Endpoint::Deregister),
        [_, "smb_app_data"] if post => Some(Endpoint::SmbAppData),
        [_, "subscribed_apps"] if get => Some(Endpoint::SubscribedApps),
        [_, "subscribed_apps"] if post => Some(Endpoint::Subscribe),
        [_, "subscribed_apps"] if delete => Some(Endpoint::Unsubscribe),
        [_, "subscriptions"] if get => Some(Endpoint::AppSubscriptions),
        [_, "subscriptions"] if post => Some(Endpoint::AppSubscribe),
        [_, "subscriptions"] if delete => Some(Endpoint::AppUnsubscribe),
        [_, "system_user_access_tokens"] if post => Some(Endpoint::SystemUserAccessTokens),
        [_, "extendedcredits"] if get => Some(Endpoint::ExtendedCredits),
        [_, "whatsapp_credit_sharing_and_attach"] if post => Some(Endpoint::CreditSharingAndAttach),
        [id] if world.allocations.contains_key(*id) && get => Some(Endpoint::CreditAllocation),
        [id] if world.pool.contains_key(*id) && get => Some(Endpoint::PreverifiedNumber),
        [id] if world.pool.contains_key(*id) && delete => Some(Endpoint::DeletePreverified),
        [id] if world.wabas.contains_key(*id) && get => Some(if pricing::is_asked(call) {
            Endpoint::PricingAnalytics
        } else {
            Endpoint::Waba
        }),
        [id] if world.numbers.contains_key(*id) && get => Some(Endpoint::PhoneNumber),
        [id] if world.numbers.contains_key(*id) && post => Some(Endpoint::PhoneNumberUpdate),
        [id] if id.bytes().all(|byte| byte.is_ascii_digit()) => Some(Endpoint::Object),
        _ => None,
    }
}
