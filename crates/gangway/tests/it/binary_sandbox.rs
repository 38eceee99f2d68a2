//! `gangway sandbox`: Meta in a box for a partner's CI.

use crate::binary::{Home, Http, Running};
use serde_json::Value;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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
async fn the_clock_is_shown_and_moved() {
    let mut home = Home::bare();
    let _sandbox = home.sandbox().await;
    let before = home.json(&["sandbox", "clock", "--json"]).await;
    let after = home.json(&["sandbox", "clock", "+3d", "--json"]).await;
    let moved = after["now"].as_i64().unwrap() - before["now"].as_i64().unwrap();
    assert!((259_200..259_260).contains(&moved), "{moved}");
    let said = home.output(&["sandbox", "clock", "31s"]).await;
    assert!(said.contains("(real clock)"), "{said}");
    for wrong in ["-1s", "2y", "31", "500ms"] {
        let run = home.gangway(&["sandbox", "clock", "--", wrong]).await;
        assert_eq!(run.code, 2, "{wrong}: {}", run.out);
        assert!(run.err.contains("[SPAN]"), "{}", run.err);
    }
}

#[tokio::test]
async fn a_manual_clock_stands_still_until_it_is_moved() {
    let mut home = Home::bare();
    let _sandbox = home.sandbox_with(&["--clock", "manual"]).await;
    let before = home.json(&["sandbox", "clock", "--json"]).await;
    assert_eq!(before["mode"], "manual");
    #[allow(clippy::disallowed_methods, reason = "the clock of another process")]
    let present = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let present = i64::try_from(present.as_secs()).unwrap();
    let start = before["now"].as_i64().unwrap();
    assert!((present - 60..=present).contains(&start), "{start}");
    // Real time goes on for longer than a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let still = home.json(&["sandbox", "clock", "--json"]).await;
    assert_eq!(still, before);
    home.output(&["sandbox", "clock", "+3d"]).await;
    let after = home.json(&["sandbox", "clock", "--json"]).await;
    assert_eq!(after["now"], start + 259_200);
    let run = home
        .gangway(&["sandbox", "serve", "--clock", "stopped"])
        .await;
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("manual"), "{}", run.err);
}

#[tokio::test]
async fn faults_are_set_listed_and_cleared() {
    let world = World::start().await;
    let home = &world.home;
    for arguments in [
        vec![
            "register",
            "--nth",
            "2",
            "--code",
            "133016",
            "--subcode",
            "7",
        ],
        vec!["waba", "--drop", "--takes-effect", "--delay", "2s"],
        vec!["--status", "503", "--times", "3", "--object", "102"],
        vec!["debug_token", "--code", "80007", "--regain-minutes", "7"],
    ] {
        let arguments = [vec!["sandbox", "fault"], arguments].concat();
        let said = home.output(&arguments).await;
        assert!(said.starts_with("fault "), "{said}");
    }
    let list = home.json(&["sandbox", "fault", "list", "--json"]).await;
    let faults = list["faults"].as_array().unwrap();
    assert_eq!(faults.len(), 4);
    assert_eq!(
        (&faults[0]["nth"], &faults[0]["error"]["subcode"]),
        (&2.into(), &7.into())
    );
    assert_eq!(
        (&faults[1]["delay_ms"], &faults[1]["drop"]),
        (&2000.into(), &true.into())
    );
    assert_eq!(
        (&faults[2]["times"], &faults[2]["object"]),
        (&3.into(), &"102".into())
    );
    assert_eq!(faults[3]["usage"]["estimated_time_to_regain_access"], 7);
    let shown = home.output(&["sandbox", "fault"]).await;
    for part in [
        "133016",
        "drops the connection",
        "HTTP 503",
        "a wait of 7 min",
    ] {
        assert!(shown.contains(part), "{part:?} is not in: {shown}");
    }
    home.output(&["sandbox", "fault", "clear"]).await;
    let none = home.output(&["sandbox", "fault", "list"]).await;
    assert_eq!(none, "no faults are set\n");

    // It strikes: the customer cannot be proved, and the link does not finish at once.
    home.output(&["sandbox", "fault", "oauth_access_token", "--code", "100"])
        .await;
    let link = world.link(false).await;
    home.gangway(&["sandbox", "finish", &link]).await;
    assert_ne!(world.status(&link).await, 1);
    let log = [
        "sandbox",
        "log",
        "--endpoint",
        "oauth_access_token",
        "--json",
    ];
    let calls = home.json(&log).await["calls"].clone();
    assert_eq!(
        (&calls[0]["error_code"], &calls[0]["fault"]),
        (&100.into(), &true.into())
    );
}

#[tokio::test]
async fn calls_and_codes_of_a_customer_are_shown() {
    let world = World::start().await;
    let home = &world.home;
    assert!(
        home.output(&["sandbox", "code"])
            .await
            .contains("no signup")
    );
    let link = world.link(false).await;
    home.output(&["sandbox", "finish", &link]).await;
    let codes = home.json(&["sandbox", "code", "--json"]).await;
    assert_eq!(codes["list"][0]["state"], "used", "{codes}");
    let shown = home.output(&["sandbox", "code"]).await;
    assert!(shown.contains("used"), "{shown}");

    let shown = home
        .output(&["sandbox", "log", "--endpoint", "register", "--last", "1"])
        .await;
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert!(
        shown.contains("/register") && shown.contains("200"),
        "{shown}"
    );
    home.output(&["sandbox", "log", "--clear"]).await;
    let none = home.json(&["sandbox", "log", "--json"]).await;
    assert_eq!(none["calls"], serde_json::json!([]));
}

