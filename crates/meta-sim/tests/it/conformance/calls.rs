//! The calls of an onboarding, as a client makes them, with what the simulator answered.

use serde_json::{Value, json};

use crate::support::{PARTNER_BUSINESS, Receiver, SYSTEM_TOKEN, Sim, VERIFY_TOKEN};

/// One call and its answer.
pub(super) struct Recorded {
    pub(super) method: &'static str,
    /// The path as Meta's file writes it.
    pub(super) template: &'static str,
    /// The path that was called.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
    pub(super) authorization: String,
    pub(super) status: u16,
    pub(super) answer: Value,
}

struct Recorder<'a> {
    sim: &'a Sim,
    calls: Vec<Recorded>,
}

impl Recorder<'_> {
    async fn call(
        &mut self,
        method: &'static str,
        template: &'static str,
        id: &str,
        token: &str,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
    ) {
        let edge = template
            .splitn(4, '/')
            .nth(3)
            .map(|edge| format!("/{edge}"))
            .unwrap_or_default();
        let path = format!("/v25.0/{id}{edge}");
        let authorization = format!("Bearer {token}");
        let mut request = self
            .sim
            .http()
            .request(method.parse().unwrap(), self.sim.url(&path));
        request = request
            .header("authorization", &authorization)
            .query(&query);
        if let Some(body) = &body {
            request = request.json(body);
        }
        let answer = self.sim.send(request).await;
        let (status, answer) = (answer.status, answer.body);
        self.calls.push(Recorded {
            method,
            template,
            path,
            query,
            body,
            authorization,
            status,
            answer,
        });
    }
}

impl Recorder<'_> {
    /// The id that the last call but one was answered with.
    fn added_id(&self) -> String {
        let added = &self.calls[self.calls.len() - 2].answer["id"];
        added.as_str().unwrap().to_owned()
    }

    /// Asks for a code and gives it back, each well and refused.
    async fn prove(&mut self, calls: [&'static str; 2], id: &str, digits: &str, token: &str) {
        let [ask, give] = calls;
        for method in ["FAX", "SMS"] {
            let body = Some(json!({ "code_method": method, "language": "en_US" }));
            self.call("POST", ask, id, token, Vec::new(), body).await;
        }
        let path = format!("/_sim/code?number={digits}");
        let sent = self
            .sim
            .send(self.sim.http().get(self.sim.url(&path)))
            .await;
        for code in [json!("x"), sent.ok()["code"].clone()] {
            let body = Some(json!({ "code": code }));
            self.call("POST", give, id, token, Vec::new(), body).await;
        }
    }
}

const WABA_FIELDS: &str = "id,name,timezone_id,currency,country,account_review_status,business_verification_status,\
                           ownership_type,owner_business_info,message_template_namespace,primary_business_location";
const NUMBER_FIELDS: &str = "id,display_phone_number,verified_name,status,quality_rating,code_verification_status,\
                             name_status,account_mode,platform_type,is_on_biz_app,is_official_business_account";

