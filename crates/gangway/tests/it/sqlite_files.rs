//! The files of SQLite: which command makes them, and what is said of those that are broken.

use crate::binary::Home;

#[tokio::test]
async fn only_a_new_partner_makes_a_database() {
    let home = Home::bare();
    let id = "00000000000000000000";
    for arguments in [
        &["partner", "list"][..],
        &["partner", "suspend", id],
        &["partner", "resume", id],
        &["partner", "rotate-secret", id],
    ] {
        let at = ["--database-url", "sqlite:data/typo.db"];
        let run = home.gangway(&[arguments, &at].concat()).await;
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{arguments:?}");
        for part in ["no database at data/typo.db", "--database-url"] {
            assert!(run.err.contains(part), "{arguments:?}: {}", run.err);
        }
        assert!(!home.path("data").exists(), "{arguments:?} made something");
    }
    home.partner("Harbour Software").await;
    assert!(home.path("gangway.db").exists());
}

#[tokio::test]
async fn a_broken_store_is_named_by_its_file() {
    let mut home = Home::bare();
    home.set_meta();
    home.set("GANGWAY_LISTEN", "127.0.0.1:0");
    home.partner("Harbour Software").await;

    let keys = home.path("gangway.keys");
    let kept = std::fs::read(&keys).unwrap();
    std::fs::remove_file(&keys).unwrap();
    home.gangway(&["serve"])
        .await
        .refuses(&["gangway.keys", "missing", "keys_file"]);
    std::fs::write(&keys, "not a key").unwrap();
    home.gangway(&["serve"])
        .await
        .refuses(&["gangway.keys", "no key file"]);
    std::fs::write(&keys, kept).unwrap();

    for leftover in ["gangway.db-wal", "gangway.db-shm"] {
        let _ = std::fs::remove_file(home.path(leftover));
    }
    home.write("gangway.db", vec![b'x'; 8192]);
    for arguments in [["serve"].as_slice(), &["partner", "list"]] {
        home.gangway(arguments).await.refuses(&["gangway.db"]);
    }
    std::fs::create_dir(home.path("folder.db")).unwrap();
    std::fs::copy(&keys, home.path("other.keys")).unwrap();
    home.set("GANGWAY_KEYS_FILE", "other.keys");
    let run = home
        .gangway(&["serve", "--database-url", "sqlite:folder.db"])
        .await;
    run.refuses(&["folder.db"]);
    let demo = ["demo", "--data", ".", "--listen", "127.0.0.1:0"];
    home.gangway(&demo).await.refuses(&["gangway.db"]);
    let home = Home::bare();
    home.write("gangway.db.demo.json", "{");
    home.gangway(&demo)
        .await
        .refuses(&["gangway.db.demo.json is damaged", "remove it"]);
}