#[tokio::test]
async fn a_webhook_is_sent_and_what_it_tells_comes_true() {
    let mut home = Home::bare();
    let receiver = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let callback = format!("http://{}/hook", receiver.local_addr().unwrap());
    let taken = axum::Router::new().fallback(async || "");
    tokio::spawn(async move { axum::serve(receiver, taken).await });
    let mut sandbox = home.start(&[
        "sandbox",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--webhook",
        &callback,
        "--redirect-uri",
        "https://gangway.example/oauth/return",
        "--credit-line",
        "197000000000001",
    ]);
    let url = loop {
        let line = sandbox.out.line().await;
        if let Some(url) = line.strip_prefix("export GANGWAY_META_GRAPH_URL=") {
            break url.trim_matches('\'').to_owned();
        }
    };
    home.set("GANGWAY_SANDBOX_URL", &url);
    let remote = gangway_meta_sim::Remote::new(&url).unwrap();
    let uris = remote.get("redirect_uris").await.unwrap();
    assert_eq!(
        uris["apps"][0]["uris"][0],
        "https://gangway.example/oauth/return"
    );
    let signup = serde_json::json!({
        "client_id": "670000000000001", "config_id": "810000000000001", "number": "4915123456789",
    });
    let signup = remote.post("signup", &signup).await.unwrap();
    let waba = signup["waba_id"].as_str().unwrap();

    let list = home.output(&["sandbox", "webhook", "list"]).await;
    assert!(list.contains("PARTNER_REMOVED") && list.contains("rejection_reason"));
    let said = home
        .output(&[
            "sandbox",
            "webhook",
            "PARTNER_REMOVED",
            "--number",
            "4915123456789",
            "--reason",
            "CHANGE_NUMBER",
            "--times",
            "2",
            "--signature",
            "bad",
        ])
        .await;
    assert_eq!(said, format!("{callback}: HTTP 200, HTTP 200\n"));
    let world = remote.get("world").await.unwrap();
    assert_eq!(world["numbers"][0]["gone"], true);
    let order = [
        "sandbox",
        "webhook",
        "PARTNER_REMOVED",
        "--waba",
        waba,
        "--no-world",
        "--json",
    ];
    assert_eq!(home.json(&order).await["delivered"], true);
    let world = remote.get("world").await.unwrap();
    assert_eq!(world["wabas"][0]["shared_with"][0], "670000000000001");
    for (arguments, code, expected) in [
        (vec!["PARTNER_REMOVED", "--number", "4915"], 1, "`number`"),
        (vec!["PARTNER_REMOVED"], 1, "`waba_id`"),
        (
            vec!["X", "--waba", waba, "--shape", "round"],
            2,
            "no_object",
        ),
        (
            vec!["X", "--waba", waba, "--set", "colour=red"],
            1,
            "colour",
        ),
    ] {
        let arguments = [vec!["sandbox", "webhook"], arguments].concat();
        let run = home.gangway(&arguments).await;
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{}", run.err);
    }
}

#[tokio::test]
async fn where_no_simulator_is_every_command_says_so() {
    let stranger = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", stranger.local_addr().unwrap());
    let other = axum::Router::new().fallback(async || "hello");
    tokio::spawn(async move { axum::serve(stranger, other).await });
    let home = Home::bare();
    for command in [
        vec!["clock"],
        vec!["fault", "list"],
        vec!["code"],
        vec!["webhook", "list"],
        vec!["log"],
    ] {
        let asked = |url: &str| {
            let arguments = [vec!["sandbox"], command.clone(), vec!["--sandbox", url]];
            arguments
                .concat()
                .iter()
                .map(|&argument| argument.to_owned())
                .collect::<Vec<_>>()
        };
        home.gangway(&asked("http://127.0.0.1:9"))
            .await
            .refuses(&["no answer from http://127.0.0.1:9/_sim/"]);
        home.gangway(&asked(&url))
            .await
            .refuses(&["not as the simulator does"]);
        home.gangway(&asked("127.0.0.1"))
            .await
            .refuses(&["the sandbox URL `127.0.0.1` is not a URL"]);
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

#[tokio::test]
async fn a_tech_provider_has_no_pool_of_numbers() {
    let pool = "GANGWAY_META_NUMBER_POOL_BUSINESS_ID";
    let mut home = Home::bare();
    let sandbox = home.sandbox().await;
    assert!(home.knows(pool));
    assert_eq!(sandbox.stop().await, 0);
    let mut home = Home::bare();
    let _sandbox = home.sandbox_with(&["--tech-provider"]).await;
    assert!(!home.knows(pool));
    let both = ["sandbox", "serve", "--tech-provider", "--credit-line", "1"];
    assert_eq!(home.gangway(&both).await.code, 2);
}
