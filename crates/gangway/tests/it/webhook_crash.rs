//! Servers that are killed at random moments, accounts that come and go meanwhile, and receivers
//! that fail now and then: partners hear of everything that was acknowledged, and know what they
//! hear again by its `webhook-id`.

use crate::binary::Home;
use crate::nodes::{Api, Arrival, Events, Fleet, Manner, Receiver, set_up};
use crate::support::TestData;
use gangway_domain::Rng;
use gangway_testkit::SeededRng;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

const PARTNERS: usize = 5;
/// Calls under way for each partner.
const HANDS: usize = 2;
const BETWEEN_CALLS: Duration = Duration::from_millis(25);
/// The server waits so long for a receiver.
const PATIENCE_SECONDS: u64 = 2;
/// After so many kills one life is long enough for a receiver to be given up.
const KILLS_A_LONG_LIFE: usize = 40;
/// What a killed server had taken on comes up again 15 seconds after it could have been given
/// up; then it may fail once and be tried five seconds later.
const LAST_ARRIVALS: Duration = Duration::from_secs(60);

/// What the store of this run allows for.
struct Trouble {
    nodes: usize,
    kills: usize,
    longest_life_ms: u64,
}

const ONE_NODE: Trouble = Trouble {
    nodes: 1,
    kills: 200,
    longest_life_ms: 250,
};
const THREE_NODES: Trouble = Trouble {
    nodes: 3,
    kills: 30,
    longest_life_ms: 700,
};

