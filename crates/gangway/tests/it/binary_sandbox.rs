//! `gangway sandbox`: Meta in a box for a partner's CI.

use crate::binary::{Home, Http, Running};
use serde_json::Value;

/// A simulator and a server that uses it, from the settings that the simulator prints.
struct World {
    home: Home,
    _sandbox: Running,
    _server: Running,
}

impl World {
    async fn start() -> Self {
        let mut home = Home::new();
        let sandbox = home.sandbox().await;
        let (server, url) = home.serve().await;
        let partner = home.partner("Harbour Software").await;
        assert!(Http::to(&url).token(&partner).await.is_some());
        home.set("GANGWAY_URL", url);
        for (name, key) in [
            ("GANGWAY_CLIENT_ID", "client_id"),
            ("GANGWAY_CLIENT_SECRET", "client_secret"),
        ] {
            home.set(name, partner[key].as_str().unwrap());
        }
        Self {
            home,
            _sandbox: sandbox,
            _server: server,
        }
    }

    async fn link(&self, coexistence: bool) -> String {
        let mut arguments = vec!["accounts", "create", "Acme", "--json"];
        arguments.extend(coexistence.then_some("--coexistence"));
        let made = self.home.json(&arguments).await;
        made["onboarding_link"].as_str().unwrap().to_owned()
    }

    async fn status(&self, link: &str) -> Value {
        let list = self.home.json(&["accounts", "list", "--json"]).await;
        let accounts = list.as_array().unwrap();
        let found = accounts.iter().find(|a| a["onboarding_link"] == link);
        found.unwrap()["status"].clone()
    }
}

#[tokio::test]
async fn a_headless_customer_finishes_both_kinds_of_link() {
    let world = World::start().await;
    for (coexistence, number) in [(false, "4915123456789"), (true, "972501234567")] {
        let link = world.link(coexistence).await;
        let said = world
            .home
            .output(&["sandbox", "finish", &link, "--number", number])
            .await;
        assert!(said.starts_with("finished: "), "{said}");
        assert!(said.contains(&format!("number: {number}\n")), "{said}");
        assert_eq!(world.status(&link).await, 1);
    }
    let link = world.link(false).await;
    let made_up = world
        .home
        .json(&["sandbox", "finish", &link, "--json"])
        .await;
    assert!(made_up["number"].as_str().unwrap().len() > 6);
}

#[tokio::test]
async fn every_ending_ends_as_it_is_called() {
    let world = World::start().await;
    // Ending, what the page says, and whether that is what was asked for.
    for (ending, state, code) in [
        ("finish", "finished", 0),
        ("finish-only-waba", "failed", 1),
        ("grant-only", "finished", 0),
        ("obo-migration", "finished", 0),
        ("close-last-screen", "finished", 0),
        ("cancel", "cancelled", 0),
        ("cancel:PERMISSIONS", "cancelled", 0),
        ("cancel-error", "cancelled", 0),
        ("cancel-error-id", "cancelled", 0),
        ("error", "cancelled", 0),
        ("denied", "cancelled", 0),
    ] {
        let link = world.link(false).await;
        let run = world
            .home
            .gangway(&["sandbox", "finish", &link, "--ending", ending, "--json"])
            .await;
        let outcome: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(
            (outcome["state"].as_str(), run.code),
            (Some(state), code),
            "{ending}: {}{}",
            run.out,
            run.err
        );
        assert_eq!(
            world.status(&link).await,
            u8::from(state == "finished"),
            "{ending}"
        );
    }
    let link = world.link(true).await;
    let run = world
        .home
        .gangway(&["sandbox", "finish", &link, "--ending", "finish-coexistence"])
        .await;
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[tokio::test]
async fn orders_of_code_and_event_and_forged_ids() {
    let world = World::start().await;
    for ordering in ["code-first", "code-only", "message-twice", "noise"] {
        let link = world.link(false).await;
        let run = world
            .home
            .gangway(&["sandbox", "finish", &link, "--ordering", ordering])
            .await;
        assert_eq!(run.code, 0, "{ordering}: {}", run.err);
    }
    let link = world.link(false).await;
    let run = world
        .home
        .gangway(&["sandbox", "finish", &link, "--ordering", "forged-ids"])
        .await;
    assert_eq!(run.code, 1);
    assert!(run.err.contains("did not finish"), "{}", run.err);
    assert_eq!(world.status(&link).await, 0);
}

#[tokio::test]
async fn the_help_lists_what_can_be_chosen() {
    let help = Home::bare().output(&["sandbox", "finish", "--help"]).await;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "finish-only-waba",
        "One of: message-first, code-first",
        "--sandbox <URL>",
    ] {
        assert!(help.contains(part), "{part:?} is not in: {help}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_said_and_fails() {
    let world = World::start().await;
    let home = &world.home;
    let link = world.link(false).await;
    home.output(&["sandbox", "finish", &link]).await;
    let again = home.gangway(&["sandbox", "finish", &link]).await;
    assert_eq!(again.code, 1, "a second finish is refused: {}", again.out);

    let dead = link.replace("/o/", "/o/x");
    for (arguments, code, expected) in [
        (vec!["sandbox", "finish", dead.as_str()], 1, ""),
        (vec!["sandbox", "finish", "no link"], 1, "no link"),
        (
            vec!["sandbox", "finish", &link, "--ending", "happy"],
            2,
            "finish-only-waba",
        ),
        (
            vec!["sandbox", "finish", &link, "--ordering", "random"],
            2,
            "code-first",
        ),
        (
            vec![
                "sandbox",
                "finish",
                &link,
                "--sandbox",
                "http://127.0.0.1:9",
            ],
            1,
            "",
        ),
    ] {
        let run = home.gangway(&arguments).await;
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.starts_with("error: "), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
}
