//! Partners whose receivers hang, flood, drip or tear down: the others hear as soon as ever.

use crate::binary::Home;
use crate::nodes::{Api, Fleet, Manner, Receiver, set_up};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

const CREATED: &str = "onboarding.created";
/// What the server answers for.
const P99: Duration = Duration::from_secs(1);
/// Of an endless answer the server reads 16 KiB; what the kernel takes in between is no more
/// than this.
const ON_THE_WAY: u64 = 8 << 20;

/// One server, and what its partners' accounts were told of when.
struct World {
    home: Arc<Home>,
    fleet: Arc<Fleet>,
    /// When createAccount was answered, by the account's reference.
    answered: Arc<Mutex<HashMap<String, Instant>>>,
}

/// A partner, and where it is told.
struct Partner {
    api: Api,
    name: String,
    receiver: Receiver,
}

impl World {
    async fn start(settings: &[(&str, &str)]) -> Self {
        let mut home = Home::new();
        // Nobody comes as far as Meta.
        set_up(&mut home, "http://127.0.0.1:9");
        home.set("GANGWAY_WEBHOOKS_ALLOW", "127.0.0.0/8");
        for (name, value) in settings {
            home.set(name, *value);
        }
        let home = Arc::new(home);
        let fleet = Fleet::start(Arc::clone(&home), 1).await;
        Self {
            home,
            fleet,
            answered: Arc::default(),
        }
    }

    /// One whose receiver does this with everything.
    async fn partner(&self, name: &str, manner: Manner) -> Arc<Partner> {
        let partner = Partner {
            api: Api::of(&self.fleet, &self.home.partner(name).await).await,
            name: name.to_owned(),
            receiver: Receiver::start(move |_| manner).await,
        };
        partner.api.set_webhook(&partner.receiver.url("/")).await;
        Arc::new(partner)
    }

    /// Accounts of these partners in turn, so many, evenly over a time.
    async fn create(&self, partners: &[Arc<Partner>], many: u32, within: Duration) {
        let mut calls = JoinSet::new();
        let mut clock = tokio::time::interval(within / many);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for (n, partner) in (0..many).zip(partners.iter().cycle()) {
            clock.tick().await;
            let (partner, answered) = (Arc::clone(partner), Arc::clone(&self.answered));
            calls.spawn(async move {
                let reference = format!("{}-{n}", partner.name);
                partner.api.create(&reference).await;
                answered.lock().unwrap().insert(reference, Instant::now());
            });
        }
        while let Some(ended) = calls.join_next().await {
            ended.unwrap();
        }
    }

