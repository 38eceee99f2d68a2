//! `gangway accounts`: what a partner does without a line of code.

use crate::binary::{Home, Running};
use crate::support::no_tls;
use serde_json::{Value, json};

/// A demo, and the environment of its first partner.
async fn partner() -> (Home, Running, Value) {
    let mut home = Home::new();
    let (running, ready) = home.demo().await;
    for (name, key) in [
        ("GANGWAY_URL", "url"),
        ("GANGWAY_CLIENT_ID", "client_id"),
        ("GANGWAY_CLIENT_SECRET", "client_secret"),
        ("GANGWAY_SANDBOX_URL", "sandbox_url"),
    ] {
        home.set(name, ready[key].as_str().unwrap());
    }
    (home, running, ready)
}

#[tokio::test]
async fn accounts_are_listed_as_table_json_and_csv() {
    let (home, _demo, _) = partner().await;
    let json = home.json(&["accounts", "list", "--json"]).await;
    let all = json.as_array().unwrap();
    assert!(all.len() >= 5);

    let table = home.output(&["accounts", "list"]).await;
    let mut lines = table.lines();
    let head = lines.next().unwrap();
    for heading in [
        "WHATSAPP",
        "STATUS",
        "COEXISTENCE",
        "BUSINESS",
        "REFERENCE",
        "LINK",
    ] {
        assert!(head.contains(heading), "{head}");
    }
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), all.len());
    for (row, account) in rows.iter().zip(all) {
        assert!(row.contains(account["whatsapp"].as_str().unwrap()));
        assert!(
            row.ends_with(account["onboarding_link"].as_str().unwrap()),
            "{row}"
        );
    }

    let csv = home.output(&["accounts", "list", "--csv"]).await;
    assert!(
        csv.starts_with("create_time,whatsapp,coexistence,business_name,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), all.len() + 1);

    let finished = home
        .json(&["accounts", "list", "--status", "1", "--json"])
        .await;
    let finished = finished.as_array().unwrap();
    assert!(!finished.is_empty() && finished.iter().all(|account| account["status"] == 1));
    let found = home
        .json(&["accounts", "list", "-q", "bakery", "--json"])
        .await;
    assert_eq!(found[0]["business_name"], "Blue Door Bakery");
    let sorted = home
        .json(&[
            "accounts",
            "list",
            "--sort",
            "-business_name",
            "--limit",
            "2",
            "--json",
        ])
        .await;
    assert_eq!(sorted.as_array().unwrap().len(), 2);
    assert!(sorted[0]["business_name"].as_str() >= sorted[1]["business_name"].as_str());

    let none = home
        .gangway(&["accounts", "list", "-q", "nobody has this name"])
        .await;
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("no accounts"), "{}", none.err);
    let both = home.gangway(&["accounts", "list", "--json", "--csv"]).await;
    assert_eq!(both.code, 2);
}

