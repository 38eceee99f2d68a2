//! `gangway db` on PostgreSQL, as an operator calls it.

use crate::binary::Home;
use crate::support::TestData;
use gangway_testkit::postgres::{self, psql};
use serde_json::{Value, json};

/// The password in a database's address.
fn password(url: &str) -> &str {
    let rest = url.split_once("://").unwrap().1;
    let (account, _) = rest.split_once('@').unwrap();
    account.split_once(':').unwrap().1
}

#[tokio::test]
async fn a_database_from_nothing_to_its_first_partner() {
    let home = Home::on(TestData::postgres());
    let status = home.json(&["db", "status", "--json"]).await;
    assert_eq!(status["kind"], "postgres");
    assert_eq!(status["schema"]["stored"], Value::Null);
    let said = home.output(&["db", "status"]).await;
    assert!(said.contains("none yet"), "looking makes nothing: {said}");

    let known = &status["schema"]["known"];
    let said = home.output(&["db", "migrate"]).await;
    assert!(
        said.ends_with(&format!("was empty and is at schema {known} now\n")),
        "{said}"
    );
    let said = home.output(&["db", "migrate"]).await;
    assert!(
        said.ends_with(&format!("is at schema {known} already\n")),
        "{said}"
    );
    assert!(!home.path("gangway.keys").exists());

    home.partner("Harbour Software").await;
    let status = home.json(&["db", "status", "--json"]).await;
    assert_eq!(
        status["schema"],
        json!({"stored": known, "known": known, "works_from": 5})
    );
    assert_eq!(
        (&status["partners"], &status["accounts"]),
        (&json!(1), &json!({}))
    );
    let server = &status["server"];
    assert_eq!(server["encrypted"], false);
    assert!(server["connections"].as_i64() < server["max_connections"].as_i64());
    let said = home.output(&["db", "status"]).await;
    for part in ["PostgreSQL 1", "not encrypted", "partners     1"] {
        assert!(said.contains(part), "{said}");
    }
}

#[tokio::test]
async fn backups_are_left_to_postgresql_with_the_command_to_use() {
    let data = TestData::postgres();
    let url = data.database_url();
    let home = Home::on(data);
    let name = url.rsplit('/').next().unwrap();
    for (command, tool) in [
        ("backup", "pg_dump --format=custom"),
        ("restore", "pg_restore"),
    ] {
        let run = home.gangway(&["db", command, "it's.dump"]).await;
        run.refuses(&[tool, name, r"'it'\''s.dump'", "docs/OPERATIONS.md"]);
        assert!(!run.err.contains(password(&url)), "{}", run.err);
    }
}

/// What the refused commands say to do works.
#[tokio::test]
async fn the_commands_for_a_backup_do_what_they_say() {
    let data = TestData::postgres();
    let url = data.database_url();
    let home = Home::on(data);
    home.partner("Harbour Software").await;
    let command = |said: &str| {
        let line = said.lines().find(|line| line.starts_with("  pg_"));
        line.unwrap_or_else(|| panic!("{said}")).trim().to_owned()
    };
    let bin = "PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)";
    let environment = format!("{bin} PGPASSWORD={}", password(&url));
    let dump = command(&home.gangway(&["db", "backup", "a.dump"]).await.err);
    let run = home.shell(&format!("{environment} {dump}")).await;
    assert_eq!(run.code, 0, "{dump}: {}", run.err);
    let empty = postgres::database().unwrap();
    let restore = ["db", "restore", "a.dump", "--database-url", empty.url()];
    let restore = command(&home.gangway(&restore).await.err);
    let run = home.shell(&format!("{environment} {restore}")).await;
    assert_eq!(run.code, 0, "{restore}: {}", run.err);
    let list = home
        .json(&["partner", "list", "--json", "--database-url", empty.url()])
        .await;
    assert_eq!(list[0]["name"], "Harbour Software");
}

#[tokio::test]
async fn moving_to_postgresql_and_an_unfinished_move() {
    let mut home = Home::bare();
    let first = home.partner("Harbour Software").await;
    let server = postgres::database().unwrap();
    let copy = [
        "db",
        "copy",
        "--from",
        "sqlite:gangway.db",
        "--to",
        server.url(),
    ];
    let run = home.gangway(&copy).await;
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains(password(server.url())) && !run.out.contains(password(server.url())));
    let refused = home.gangway(&copy).await;
    refused.refuses(&["is not empty", "table partner holds data"]);
    assert!(
        !refused.err.contains(password(server.url())),
        "{}",
        refused.err
    );

    let path = home.path("gangway.db").canonicalize().unwrap();
    let mark = format!(
        "UPDATE store_meta SET copying = 'sqlite:{}';",
        path.display()
    );
    psql(server.url(), &mark).unwrap();
    home.set("GANGWAY_DATABASE_URL", server.url());
    home.set(
        "GANGWAY_KEYS_FILE",
        home.path("gangway.keys").to_str().unwrap(),
    );
    for arguments in [
        &["partner", "list"][..],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        home.set("GANGWAY_META_APP_ID", "67");
        home.set("GANGWAY_META_APP_SECRET", "s");
        home.set("GANGWAY_META_CONFIG_ID", "1");
        home.gangway(arguments).await.refuses(&[
            "gangway.db",
            "was not finished",
            "gangway db copy again",
            "empty it",
        ]);
    }
    let said = home.output(&["db", "status"]).await;
    assert!(said.contains("unfinished   a copy of sqlite:"), "{said}");
    let report = home
        .json(&["db", "copy", "--from", "sqlite:gangway.db", "--json"])
        .await;
    assert_eq!(report["resumed"], true);
    let list = home.json(&["partner", "list", "--json"]).await;
    assert_eq!(list[0]["client_id"], first["client_id"]);
}