/// Goes through all calls, each well and refused.
pub(super) async fn record() -> Vec<Recorded> {
    let sim = Sim::start_with(|config| config.apps[0].solution_partner = true).await;
    let receiver = Receiver::start().await;
    let customer = sim.onboarded(json!({})).await;
    let stranger = sim.onboarded(json!({})).await;
    let coexistence = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    let (waba, phone, token) = (&customer.waba_id, &customer.phone_id, &customer.token);
    let mut recorder = Recorder {
        sim: &sim,
        calls: Vec::new(),
    };
    let fields = |names: &str| vec![("fields", names.to_owned())];
    let pin = |pin: &str| Some(json!({ "messaging_product": "whatsapp", "pin": pin }));

    let template = "/{Version}/{WABA-ID}";
    recorder
        .call("GET", template, waba, token, fields(WABA_FIELDS), None)
        .await;
    recorder
        .call("GET", template, waba, token, fields("id,name"), None)
        .await;
    recorder
        .call("GET", template, waba, &stranger.token, Vec::new(), None)
        .await;
    recorder
        .call("GET", template, waba, "EAAgarbage", Vec::new(), None)
        .await;

    let template = "/{Version}/{WABA-ID}/phone_numbers";
    let mut paged = fields(NUMBER_FIELDS);
    paged.extend([
        ("limit", "25".to_owned()),
        ("sort", "last_onboarded_time.desc".to_owned()),
    ]);
    recorder
        .call("GET", template, waba, token, paged.clone(), None)
        .await;
    paged.push(("display_phone_number", customer.number.clone()));
    recorder
        .call("GET", template, waba, token, paged, None)
        .await;
    let connected = fields(NUMBER_FIELDS);
    recorder
        .call(
            "GET",
            template,
            &coexistence.waba_id,
            &coexistence.token,
            connected,
            None,
        )
        .await;
    recorder
        .call(
            "GET",
            template,
            waba,
            &stranger.token,
            fields(NUMBER_FIELDS),
            None,
        )
        .await;

    let template = "/{Version}/{Phone-Number-ID}";
    recorder
        .call("GET", template, phone, token, fields(NUMBER_FIELDS), None)
        .await;
    recorder
        .call("GET", template, phone, token, Vec::new(), None)
        .await;
    recorder
        .call("GET", template, phone, &stranger.token, Vec::new(), None)
        .await;
    recorder
        .call(
            "POST",
            template,
            phone,
            token,
            Vec::new(),
            Some(json!({ "pin": "481516" })),
        )
        .await;
    recorder
        .call(
            "POST",
            template,
            phone,
            token,
            Vec::new(),
            Some(json!({ "pin": "4815" })),
        )
        .await;

    let template = "/{Version}/{Phone-Number-ID}/register";
    recorder
        .call("POST", template, phone, token, Vec::new(), pin("232323"))
        .await;
    let mut with_region = pin("481516").unwrap();
    with_region["data_localization_region"] = json!("DE");
    let proof = vec![("appsecret_proof", "00".to_owned())];
    recorder
        .call(
            "POST",
            template,
            phone,
            token,
            proof,
            Some(with_region.clone()),
        )
        .await;
    recorder
        .call(
            "POST",
            template,
            phone,
            token,
            Vec::new(),
            Some(with_region),
        )
        .await;
    recorder
        .call(
            "POST",
            template,
            &coexistence.phone_id,
            &coexistence.token,
            Vec::new(),
            pin("481516"),
        )
        .await;
    recorder
        .call(
            "GET",
            "/{Version}/{Phone-Number-ID}",
            phone,
            token,
            fields(NUMBER_FIELDS),
            None,
        )
        .await;
    recorder
        .call(
            "POST",
            "/{Version}/{Phone-Number-ID}/deregister",
            phone,
            token,
            Vec::new(),
            None,
        )
        .await;
    recorder
        .call(
            "POST",
            "/{Version}/{Phone-Number-ID}/deregister",
            phone,
            token,
            Vec::new(),
            None,
        )
        .await;

    let template = "/{Version}/{WABA-ID}/subscribed_apps";
    let with_override = |verify: &str| {
        Some(json!({ "override_callback_uri": receiver.url, "verify_token": verify }))
    };
    recorder
        .call("POST", template, waba, token, Vec::new(), None)
        .await;
    recorder
        .call(
            "POST",
            template,
            waba,
            token,
            Vec::new(),
            with_override(VERIFY_TOKEN),
        )
        .await;
    recorder
        .call(
            "POST",
            template,
            waba,
            token,
            Vec::new(),
            with_override("wrong"),
        )
        .await;
    recorder
        .call("GET", template, waba, token, Vec::new(), None)
        .await;
    recorder
        .call("GET", template, waba, &stranger.token, Vec::new(), None)
        .await;
    recorder
        .call("DELETE", template, waba, token, Vec::new(), None)
        .await;
    recorder
        .call("DELETE", template, waba, &stranger.token, Vec::new(), None)
        .await;
    add_a_number(&mut recorder, waba, token, &stranger.token).await;
    keep_a_pool(&mut recorder, token).await;
    recorder.calls
}

/// A number that is added to an account, and its code.
async fn add_a_number(recorder: &mut Recorder<'_>, waba: &str, token: &str, stranger: &str) {
    let template = "/{Version}/{WABA-ID}/phone_numbers";
    let number = json!({ "cc": "49", "phone_number": "15112345671", "verified_name": "Acme" });
    for token in [token, stranger] {
        let body = Some(number.clone());
        recorder
            .call("POST", template, waba, token, Vec::new(), body)
            .await;
    }
    let id = recorder.added_id();
    let calls = [
        "/{Version}/{Phone-Number-ID}/request_code",
        "/{Version}/{Phone-Number-ID}/verify_code",
    ];
    recorder.prove(calls, &id, "4915112345671", token).await;
}

/// The partner's pool of pre-verified numbers.
async fn keep_a_pool(recorder: &mut Recorder<'_>, stranger: &str) {
    let template = "/{Version}/{Business-ID}/add_phone_numbers";
    let number = json!({ "phone_number": "+4915112345672" });
    for token in [SYSTEM_TOKEN, stranger] {
        let body = Some(number.clone());
        recorder
            .call("POST", template, PARTNER_BUSINESS, token, Vec::new(), body)
            .await;
    }
    let id = recorder.added_id();
    let calls = [
        "/{Version}/{Pre-Verified-Phone-Number-ID}/request_code",
        "/{Version}/{Pre-Verified-Phone-Number-ID}/verify_code",
    ];
    recorder
        .prove(calls, &id, "4915112345672", SYSTEM_TOKEN)
        .await;
    let template = "/{Version}/{Business-ID}/preverified_numbers";
    for token in [SYSTEM_TOKEN, stranger] {
        let query = vec![("limit", "25".to_owned())];
        recorder
            .call("GET", template, PARTNER_BUSINESS, token, query, None)
            .await;
    }
    let template = "/{Version}/{Pre-Verified-Phone-Number-ID}";
    for method in ["GET", "DELETE"] {
        for token in [stranger, SYSTEM_TOKEN] {
            recorder
                .call(method, template, &id, token, Vec::new(), None)
                .await;
        }
    }
}
