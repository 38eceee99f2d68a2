//! Real servers: what a cluster keeps, and that it leaves nothing behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail loudly"
)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use gangway_pg_cluster::{Cluster, ClusterOptions, Database, StopMode, psql};

fn start() -> Cluster {
    Cluster::start(&ClusterOptions::default()).unwrap()
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if is_so() {
            return;
        }
        sleep(Duration::from_millis(20));
    }
    panic!("it does not come about that {what}");
}

fn ask(cluster: &Cluster, sql: &str) -> String {
    psql(&cluster.url("postgres"), sql).unwrap()
}

/// What is there of a cluster as long as it runs.
struct Traces {
    folder: PathBuf,
    process: String,
}

impl Traces {
    fn of(cluster: &Cluster) -> Self {
        let data = PathBuf::from(ask(cluster, "SHOW data_directory;"));
        let lock = std::fs::read_to_string(data.join("postmaster.pid")).unwrap();
        Self {
            folder: data.parent().unwrap().to_owned(),
            process: lock.lines().next().unwrap().to_owned(),
        }
    }

    fn process_runs(&self) -> bool {
        let mut ps = Command::new("ps");
        ps.args(["-p", &self.process]).stdout(Stdio::null());
        ps.status().unwrap().success()
    }

    fn are_all_there(&self) -> bool {
        self.folder.is_dir() && self.process_runs()
    }

    fn are_gone(&self) -> bool {
        !self.folder.exists() && !self.process_runs()
    }
}

#[test]
fn a_commit_outlives_a_crash_of_the_server() {
    let mut cluster = start();
    let port = cluster.port();
    let database = Database::create(&cluster.url("postgres")).unwrap();
    psql(
        database.url(),
        "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here'), ('too');",
    )
    .unwrap();
    cluster.stop(StopMode::Immediate).unwrap();
    let error = psql(database.url(), "SELECT 1;").unwrap_err().to_string();
    assert!(error.contains("refused"), "{error}");

    cluster.start_again().unwrap();
    assert_eq!(cluster.port(), port);
    let words = psql(database.url(), "SELECT word, length(word) FROM kept;").unwrap();
    assert_eq!(words, "here|4\ntoo|3");

    cluster.stop(StopMode::Fast).unwrap();
    cluster.stop(StopMode::Fast).expect("stopped it stays");
    cluster.start_again().unwrap();
    assert_eq!(
        psql(database.url(), "SELECT count(*) FROM kept;").unwrap(),
        "2"
    );
    assert!(cluster.start_again().is_err(), "it runs already");
}

#[test]
fn two_clusters_know_nothing_of_each_other_and_leave_nothing() {
    let (one, two) = (start(), start());
    let of_one = Database::create(&one.url("postgres")).unwrap();
    let count = format!(
        "SELECT count(*) FROM pg_database WHERE datname = '{}';",
        of_one.name()
    );
    assert_eq!(
        (ask(&one, &count), ask(&two, &count)),
        ("1".to_owned(), "0".to_owned())
    );
    let password_of_two = two
        .url("postgres")
        .replace(&two.port().to_string(), &one.port().to_string());
    let error = psql(&password_of_two, "SELECT 1;").unwrap_err().to_string();
    assert!(error.contains("authentication failed"), "{error}");

    let traces = Traces::of(&one);
    assert!(traces.are_all_there());
    drop(of_one);
    drop(one);
    assert!(traces.are_gone());
    assert_eq!(ask(&two, "SELECT 1;"), "1", "the other one goes on");
}

#[test]
fn a_database_goes_with_its_value() {
    let cluster = start();
    let server = cluster.url("postgres");
    let template = Database::create(&server).unwrap();
    psql(template.url(), "CREATE TABLE made AS SELECT 7 AS number;").unwrap();
    let copy = Database::copy_of(&server, template.name()).unwrap();
    psql(copy.url(), "UPDATE made SET number = 8;").unwrap();
    let number = |database: &Database| psql(database.url(), "SELECT number FROM made;").unwrap();
    assert_eq!(
        (number(&template), number(&copy)),
        ("7".to_owned(), "8".to_owned())
    );

    let name = copy.name().to_owned();
    drop(copy);
    let left = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}';");
    until("the database is gone", || ask(&cluster, &left) == "0");
}