#[tokio::test]
async fn an_account_is_created_finished_and_not_deleted_any_more() {
    let (home, _demo, _) = partner().await;
    let made = home
        .json(&[
            "accounts",
            "create",
            "Acme inc",
            "--coexistence",
            "--reference",
            "R 1",
            "--email",
            "john@example.com",
            "--address",
            "Grove Street",
            "--display-name",
            "Acme",
            "--language",
            "he",
            "--expires-in",
            "3600",
            "--json",
        ])
        .await;
    assert_eq!(made["business_name"], "Acme inc");
    assert_eq!(made["reference"], "R 1");
    assert_eq!(made["coexistence"], 1);
    let number = made["whatsapp"].as_str().unwrap();
    assert!(number.starts_with("97257"));

    let link = made["onboarding_link"].as_str().unwrap();
    let outcome = home
        .json(&[
            "sandbox",
            "finish",
            link,
            "--number",
            "+972 50-123-4567",
            "--json",
        ])
        .await;
    assert_eq!(outcome["state"], "finished");
    assert_eq!(outcome["number"], "972501234567");
    let run = home.gangway(&["accounts", "delete", "972501234567"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(
        run.err.contains("has finished the onboarding"),
        "{}",
        run.err
    );

    let plain = home.output(&["accounts", "create", "Second"]).await;
    assert!(
        plain.contains("onboarding_link") && plain.contains("landing_page"),
        "{plain}"
    );
    let number = plain
        .lines()
        .find_map(|line| line.strip_prefix("whatsapp"))
        .unwrap()
        .trim();
    let removed = home.output(&["accounts", "delete", number]).await;
    assert!(removed.contains(number), "{removed}");
    let made = home.json(&["accounts", "create", "Third", "--json"]).await;
    let third = made["whatsapp"].as_str().unwrap();
    let removed = home.json(&["accounts", "delete", third, "--json"]).await;
    assert_eq!(removed, json!({ "whatsapp": third }));
    let again = home.gangway(&["accounts", "delete", number]).await;
    assert_eq!(again.code, 1);
    assert!(
        again.err.contains("26") || again.err.contains("no account"),
        "{}",
        again.err
    );
}

#[tokio::test]
async fn a_refused_call_says_why_and_fails() {
    let (mut home, _demo, ready) = partner().await;
    let run = home
        .gangway(&["accounts", "create", "A", "--email", "nobody"])
        .await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("business_email"), "{}", run.err);
    let run = home.gangway(&["accounts", "list", "--sort", "name"]).await;
    assert_eq!(run.code, 1);
    assert!(run.err.contains("sort must be one of"), "{}", run.err);

    home.set("GANGWAY_CLIENT_SECRET", "wrong");
    let run = home.gangway(&["accounts", "list"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(
        run.err.contains("client_id or client_secret is wrong"),
        "{}",
        run.err
    );
    assert!(
        !run.err.contains(ready["client_id"].as_str().unwrap()),
        "{}",
        run.err
    );

    home.set("GANGWAY_URL", "http://127.0.0.1:9");
    let run = home.gangway(&["accounts", "list"]).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("127.0.0.1:9"), "{}", run.err);
    home.set("GANGWAY_URL", "example");
    let run = home.gangway(&["accounts", "list"]).await;
    assert_eq!(run.code, 1);
    assert!(run.err.contains("http"), "{}", run.err);
}

#[tokio::test]
async fn watch_prints_what_happens() {
    let (home, _demo, _) = partner().await;
    let known = home.json(&["accounts", "list", "--json"]).await;
    let known = known.as_array().unwrap();
    let mut watch = home.start(&["accounts", "watch", "--json", "--interval", "1"]);
    for account in known.iter().rev() {
        let first = watch.out.json().await;
        assert_eq!(&first["account"], account);
        let expected = if account["status"] == 1 {
            "finished"
        } else {
            "created"
        };
        assert_eq!(first["change"], expected);
    }

    let made = home
        .json(&["accounts", "create", "Watched", "--json"])
        .await;
    let created = watch.out.json().await;
    assert_eq!(
        (&created["change"], &created["account"]),
        (&"created".into(), &made)
    );

    let link = made["onboarding_link"].as_str().unwrap();
    home.output(&["sandbox", "finish", link, "--number", "+4915123456789"])
        .await;
    let finished = watch.out.json().await;
    assert_eq!(finished["change"], "finished");
    assert_eq!(finished["account"]["whatsapp"], "4915123456789");

    let made = home
        .json(&["accounts", "create", "Taken back", "--json"])
        .await;
    assert_eq!(watch.out.json().await["change"], "created");
    home.output(&["accounts", "delete", made["whatsapp"].as_str().unwrap()])
        .await;
    let removed = watch.out.json().await;
    assert_eq!(
        (&removed["change"], &removed["account"]),
        (&"removed".into(), &made)
    );
    assert_eq!(watch.stop().await, 0);

    let mut plain = home.start(&["accounts", "watch", "--status", "1", "--interval", "1"]);
    assert!(plain.out.line().await.starts_with("finished "));
    assert_eq!(plain.stop().await, 0);
}

#[tokio::test]
async fn watch_with_a_filter_tells_no_tales() {
    let (home, _demo, _) = partner().await;
    let mut watch = home.start(&[
        "accounts",
        "watch",
        "--status",
        "0",
        "-q",
        "watched",
        "--interval",
        "1",
    ]);
    let create = ["accounts", "create", "Watched", "--json"];
    let made = home.json(&create).await;
    assert!(watch.out.line().await.starts_with("created "));

    // Leaves the unfinished ones, which is no removal; the others are none of its business.
    home.output(&["accounts", "create", "Another"]).await;
    let link = made["onboarding_link"].as_str().unwrap();
    home.output(&["sandbox", "finish", link, "--number", "+4915123456789"])
        .await;
    let said = watch.out.line().await;
    assert!(
        said.starts_with("finished ") && said.contains("4915123456789"),
        "{said}"
    );
    assert_eq!(watch.stop().await, 0);

    // A part of the list cannot be watched.
    for cut in [["--limit", "2"], ["--sort", "business_name"]] {
        let run = home.gangway(&["accounts", "watch", cut[0], cut[1]]).await;
        assert_eq!(run.code, 2, "{}", run.err);
    }
}

#[tokio::test]
async fn a_long_list_is_read_in_parts() {
    let (home, _demo, _) = partner().await;
    let all = home.json(&["accounts", "list", "--json"]).await;
    let all = all.as_array().unwrap();

    let mut pages = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut arguments = vec!["accounts", "list", "--limit", "3", "--json"];
        if let Some(cursor) = &cursor {
            arguments.extend(["--cursor", cursor]);
        }
        let run = home.gangway(&arguments).await;
        assert_eq!(run.code, 0, "{}", run.err);
        let page: Vec<Value> = serde_json::from_str(&run.out).unwrap();
        assert!(page.len() <= 3);
        pages.extend(page);
        let next = run.err.trim().rsplit_once("--cursor ");
        match next {
            Some((_, next)) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(&pages, all);

    let number = all[1]["whatsapp"].as_str().unwrap();
    let one = home
        .json(&["accounts", "list", "--whatsapp", number, "--json"])
        .await;
    assert_eq!(one, json!([all[1]]));
    let oldest = all.last().unwrap()["create_time"].as_i64().unwrap();
    let newest = all[0]["create_time"].as_i64().unwrap();
    for (option, time, count) in [
        ("--created-from", oldest, all.len()),
        ("--created-from", newest + 1, 0),
        ("--created-to", newest, all.len()),
        ("--created-to", oldest - 1, 0),
    ] {
        let time = time.to_string();
        let found = home
            .json(&["accounts", "list", option, &time, "--json"])
            .await;
        assert_eq!(found.as_array().unwrap().len(), count, "{option} {time}");
    }
}

#[tokio::test]
async fn a_timeline_is_shown_for_people_and_for_programs() {
    let (home, _demo, _) = partner().await;
    let made = home.json(&["accounts", "create", "Told", "--json"]).await;
    let number = made["whatsapp"].as_str().unwrap();
    let link = made["onboarding_link"].as_str().unwrap();
    home.output(&["sandbox", "finish", link, "--number", "+4915123456789"])
        .await;

    let shown = home.json(&["accounts", "timeline", number, "--json"]).await;
    assert_eq!(shown["state"], "finished");
    assert_eq!(shown["whatsapp"], "4915123456789");
    assert_eq!(shown["timeline"][0]["event"], "created");
    let text = home
        .output(&["accounts", "timeline", "+49 1512 3456789"])
        .await;
    let row = |start: &str| {
        let row = text.lines().find(|line| line.starts_with(start));
        row.unwrap_or_else(|| panic!("no {start:?} in: {text}"))
    };
    assert!(row("whatsapp ").ends_with(" 4915123456789"), "{text}");
    assert!(row("state ").ends_with(" finished"), "{text}");
    assert!(row("register ").contains(" done "), "{text}");
    assert!(row("quality ").contains(" GREEN "), "{text}");
    assert!(text.contains("TIME (UTC)"), "{text}");
    // The hour of its creation, by the calendar of another program.
    let created = made["create_time"].as_i64().unwrap();
    let date = home.shell(&format!("date -u -d @{created} '+%F %T'")).await;
    assert_eq!(date.code, 0, "{}", date.err);
    let first = row(date.out.trim());
    assert!(first.ends_with("created"), "{first}");

    let run = home
        .gangway(&["accounts", "timeline", "972501111111"])
        .await;
    run.refuses(&["26", "getAccounts"]);
}

#[tokio::test]
async fn a_link_is_renewed() {
    let (home, _demo, _) = partner().await;
    let made = home
        .json(&["accounts", "create", "Renewed", "--json"])
        .await;
    let number = made["whatsapp"].as_str().unwrap();
    let fresh = home
        .json(&[
            "accounts",
            "renew",
            number,
            "--expires-in",
            "3600",
            "--json",
        ])
        .await;
    assert_ne!(fresh["onboarding_link"], made["onboarding_link"]);
    let mut expected = made.clone();
    expected["onboarding_link"] = fresh["onboarding_link"].clone();
    assert_eq!(fresh, expected);

    let plain = home.output(&["accounts", "renew", number]).await;
    let line = plain
        .lines()
        .find_map(|line| line.strip_prefix("onboarding_link"));
    let link = line.unwrap().trim();
    home.output(&["sandbox", "finish", link, "--number", "+4915123456789"])
        .await;
    let run = home.gangway(&["accounts", "renew", number]).await;
    run.refuses(&["25", "nothing to renew"]);
    let run = home
        .gangway(&["accounts", "renew", number, "--expires-in", "0"])
        .await;
    run.refuses(&["expires_in"]);
}

#[tokio::test]
async fn customers_who_ask_for_a_new_link_are_listed() {
    let (home, _demo, _) = partner().await;
    let none = home.gangway(&["accounts", "renewals"]).await;
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("no customer asks"), "{}", none.err);

    let made = home.json(&["accounts", "create", "Asking", "--json"]).await;
    let number = made["whatsapp"].as_str().unwrap();
    home.output(&["accounts", "delete", number]).await;
    let link = made["onboarding_link"].as_str().unwrap();
    let asked = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(no_tls())
        .build()
        .unwrap()
        .post(format!("{link}/renewal"))
        .send()
        .await
        .unwrap();
    assert_eq!(asked.status(), 200);

    let open = home.json(&["accounts", "renewals", "--json"]).await;
    assert_eq!(open[0]["state"], "removed");
    assert_eq!(open[0]["account"], made);
    let run = home.gangway(&["accounts", "renewals"]).await;
    let row = run.out.lines().find(|row| row.contains(number)).unwrap();
    assert!(row.contains("removed") && row.contains("Asking"), "{row}");
    assert!(run.err.contains("create a new one"), "{}", run.err);
}
