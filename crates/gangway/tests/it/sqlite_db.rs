//! `gangway db` on SQLite, as an operator calls it.

use crate::binary::Home;
use serde_json::json;

#[tokio::test]
async fn what_is_not_there_is_not_made() {
    let home = Home::bare();
    for arguments in [
        &["db", "migrate"][..],
        &["db", "status"],
        &["db", "status", "--json"],
        &["db", "backup", "copy.db"],
        &[
            "db",
            "copy",
            "--from",
            "sqlite:none.db",
            "--to",
            "sqlite:new.db",
        ],
    ] {
        let run = home.gangway(arguments).await;
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{arguments:?}");
        assert!(run.err.contains("there is no database at"), "{}", run.err);
    }
    for name in ["gangway.db", "gangway.keys", "copy.db", "none.db", "new.db"] {
        assert!(!home.path(name).exists(), "{name}");
    }
}

#[tokio::test]
async fn status_and_migrate_say_how_it_stands() {
    let home = Home::bare();
    home.partner("Harbour Software").await;
    let status = home.json(&["db", "status", "--json"]).await;
    let known = status["schema"]["known"].as_i64().unwrap();
    assert_eq!(status["kind"], "sqlite");
    assert_eq!(status["database"], "sqlite:gangway.db");
    assert_eq!(status["schema"], json!({"stored": known, "known": known}));
    assert_eq!(
        (&status["partners"], &status["copying"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(status["accounts"], json!({}));
    assert!(status["bytes"].as_u64().unwrap() > 4096);

    let said = home.output(&["db", "status"]).await;
    for part in [
        "sqlite:gangway.db",
        "partners     1",
        "accounts     0",
        "size ",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let said = home.output(&["db", "migrate"]).await;
    assert_eq!(
        said,
        format!("sqlite:gangway.db is at schema {known} already\n")
    );
    // The keys are not asked for: only what opens sealed values needs them.
    std::fs::remove_file(home.path("gangway.keys")).unwrap();
    home.output(&["db", "migrate"]).await;
    home.output(&["db", "status"]).await;
    assert!(!home.path("gangway.keys").exists());
}

#[tokio::test]
async fn a_backup_and_the_way_back() {
    let mut home = Home::bare();
    let first = home.partner("Harbour Software").await;
    let said = home.output(&["db", "backup", "copy.db"]).await;
    assert!(
        said.starts_with("copy.db  ") && said.ends_with(" bytes\n"),
        "{said}"
    );
    home.gangway(&["db", "backup", "copy.db"])
        .await
        .refuses(&["copy.db is there already", "--force"]);
    home.partner("Second").await;
    home.gangway(&["db", "restore", "copy.db"])
        .await
        .refuses(&["gangway.db is there already", "--force"]);

    let _sandbox = home.sandbox().await;
    let (server, _) = home.serve().await;
    let backed_up = home.gangway(&["db", "backup", "copy2.db"]).await;
    assert_eq!(backed_up.code, 0, "{}", backed_up.err);
    assert!(backed_up.err.contains("gangway.keys"), "{}", backed_up.err);
    home.gangway(&["db", "restore", "copy.db", "--force"])
        .await
        .refuses(&["gangway.db is in use", "stop the server"]);
    assert_eq!(server.stop().await, 0);

    let restored = home.gangway(&["db", "restore", "copy.db", "--force"]).await;
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(
        restored.out.starts_with("sqlite:gangway.db is restored"),
        "{}",
        restored.out
    );
    let kept = restored
        .err
        .split_whitespace()
        .find(|word| word.contains(".replaced-"));
    let kept = kept.unwrap_or_else(|| panic!("{}", restored.err));
    let list = home.json(&["partner", "list", "--json"]).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["client_id"], first["client_id"]);
    let kept = format!("sqlite:{kept}");
    let list = home
        .json(&["db", "status", "--json", "--database-url", &kept])
        .await;
    assert_eq!(list["partners"], 2);

    home.write("text.db", "nothing that SQLite wrote");
    home.gangway(&["db", "restore", "text.db", "--force"])
        .await
        .refuses(&["text.db", "no SQLite database"]);
    home.gangway(&["db", "restore", "gone.db"])
        .await
        .refuses(&["there is no file gone.db"]);
}

#[tokio::test]
async fn a_copy_in_words_and_as_json() {
    let home = Home::bare();
    home.partner("Harbour Software").await;
    let copy = [
        "db",
        "copy",
        "--from",
        "sqlite:gangway.db",
        "--to",
        "sqlite:new.db",
    ];
    let run = home.gangway(&copy).await;
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("TABLE"), "{}", run.out);
    let row = run
        .out
        .lines()
        .find(|line| line.starts_with("partner "))
        .unwrap();
    assert_eq!(row.split_whitespace().nth(1), Some("1"), "{row}");
    for part in [
        "copied partner: 1 of 1\n",
        "verified partner: 1 of 1\n",
        "gangway.keys",
    ] {
        assert!(run.err.contains(part), "{}", run.err);
    }
    assert!(!run.err.contains('\r'), "nobody watches: {:?}", run.err);
    home.gangway(&copy)
        .await
        .refuses(&["new.db is not empty", "empty database"]);
    home.gangway(&[&copy[..], &["--restart"]].concat())
        .await
        .refuses(&["new.db is not empty"]);

    // Into the configured database, where none is named.
    let into = ["--database-url", "sqlite:third.db", "--json"];
    let report = home.json(&[&copy[..4], &into].concat()).await;
    assert_eq!(report["source"], "sqlite:gangway.db");
    assert_eq!(report["target"], "sqlite:third.db");
    assert_eq!(
        (&report["resumed"], &report["rows"]),
        (&json!(false), &json!(3)),
        "the partner, its credential, and the audit log's word of it"
    );
    let tables = report["tables"].as_array().unwrap();
    assert_eq!(tables[0]["table"], "partner");
    assert_eq!(tables[0]["sha256"].as_str().unwrap().len(), 64);

    for (from, expected) in [
        ("mysql://me:geheim@db/x", "--from must be sqlite:PATH"),
        ("postgres://me:geheim@db:port/x", "--from "),
    ] {
        let run = home.gangway(&["db", "copy", "--from", from]).await;
        run.refuses(&[expected]);
        assert!(!run.err.contains("geheim"), "{}", run.err);
    }
}

#[tokio::test]
async fn a_copy_of_a_database_in_use_says_what_it_lacks() {
    let mut home = Home::bare();
    home.partner("Harbour Software").await;
    let _sandbox = home.sandbox().await;
    let copy = [
        "db",
        "copy",
        "--from",
        "sqlite:gangway.db",
        "--json",
        "--to",
    ];
    let (server, _) = home.serve().await;
    let rehearsed = home.gangway(&[&copy[..], &["sqlite:a.db"]].concat()).await;
    assert_eq!(rehearsed.code, 0, "{}", rehearsed.err);
    assert_eq!(server.stop().await, 0);
    let moved = home.gangway(&[&copy[..], &["sqlite:b.db"]].concat()).await;
    for (run, in_use) in [(rehearsed, true), (moved, false)] {
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(report["source_in_use"], in_use);
        for (part, said) in [
            ("since then is NOT in sqlite:a.db", in_use),
            ("Now give the servers sqlite:b.db", !in_use),
        ] {
            assert_eq!(run.err.contains(part), said, "{}", run.err);
        }
    }
}
