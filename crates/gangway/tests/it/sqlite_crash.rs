//! One server on SQLite that is killed at 300 random moments while a hundred customers are on
//! their way at any time, while Meta tells what happens and fails now and then: nothing that
//! was acknowledged is missing, nobody finishes twice, and everybody gets to the end.

use crate::binary::Home;
use crate::nodes::{Api, Fleet, Ledger, Person, client, registrations, set_up};
use crate::support::{APP_ID, events, sim_config};
use gangway_domain::Rng;
use gangway_meta_sim::{ClockMode, RunningSimulator, SimConfig, Simulator};
use gangway_testkit::SeededRng;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const KILLS: usize = 300;
const AT_ONCE: usize = 100;
/// The server lives for at most so long before the next kill.
const LONGEST_LIFE_MS: u64 = 350;
/// After so many kills a call to Meta fails.
const KILLS_A_FAULT: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::print_stdout, reason = "what it counted is worth reading")]
async fn three_hundred_kills_lose_nothing_and_finish_nobody_twice() {
    // The servers' clock is real, and webhooks that nobody took come again.
    let config = SimConfig {
        clock: ClockMode::Real,
        ..sim_config()
    };
    let sim = Simulator::start(config).await.unwrap();
    let mut home = Home::bare();
    set_up(&mut home, &sim.base_url());
    let home = Arc::new(home);
    let fleet = Fleet::start(Arc::clone(&home), 1).await;
    let webhooks = format!("http://{}/webhooks/meta", fleet.public);
    assert!(sim.state().set_callback(APP_ID, &webhooks));
    let credential = home.partner("Harbour Software").await;
    let api = Api::of(&fleet, &credential).await;
    let ledger = Arc::new(Ledger::default());
    let over = Arc::new(AtomicBool::new(false));
    let next = Arc::new(AtomicUsize::new(0));

    let mut people = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (api, ledger, meta) = (api.clone(), Arc::clone(&ledger), sim.base_url());
        let (over, next) = (Arc::clone(&over), Arc::clone(&next));
        people.spawn(async move {
            // Whoever has come to the end makes room for the next one.
            while !over.load(Ordering::Relaxed) {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let ledger = Arc::clone(&ledger);
                Person::new(n, api.clone(), ledger, meta.clone())
                    .live()
                    .await;
            }
        });
    }
    let rng = SeededRng::new(300);
    for kill in 0..KILLS {
        if kill % KILLS_A_FAULT == 0 {
            fail(&sim, kill / KILLS_A_FAULT).await;
        }
        tokio::time::sleep(Duration::from_millis(rng.below(LONGEST_LIFE_MS))).await;
        fleet.kill_and_start(0).await;
    }
    over.store(true, Ordering::Relaxed);
    while let Some(lived) = people.join_next().await {
        lived.unwrap();
    }

    // The ledger checked every list on the way; at the end there is what it holds, no more.
    let node = fleet.addresses()[0];
    let list: Value = serde_json::from_str(&api.list_text(&node).await.unwrap()).unwrap();
    ledger.is_exactly(&api, list["list"].as_array().unwrap());
    let lived = next.load(Ordering::Relaxed);
    assert_eq!(ledger.settled(), lived, "everybody came to an end");
    assert!(lived >= AT_ONCE, "only {lived} people lived");
    let registered = registrations(&sim.base_url()).await;
    assert_eq!(registered.len(), ledger.finished());
    // A registration that was cut off is looked up, and not made again once it took place.
    let twice: Vec<_> = registered.iter().filter(|(_, calls)| **calls > 1).collect();
    assert!(twice.is_empty(), "registered again: {twice:?}");
    for number in registered.keys() {
        let seen = api.timeline(number).await;
        assert_eq!(seen["state"], "finished", "{seen:#}");
        assert_eq!(events(&seen, "finished").len(), 1, "{seen:#}");
    }
    println!(
        "{KILLS} kills, {lived} customers, {} finished, {} removed, each number registered once",
        ledger.finished(),
        ledger.removed(),
    );
    sim.shutdown().await;
}

/// Has a call to Meta fail, so that a set-up pauses or has to find out what became of it.
async fn fail(sim: &RunningSimulator, nth: usize) {
    let fault = match nth % 2 {
        0 => json!({"endpoint": "subscribe", "status": 503}),
        _ => json!({"endpoint": "register", "drop": true, "takes_effect": true}),
    };
    let url = format!("{}/_sim/faults", sim.base_url());
    let set = client().post(url).json(&fault).send().await.unwrap();
    assert!(set.status().is_success());
}
