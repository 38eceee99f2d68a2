//! The in-memory world: apps, portfolios, WhatsApp Business Accounts, numbers, codes and tokens.

mod books;
mod dump;
mod entities;
mod possession;

use std::collections::BTreeMap;

use secrecy::ExposeSecret;

use crate::config::AppConfig;
use crate::dice::Dice;
use crate::faults::Faults;
use crate::knobs::Knobs;
use crate::request_log::RequestLog;
use crate::signature::fingerprint;
use crate::webhook::Outbox;

pub(crate) use books::{Category, Delivered, PricingType};
pub(crate) use entities::{
    Allocation, App, Business, Callback, Code, Connection, Grant, Number, Subscription, SyncKind,
    Token, Waba,
};
pub(crate) use possession::{CodeFault, Preverified, SentCodes};

/// Everything that exists, behind one lock.
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) knobs: Knobs,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) outbox: Outbox,
    pub(crate) apps: BTreeMap<String, App>,
    pub(crate) businesses: BTreeMap<String, Business>,
    pub(crate) wabas: BTreeMap<String, Waba>,
    pub(crate) numbers: BTreeMap<String, Number>,
    /// By their value.
    pub(crate) codes: BTreeMap<String, Code>,
    /// By their value.
    pub(crate) tokens: BTreeMap<String, Token>,
    /// Shares of credit lines, by their id.
    pub(crate) allocations: BTreeMap<String, Allocation>,
    /// The pre-verified numbers of all partners, by their id.
    pub(crate) pool: BTreeMap<String, Preverified>,
    pub(crate) codes_sent: SentCodes,
    /// What numbers delivered, in its order.
    pub(crate) books: Vec<Delivered>,
    onboardings: u64,
}

impl World {
    pub(crate) fn new(apps: Vec<AppConfig>, knobs: Knobs, dice: Dice) -> Self {
        let mut world = Self {
            dice,
            knobs,
            faults: Faults::default(),
            log: RequestLog::default(),
            outbox: Outbox::default(),
            apps: BTreeMap::new(),
            businesses: BTreeMap::new(),
            wabas: BTreeMap::new(),
            numbers: BTreeMap::new(),
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            allocations: BTreeMap::new(),
            pool: BTreeMap::new(),
            codes_sent: SentCodes::default(),
            books: Vec::new(),
            onboardings: 0,
        };
        for config in apps {
            let business_id = config
                .business_id
                .clone()
                .unwrap_or_else(|| world.mint_id("270"));
            world
                .apps
                .insert(config.app_id.clone(), App::new(config, business_id));
        }
        world
    }

    /// A new numeric id of 15 digits that nothing in this world has.
    pub(crate) fn mint_id(&mut self, prefix: &str) -> String {
        loop {
            let id = format!("{prefix}{}", self.dice.digits(15 - prefix.len()));
            let taken = self.apps.contains_key(&id)
                || self.businesses.contains_key(&id)
                || self.wabas.contains_key(&id)
                || self.numbers.contains_key(&id)
                || self.allocations.contains_key(&id)
                || self.pool.contains_key(&id);
            if !taken {
                return id;
            }
        }
    }

    /// The next place in the order in which numbers were onboarded.
    pub(crate) fn next_onboarding(&mut self) -> u64 {
        self.onboardings += 1;
        self.onboardings
    }

    pub(crate) fn number_by_digits(&self, digits: &str) -> Option<&Number> {
        self.numbers.values().find(|number| number.digits == digits)
    }

    /// Clears away what was put into a pool and never verified.
    pub(crate) fn clear_pool(&mut self, now_ms: i64) {
        self.pool.retain(|_, number| !number.is_over(now_ms));
    }

    /// A customer has the number in an account of hers now: it leaves the pool.
    pub(crate) fn claim_preverified(&mut self, digits: &str) {
        self.pool.retain(|_, number| number.digits != digits);
    }

    /// Gives out a code for what the customer granted.
    pub(crate) fn issue_code(
        &mut self,
        app_id: &str,
        redirect_uri: Option<String>,
        grant: Grant,
        now_ms: i64,
    ) -> String {
        let value = format!("AQ{}", self.dice.text(180));
        let code = Code {
            app_id: app_id.to_owned(),
            redirect_uri,
            grant,
            issued_ms: now_ms,
            used: false,
        };
        self.codes.insert(value.clone(), code);
        value
    }

    /// Gives out a business token, with the life that the knob sets.
    pub(crate) fn issue_token(&mut self, app_id: &str, grant: Grant, now_ms: i64) -> Token {
        let value = format!("EAA{}", self.dice.text(190));
        let user_id = self.mint_id("122");
        let life_ms = self
            .knobs
            .token_expires_in
            .map(|seconds| i64::from(seconds) * 1000);
        let token = Token {
            id: fingerprint(&value),
            value: value.clone(),
            app_id: app_id.to_owned(),
            user_id,
            grant,
            issued_ms: now_ms,
            expires_ms: life_ms.map(|life| now_ms + life),
            uninstalled: false,
        };
        self.tokens.insert(value, token.clone());
        token
    }

    /// Whether the token was granted the account and the account is still shared with its app.
    pub(crate) fn reaches(&self, token: &Token, waba_id: &str) -> bool {
        token
            .grant
            .waba_ids
            .iter()
            .any(|granted| granted == waba_id)
            && self
                .wabas
                .get(waba_id)
                .is_some_and(|waba| waba.shared_with.contains(&token.app_id))
    }

    /// The accounts of a customer that are shared with the app, newest first. None once the app is removed.
    pub(crate) fn shared_accounts(&self, business_id: &str, app_id: &str) -> Vec<String> {
        let installed = self
            .businesses
            .get(business_id)
            .is_some_and(|business| business.installed.contains(app_id));
        let mut shared: Vec<&Waba> = self
            .wabas
            .values()
            .filter(|waba| waba.business_id == business_id && waba.shared_with.contains(app_id))
            .collect();
        shared.sort_by_key(|waba| std::cmp::Reverse(waba.created_ms));
        let ids = shared.iter().filter(|_| installed);
        ids.map(|waba| waba.id.clone()).collect()
    }

    /// The customer lets the app in and shares the account with it.
    pub(crate) fn share(&mut self, waba_id: &str, app_id: &str) {
        let Some(waba) = self.wabas.get_mut(waba_id) else {
            return;
        };
        waba.shared_with.insert(app_id.to_owned());
        if let Some(business) = self.businesses.get_mut(&waba.business_id) {
            business.installed.insert(app_id.to_owned());
        }
    }

    /// The customer takes the account away from the app.
    pub(crate) fn unshare(&mut self, waba_id: &str, app_id: &str) {
        if let Some(waba) = self.wabas.get_mut(waba_id) {
            waba.shared_with.remove(app_id);
            waba.subscriptions.remove(app_id);
        }
    }

    /// The customer removes the app: every token of hers for it is dead.
    pub(crate) fn uninstall(&mut self, business_id: &str, app_id: &str) {
        if let Some(business) = self.businesses.get_mut(business_id) {
            business.installed.remove(app_id);
        }
        for token in self.tokens.values_mut() {
            if token.app_id == app_id && token.grant.business_id == business_id {
                token.uninstalled = true;
            }
        }
    }

    /// Whether this is the app and its secret.
    pub(crate) fn app_secret_matches(&self, app_id: &str, secret: &str) -> bool {
        self.apps
            .get(app_id)
            .is_some_and(|app| app.config.app_secret.expose_secret() == secret)
    }
}