#[test]
fn options_reach_the_server() {
    let options = ClusterOptions {
        fsync: true,
        max_connections: 17,
        settings: vec![("cluster_name".to_owned(), "it's".to_owned())],
        ..ClusterOptions::default()
    };
    let cluster = Cluster::start(&options).unwrap();
    let names = [
        "fsync",
        "max_connections",
        "cluster_name",
        "synchronous_commit",
    ];
    let values = names.map(|name| ask(&cluster, &format!("SHOW {name};")));
    assert_eq!(values, ["on", "17", "it's", "on"]);
    assert_eq!(cluster.ca_certificate(), None);
    assert_eq!(ask(&start(), "SHOW fsync;"), "off");
}

#[test]
fn a_client_can_verify_the_certificate() {
    let options = ClusterOptions {
        tls: true,
        ..ClusterOptions::default()
    };
    let cluster = Cluster::start(&options).unwrap();
    let with = |options: &str| {
        let url = format!("{}?{options}", cluster.url("postgres"));
        psql(
            &url,
            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid();",
        )
    };
    let authority = cluster.ca_certificate().unwrap().display();
    let verified = format!("sslmode=verify-full&sslrootcert={authority}");
    assert_eq!(with(&verified).unwrap(), "t");
    let other = with("sslmode=verify-full&sslrootcert=/dev/null").unwrap_err();
    assert!(other.to_string().contains("certificate"), "{other}");
    assert_eq!(with("sslmode=disable").unwrap(), "f");
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_stays_on_its_core() {
    let options = ClusterOptions {
        core: Some(0),
        ..ClusterOptions::default()
    };
    let cluster = Cluster::start(&options).unwrap();
    let process = Traces::of(&cluster).process;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    assert!(status.contains("Cpus_allowed_list:\t0\n"), "{status}");
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let options = ClusterOptions {
        settings: vec![("max_connections".to_owned(), "many".to_owned())],
        ..ClusterOptions::default()
    };
    let error = Cluster::start(&options).unwrap_err().to_string();
    assert!(
        error.contains("invalid value for parameter \"max_connections\""),
        "{error}"
    );
}

#[test]
fn nothing_shows_the_password() {
    let cluster = start();
    let url = cluster.url("postgres");
    let (_, rest) = url.split_once("gangway:").unwrap();
    let (password, _) = rest.split_once('@').unwrap();
    assert_eq!(password.len(), 32);
    assert!(!format!("{cluster:?}").contains(password));
    let error = psql(&url, "SELECT * FROM nowhere;").unwrap_err();
    assert!(!format!("{error:#}").contains(password), "{error:#}");
}

/// Set for the copy of this program that is killed.
const OWNER: &str = "PG_CLUSTER_TEST_OWNER";

#[test]
fn a_killed_owner_leaves_nothing() {
    if std::env::var_os(OWNER).is_some() {
        let cluster = start();
        let Traces { folder, process } = Traces::of(&cluster);
        println!("traces {} {process}", folder.display());
        loop {
            std::thread::park();
        }
    }
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_killed_owner_leaves_nothing", "--nocapture"])
        .env(OWNER, "")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = BufReader::new(owner.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .find(|line| line.contains("traces "))
        .unwrap();
    let mut words = line.split(' ').rev();
    let traces = Traces {
        process: words.next().unwrap().to_owned(),
        folder: words.next().unwrap().into(),
    };
    assert!(traces.are_all_there());

    owner.kill().unwrap();
    owner.wait().unwrap();
    until("server and folder are gone", || traces.are_gone());
}