struct Partner {
    api: Api,
    /// Where it is told.
    path: String,
    /// What was acknowledged: an account's reference, and what became of it.
    acknowledged: Mutex<BTreeSet<(String, &'static str)>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::print_stdout, reason = "what it counted is worth reading")]
async fn kills_lose_no_webhook_and_what_is_repeated_has_the_same_id() {
    let data = TestData::new();
    let trouble = match data.is_in_folder() {
        true => ONE_NODE,
        false => THREE_NODES,
    };
    let mut home = Home::on(data);
    // Nobody comes as far as Meta.
    set_up(&mut home, "http://127.0.0.1:9");
    home.set("GANGWAY_WEBHOOKS_ALLOW", "127.0.0.0/8");
    let patience = PATIENCE_SECONDS.to_string();
    home.set("GANGWAY_WEBHOOKS_TIMEOUT_SECONDS", patience);
    let home = Arc::new(home);
    let fleet = Fleet::start(Arc::clone(&home), trouble.nodes).await;
    let receiver = receiver().await;
    let mut partners = Vec::new();
    for n in 0..PARTNERS {
        let credential = home.partner(&format!("Partner {n}")).await;
        let partner = Partner {
            api: Api::of(&fleet, &credential).await,
            path: format!("/partner/{n}"),
            acknowledged: Mutex::default(),
        };
        let url = receiver.url(&partner.path);
        partner.api.set_webhook(&url).await;
        partners.push(Arc::new(partner));
    }

    let begun = Instant::now();
    let over = Arc::new(AtomicBool::new(false));
    let mut hands = JoinSet::new();
    for partner in &partners {
        for hand in 0..HANDS {
            hands.spawn(work(Arc::clone(partner), hand, Arc::clone(&over)));
        }
    }
    strike(&fleet, &trouble).await;
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = hands.join_next().await {
        ended.unwrap();
    }
    let struck = begun.elapsed();
    everything_is_delivered(&partners).await;

    let mut arrived: HashMap<String, Vec<Arrival>> = HashMap::new();
    for arrival in receiver.arrived() {
        let path = arrival.path.clone();
        arrived.entry(path).or_default().push(arrival);
    }
    let (mut events, mut arrivals) = (0, 0);
    for partner in &partners {
        let arrived = arrived.remove(&partner.path).unwrap();
        let told = partner.api.events().await;
        is_whole(&told, &arrived);
        holds_what_was_acknowledged(&told, &partner.acknowledged.lock().unwrap());
        events += told.list.len();
        arrivals += arrived.len();
    }
    assert!(arrived.is_empty(), "somebody else was told");
    assert!(events > trouble.kills, "only {events} events");
    assert!(
        arrivals > events,
        "nothing was repeated: nothing was struck"
    );
    println!(
        "{} kills of {} nodes in {:.0} s: {events} events all arrived within {:.0} s more, \
         {} times again, with the same id and the same bytes",
        trouble.kills,
        trouble.nodes,
        struck.as_secs_f32(),
        (begun.elapsed() - struck).as_secs_f32(),
        arrivals - events,
    );
}

/// One that fails with some of what it has not seen before.
async fn receiver() -> Receiver {
    let rng = SeededRng::new(41);
    Receiver::start(move |before| match before {
        0 => match rng.below(40) {
            0 => Manner::Answers(500),
            1 => Manner::Hangs,
            2 => Manner::Drops,
            3 => Manner::Resets,
            _ => Manner::Answers(200),
        },
        _ => Manner::Answers(200),
    })
    .await
}

/// Makes accounts and removes some of them.
async fn work(partner: Arc<Partner>, hand: usize, over: Arc<AtomicBool>) {
    let note = |reference: &str, event| {
        let mut acknowledged = partner.acknowledged.lock().unwrap();
        acknowledged.insert((reference.to_owned(), event));
    };
    for n in 0.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let reference = format!("account-{hand}-{n}");
        let account = partner.api.create(&reference).await;
        note(&reference, "onboarding.created");
        if n % 3 == 2 {
            let number = account["whatsapp"].as_str().unwrap();
            partner.api.delete(number).await;
            note(&reference, "onboarding.removed");
        }
        tokio::time::sleep(BETWEEN_CALLS).await;
    }
}

async fn strike(fleet: &Fleet, trouble: &Trouble) {
    let rng = SeededRng::new(200);
    for kill in 1..=trouble.kills {
        let mut life = Duration::from_millis(rng.below(trouble.longest_life_ms));
        if kill % KILLS_A_LONG_LIFE == 0 {
            life += Duration::from_secs(PATIENCE_SECONDS);
        }
        tokio::time::sleep(life).await;
        let node = rng.below(trouble.nodes as u64);
        fleet.kill_and_start(usize::try_from(node).unwrap()).await;
    }
}

async fn everything_is_delivered(partners: &[Arc<Partner>]) {
    let give_up = Instant::now() + LAST_ARRIVALS;
    for partner in partners {
        loop {
            let waiting = partner.api.deliveries("pending").await;
            let Some(last) = waiting.last() else {
                break;
            };
            assert!(Instant::now() < give_up, "not delivered: {last:#}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(partner.api.deliveries("failed").await.len(), 0);
    }
}

/// What arrived is what the partner can read, byte for byte, each by its id, and the events of
/// an account came in their order.
fn is_whole(told: &Events, arrived: &[Arrival]) {
    let mut first: BTreeMap<&str, (usize, &[u8])> = BTreeMap::new();
    for (place, arrival) in arrived.iter().enumerate() {
        let (_, body) = first.entry(&arrival.id).or_insert((place, &arrival.body));
        assert_eq!(
            *body, arrival.body,
            "{} came again with another body",
            arrival.id
        );
    }
    let taken = arrived.iter().filter(|arrival| arrival.taken);
    let taken: BTreeSet<_> = taken.map(|arrival| &*arrival.id).collect();
    let ids: Vec<_> = told.list.iter().map(id).collect();
    let lost: Vec<_> = ids.iter().filter(|id| !taken.contains(*id)).collect();
    assert!(lost.is_empty(), "never taken: {lost:?}");
    assert_eq!(
        ids.iter().collect::<BTreeSet<_>>().len(),
        ids.len(),
        "an id is that of two events"
    );
    assert_eq!(first.len(), ids.len(), "an event was told that is none");
    let bodies: Vec<_> = ids.iter().map(|id| first[id].1).collect();
    assert!(
        bodies.join(&b","[..]) == told.text.as_bytes(),
        "what arrived is not what can be read"
    );
    let mut accounts: HashMap<&str, (u64, usize)> = HashMap::new();
    for event in &told.list {
        let (sequence, came) = accounts
            .entry(event["reference"].as_str().unwrap())
            .or_default();
        assert_eq!(event["sequence"], *sequence + 1, "{event:#}");
        *sequence += 1;
        let place = first[id(event)].0;
        assert!(
            *sequence == 1 || *came < place,
            "before the one before it: {event:#}"
        );
        *came = place;
    }
}

/// Once each.
fn holds_what_was_acknowledged(told: &Events, acknowledged: &BTreeSet<(String, &'static str)>) {
    let told: Vec<_> = told
        .list
        .iter()
        .map(|event| {
            let reference = event["reference"].as_str().unwrap();
            (reference, event["event"].as_str().unwrap())
        })
        .collect();
    let once: BTreeSet<_> = told.iter().copied().collect();
    assert_eq!(once.len(), told.len(), "something is told as two events");
    for (reference, event) in acknowledged {
        assert!(
            once.contains(&(reference.as_str(), *event)),
            "{event} of {reference} was acknowledged, and is no event"
        );
    }
    assert_eq!(once.len(), acknowledged.len(), "more than was done");
}

fn id(event: &serde_json::Value) -> &str {
    event["id"].as_str().unwrap()
}