    /// How long after the answer each account's creation arrived at its partner; waits for all.
    async fn delays(&self, partners: &[Arc<Partner>]) -> Vec<Duration> {
        const LAST: Duration = Duration::from_secs(30);
        let give_up = Instant::now() + LAST;
        let answered = self.answered.lock().unwrap().clone();
        let mut delays = Vec::new();
        for partner in partners {
            let prefix = format!("{}-", partner.name);
            let due = answered.keys().filter(|key| key.starts_with(&prefix));
            let due = due.count();
            while partner.receiver.ids() < due {
                assert!(Instant::now() < give_up, "{} misses some", partner.name);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            for arrival in partner.receiver.arrived() {
                let event: Value = serde_json::from_slice(&arrival.body).unwrap();
                assert_eq!(event["event"], CREATED);
                let answered = answered[event["reference"].as_str().unwrap()];
                // It may be quicker than the answer.
                delays.push(arrival.at.saturating_duration_since(answered));
            }
        }
        delays.sort();
        delays
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receivers_that_hang_flood_drip_or_reset_delay_no_others() {
    let world = World::start(&[("GANGWAY_WEBHOOKS_TIMEOUT_SECONDS", "5")]).await;
    let mut good = Vec::new();
    for n in 0..5 {
        let name = format!("good-{n}");
        good.push(world.partner(&name, Manner::Answers(200)).await);
    }
    let mut bad = Vec::new();
    for (name, manner, outcome) in [
        ("hangs", Manner::Hangs, "timeout"),
        ("drips", Manner::Drips, "timeout"),
        ("resets", Manner::Resets, "connection_broken"),
        ("floods-200", Manner::Floods(200), "200"),
        ("floods-500", Manner::Floods(500), "500"),
    ] {
        bad.push((world.partner(name, manner).await, outcome));
    }
    let dead = world.partner("dead", Manner::Answers(200)).await;
    dead.api.set_webhook(&dead_url().await).await;
    bad.push((dead, "connect"));
    let everybody: Vec<_> = good
        .iter()
        .chain(bad.iter().map(|(bad, _)| bad))
        .cloned()
        .collect();

    world.create(&everybody, 600, Duration::from_secs(15)).await;
    let delays = world.delays(&good).await;
    tell("beside receivers that hang, drip, reset and flood", &delays);
    assert!(at(&delays, 99) < P99, "p99 is {:?}", at(&delays, 99));

    for (partner, outcome) in &bad {
        let seen = until_tried(partner).await;
        assert_eq!(
            seen,
            BTreeSet::from([(*outcome).to_owned()]),
            "{}",
            partner.name
        );
        let flooded = partner.receiver.flooded();
        let answers = partner.receiver.arrived().len() as u64;
        assert!(
            flooded <= answers * ON_THE_WAY,
            "{flooded} bytes in {answers} answers"
        );
        if partner.name.starts_with("floods") {
            assert!(flooded > 0, "{} has not flooded", partner.name);
            tell_flood(&partner.name, flooded, answers);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_receivers_that_hang_than_are_served_at_once_delay_no_others() {
    // Less than half of those that hang find a place at the same time.
    let world = World::start(&[
        ("GANGWAY_WEBHOOKS_AT_ONCE", "16"),
        ("GANGWAY_WEBHOOKS_TIMEOUT_SECONDS", "5"),
    ])
    .await;
    let good = world.partner("good", Manner::Answers(200)).await;
    let mut everybody = Vec::new();
    for n in 0..40 {
        // Every fifth account is the good one's.
        if n % 4 == 0 {
            everybody.push(Arc::clone(&good));
        }
        let name = format!("hangs-{n}");
        everybody.push(world.partner(&name, Manner::Hangs).await);
    }
    world.create(&everybody, 600, Duration::from_secs(15)).await;
    let delays = world.delays(&[good]).await;
    tell("beside 40 that hang, with 16 at once", &delays);
    assert!(at(&delays, 99) < P99, "p99 is {:?}", at(&delays, 99));
    // They were not left out either.
    for partner in everybody.iter().filter(|partner| partner.name != "good") {
        let seen = until_tried(partner).await;
        assert_eq!(
            seen,
            BTreeSet::from(["timeout".to_owned()]),
            "{}",
            partner.name
        );
    }
}

/// What the attempts of a partner's deliveries came to; waits for one.
async fn until_tried(partner: &Partner) -> BTreeSet<String> {
    let give_up = Instant::now() + Duration::from_secs(30);
    loop {
        let mut seen = BTreeSet::new();
        for state in ["pending", "delivered"] {
            for delivery in partner.api.deliveries(state).await {
                for attempt in delivery["attempts"].as_array().unwrap() {
                    seen.insert(match attempt["error"].as_str() {
                        Some(error) => error.to_owned(),
                        None => attempt["http_status"].to_string(),
                    });
                }
            }
        }
        if !seen.is_empty() {
            return seen;
        }
        assert!(Instant::now() < give_up, "{} is not tried", partner.name);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// An address at which nobody listens.
async fn dead_url() -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

#[allow(clippy::print_stdout, reason = "what it measured is worth reading")]
fn tell(what: &str, delays: &[Duration]) {
    println!(
        "{what}: {} webhooks, p50 {:.0?}, p99 {:.0?}, max {:.0?}",
        delays.len(),
        at(delays, 50),
        at(delays, 99),
        at(delays, 100),
    );
}

#[allow(clippy::print_stdout, reason = "what it measured is worth reading")]
fn tell_flood(who: &str, bytes: u64, answers: u64) {
    println!(
        "{who}: {answers} answers of 1 GB, {} KiB taken of each",
        bytes / 1024 / answers,
    );
}
