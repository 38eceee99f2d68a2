//! What the binary says when something is wrong before it starts, and when it is asked for help.

use crate::binary::{Ended, Home};
use std::net::TcpListener;
use std::path::Path;

/// One message on stderr that names what has to be mended; nothing else anywhere.
fn refused(run: &Ended, expected: &[&str]) {
    let shown = format!("{}{}", run.out, run.err);
    assert_ne!(run.code, 0, "{shown}");
    assert_eq!(run.out, "", "{shown}");
    assert_eq!(run.err.matches("error:").count(), 1, "{shown}");
    for noise in ["panicked", "backtrace", "RUST_", "Os {", "\u{1b}["] {
        assert!(!run.err.contains(noise), "{shown}");
    }
    for part in expected {
        assert!(run.err.contains(part), "{part:?} is not in: {shown}");
    }
}

/// The settings without which a server does not start.
fn complete(home: &mut Home) {
    home.set("GANGWAY_META_APP_ID", "67");
    home.set("GANGWAY_META_APP_SECRET", "secret");
    home.set("GANGWAY_META_CONFIG_ID", "81");
}

#[tokio::test]
async fn a_wrong_file_is_named_with_key_and_mend() {
    for (text, expected) in [
        (
            "listem = \"x\"",
            ["gangway.toml", "listem", "did you mean listen?"],
        ),
        (
            "[meta]\napp_idd = \"x\"",
            ["gangway.toml", "meta.app_idd", "did you mean meta.app_id?"],
        ),
        (
            "listen = \"8080\"",
            ["gangway.toml", "listen", "127.0.0.1:8080"],
        ),
        (
            "listen = 8080",
            ["gangway.toml", "listen", "must be a string"],
        ),
        (
            "database_url = \"mysql://x\"",
            ["gangway.toml", "database_url", "sqlite:PATH"],
        ),
        ("listen = ", ["gangway.toml", "line 1", "listen = "]),
    ] {
        let mut home = Home::new();
        complete(&mut home);
        home.write("gangway.toml", text);
        refused(&home.gangway(&["serve"]).await, &expected);
        assert!(!home.path("gangway.db").exists(), "nothing was made");
    }
    let home = Home::new();
    refused(
        &home.gangway(&["serve", "--config", "missing.toml"]).await,
        &["missing.toml"],
    );
    home.write("gangway.toml", [0xff, 0xfe]);
    refused(&home.gangway(&["serve"]).await, &["gangway.toml"]);
}

#[tokio::test]
async fn wrong_variables_and_flags_are_named() {
    for (name, value, expected) in [
        (
            "GANGWAY_LISTEN",
            "nowhere",
            ["GANGWAY_LISTEN", "127.0.0.1:8080"],
        ),
        (
            "GANGWAY_API_ALWAYS_200",
            "maybe",
            ["GANGWAY_API_ALWAYS_200", "api.always_200"],
        ),
        (
            "GANGWAY_META_TIMEOUT_SECONDS",
            "0",
            ["GANGWAY_META_TIMEOUT_SECONDS", "from 1 to 120"],
        ),
        (
            "GANGWAY_PUBLIC_URL",
            "example.com",
            ["GANGWAY_PUBLIC_URL", "https://"],
        ),
        ("GANGWAY_LOG", "info,=", ["GANGWAY_LOG", "info"]),
    ] {
        let mut home = Home::new();
        complete(&mut home);
        home.set(name, value);
        refused(&home.gangway(&["serve"]).await, &expected);
    }
    let mut home = Home::new();
    complete(&mut home);
    for (arguments, expected) in [
        (
            vec!["serve", "--listen", "here"],
            ["--listen", "127.0.0.1:8080"],
        ),
        (
            vec!["serve", "--set", "api.always=1"],
            ["api.always", "did you mean api.always_200?"],
        ),
        (vec!["serve", "--set", "listen"], ["--set", "KEY=VALUE"]),
        (
            vec!["serve", "--database-url", "postgres://x"],
            ["--database-url", "sqlite:PATH"],
        ),
        (vec!["serve", "--lisen", "x"], ["--lisen", "--listen"]),
        (vec!["frobnicate"], ["frobnicate", "--help"]),
        (vec!["accounts", "list"], ["--client-id", "--help"]),
    ] {
        refused(&home.gangway(&arguments).await, &expected);
    }
}

