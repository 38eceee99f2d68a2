//! Three nodes on one PostgreSQL, any of which may be killed, and so may the database:
//! nothing is lost, nothing is doubled, and no list is ever wrong.

use crate::binary::Home;
use crate::nodes::{Api, Fleet, Ledger, Person, client, set_up};
use gangway_meta_sim::{RunningSimulator, Simulator};
use gangway_testkit::postgres::{Cluster, ClusterOptions, Database, StopMode, psql};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

const PARTNERS: usize = 6;
const PEOPLE: usize = 300;
const NODES: usize = 3;

struct World {
    cluster: Cluster,
    database: Database,
    sim: RunningSimulator,
    home: Arc<Home>,
    fleet: Arc<Fleet>,
}

impl World {
    async fn start() -> Self {
        let cluster = Cluster::start(&ClusterOptions::default()).unwrap();
        let database = Database::create(&cluster.url("postgres")).unwrap();
        let sim = Simulator::start(crate::support::sim_config())
            .await
            .unwrap();
        let mut home = Home::bare();
        home.set("GANGWAY_DATABASE_URL", database.url());
        let keys = home.path("gangway.keys").display().to_string();
        home.set("GANGWAY_KEYS_FILE", keys);
        set_up(&mut home, &sim.base_url());
        let home = Arc::new(home);
        let fleet = Fleet::start(Arc::clone(&home), NODES).await;
        Self {
            cluster,
            database,
            sim,
            home,
            fleet,
        }
    }

    fn rows(&self, sql: &str) -> String {
        psql(self.database.url(), sql).unwrap().trim().to_owned()
    }

    /// Kills and starts nodes until all is done, and restarts the database twice on the way:
    /// once in an orderly way, once as a crash. It strikes with every few people who have
    /// come to their end, and after a while in any case.
    async fn trouble(&mut self, ledger: &Ledger, over: &AtomicBool) {
        let mut restarts = [
            (PEOPLE / 5, StopMode::Fast),
            (PEOPLE / 2, StopMode::Immediate),
        ]
        .into_iter()
        .peekable();
        let (mut round, mut struck_at) = (0, 0);
        let mut due = Instant::now();
        while !over.load(Ordering::Relaxed) {
            let settled = ledger.settled();
            if let Some((_, how)) = restarts.next_if(|(when, _)| settled >= *when) {
                self.cluster.stop(how).unwrap();
                tokio::time::sleep(Duration::from_millis(500)).await;
                self.cluster.start_again().unwrap();
            }
            if settled >= struck_at + PEOPLE / 15 || Instant::now() >= due {
                self.fleet.strike(round).await;
                round += 1;
                struck_at = settled;
                due = Instant::now() + Duration::from_secs(3);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(
            restarts.next().is_none(),
            "the database was not restarted twice"
        );
        assert!(round >= 5, "only {round} nodes were struck");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_lose_nothing_and_double_nothing_while_they_and_the_database_are_killed() {
    let mut world = World::start().await;
    let mut partners = Vec::new();
    for n in 0..PARTNERS {
        let credential = world.home.partner(&format!("Partner {n}")).await;
        partners.push(Api::of(&world.fleet, &credential).await);
    }
    let ledger = Arc::new(Ledger::default());
    let over = Arc::new(AtomicBool::new(false));

    let mut readers = JoinSet::new();
    for api in &partners {
        let (api, ledger, over) = (api.clone(), Arc::clone(&ledger), Arc::clone(&over));
        readers.spawn(async move {
            let mut lists = 0;
            while !over.load(Ordering::Relaxed) {
                lists += usize::from(ledger.read(&api, api.any_node()).await);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            lists
        });
    }
    let mut people = JoinSet::new();
    for n in 0..PEOPLE {
        let api = partners[n % PARTNERS].clone();
        people.spawn(Person::new(n, api, Arc::clone(&ledger), world.sim.base_url()).live());
    }
    let all_done = {
        let over = Arc::clone(&over);
        async move {
            while let Some(lived) = people.join_next().await {
                lived.unwrap();
            }
            over.store(true, Ordering::Relaxed);
        }
    };
    tokio::join!(all_done, world.trouble(&ledger, &over));
    let mut lists = 0;
    while let Some(read) = readers.join_next().await {
        lists += read.unwrap();
    }
    assert!(lists > 100, "only {lists} lists were read");

    world.fleet.all_up().await;
    same_on_every_node(&world, &partners, &ledger).await;
    nothing_is_doubled(&world, &ledger).await;
}

/// Every node gives the same bytes, and they say what happened.
async fn same_on_every_node(world: &World, partners: &[Api], ledger: &Ledger) {
    for api in partners {
        let mut bodies = BTreeSet::new();
        for node in world.fleet.addresses() {
            bodies.insert(api.list_text(&node).await.expect("every node is up"));
        }
        assert_eq!(bodies.len(), 1, "the nodes differ");
        let body = bodies.pop_first().unwrap();
        let list: Value = serde_json::from_str(&body).unwrap();
        ledger.is_exactly(api, list["list"].as_array().unwrap());
    }
}

async fn nothing_is_doubled(world: &World, ledger: &Ledger) {
    assert_eq!(
        world.rows("SELECT count(*), count(DISTINCT reference) FROM account"),
        format!("{PEOPLE}|{PEOPLE}"),
        "an account each"
    );
    assert_eq!(
        world.rows("SELECT state, count(*) FROM account GROUP BY 1 ORDER BY 1"),
        format!(
            "finished|{}\nremoved|{}",
            ledger.finished(),
            ledger.removed()
        ),
    );
    let log: Value = reqwest_json(&format!("{}/_sim/log", world.sim.base_url())).await;
    let mut accepted: BTreeMap<&str, usize> = BTreeMap::new();
    for call in log["calls"].as_array().unwrap() {
        if call["endpoint"] == "register" && call["status"] == 200 {
            *accepted.entry(call["path"].as_str().unwrap()).or_default() += 1;
        }
    }
    assert_eq!(
        accepted.len(),
        ledger.finished(),
        "each number is registered"
    );
    let twice: Vec<_> = accepted.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "registered again: {twice:?}");
}

async fn reqwest_json(url: &str) -> Value {
    client()
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}