#[tokio::test]
async fn serve_says_which_setting_of_meta_is_missing() {
    let mut home = Home::new();
    let app_id = home.gangway(&["serve"]).await;
    refused(&app_id, &["meta.app_id", "App Dashboard", "gangway demo"]);
    home.set("GANGWAY_META_APP_ID", "67");
    refused(
        &home.gangway(&["serve"]).await,
        &["meta.app_secret", "GANGWAY_META_APP_SECRET"],
    );
    home.set("GANGWAY_META_APP_SECRET", "s");
    refused(
        &home.gangway(&["serve"]).await,
        &["meta.config_id", "GANGWAY_META_CONFIG_ID"],
    );
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out() {
    let mut home = Home::new();
    complete(&mut home);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let run = home.gangway(&[command, "--listen", &address]).await;
        refused(&run, &[&address, "--listen"]);
    }
    let run = home
        .gangway(&["sandbox", "serve", "--listen", &address])
        .await;
    refused(&run, &[&address]);
}

#[tokio::test]
async fn a_broken_store_is_named_by_its_file() {
    let mut home = Home::new();
    complete(&mut home);
    home.set("GANGWAY_LISTEN", "127.0.0.1:0");
    home.partner("Harbour Software").await;

    let keys = home.path("gangway.keys");
    let kept = std::fs::read(&keys).unwrap();
    std::fs::remove_file(&keys).unwrap();
    refused(
        &home.gangway(&["serve"]).await,
        &["gangway.keys", "missing", "keys_file"],
    );
    std::fs::write(&keys, "not a key").unwrap();
    refused(
        &home.gangway(&["serve"]).await,
        &["gangway.keys", "no key file"],
    );
    std::fs::write(&keys, kept).unwrap();

    for leftover in ["gangway.db-wal", "gangway.db-shm"] {
        let _ = std::fs::remove_file(home.path(leftover));
    }
    home.write("gangway.db", vec![b'x'; 8192]);
    for arguments in [["serve"].as_slice(), &["partner", "list"]] {
        refused(&home.gangway(arguments).await, &["gangway.db"]);
    }
    std::fs::create_dir(home.path("folder.db")).unwrap();
    std::fs::copy(&keys, home.path("other.keys")).unwrap();
    home.set("GANGWAY_KEYS_FILE", "other.keys");
    let run = home
        .gangway(&["serve", "--database-url", "sqlite:folder.db"])
        .await;
    refused(&run, &["folder.db"]);
    let demo = ["demo", "--data", ".", "--listen", "127.0.0.1:0"];
    refused(&home.gangway(&demo).await, &["gangway.db"]);
    let home = Home::new();
    home.write("gangway.db.demo.json", "{");
    refused(
        &home.gangway(&demo).await,
        &["gangway.db.demo.json is damaged", "remove it"],
    );
}

#[tokio::test]
async fn the_api_document_is_the_committed_one() {
    let printed = Home::new().output(&["openapi"]).await;
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    let committed = std::fs::read_to_string(committed).unwrap();
    assert!(
        printed == committed,
        "docs/api/openapi.json is out of date: run `cargo xtask check-generated --update` and commit the file"
    );
}

#[tokio::test]
async fn output_that_nobody_reads_any_more_is_no_error() {
    let home = Home::new();
    let binary = env!("CARGO_BIN_EXE_gangway");
    let run = home.shell(&format!("'{binary}' openapi | head -n 1")).await;
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "{\n", "")
    );
}

#[tokio::test]
async fn every_command_explains_itself() {
    let home = Home::new();
    for command in [
        "",
        "serve",
        "demo",
        "openapi",
        "partner",
        "partner create",
        "partner list",
        "partner suspend",
        "partner resume",
        "partner rotate-secret",
        "accounts",
        "accounts list",
        "accounts create",
        "accounts delete",
        "accounts watch",
        "sandbox",
        "sandbox serve",
        "sandbox finish",
    ] {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let help = home.output(&arguments).await;
        let usage = format!("Usage: gangway {command}");
        assert!(help.contains(usage.trim_end()), "{help}");
        let written = help.lines().filter(|line| !line.starts_with("Usage"));
        let widest = written.map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{command}: {widest:?}\n{help}");
        let undescribed = help.lines().any(|line| {
            let flag = line.trim_start();
            flag.starts_with("--") && !flag.contains("  ") && !long(&help)
        });
        assert!(!undescribed, "{help}");
    }
    let version = home.output(&["--version"]).await;
    assert_eq!(version, format!("gangway {}\n", env!("CARGO_PKG_VERSION")));
    let nothing = home.gangway(&Vec::<&str>::new()).await;
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("Usage: gangway"), "{}", nothing.err);
}

/// Whether descriptions stand under their flags.
fn long(help: &str) -> bool {
    help.contains("\n          ")
}
