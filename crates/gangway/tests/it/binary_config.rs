//! What the binary says when something is wrong before it starts, and when it is asked for help.

use crate::binary::Home;
use std::net::TcpListener;
use std::path::Path;

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
        let mut home = Home::bare();
        home.set_meta();
        home.write("gangway.toml", text);
        home.gangway(&["serve"]).await.refuses(&expected);
        assert!(!home.path("gangway.db").exists(), "nothing was made");
    }
    let home = Home::bare();
    home.gangway(&["serve", "--config", "missing.toml"])
        .await
        .refuses(&["missing.toml"]);
    home.write("gangway.toml", [0xff, 0xfe]);
    home.gangway(&["serve"]).await.refuses(&["gangway.toml"]);
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
        let mut home = Home::bare();
        home.set_meta();
        home.set(name, value);
        home.gangway(&["serve"]).await.refuses(&expected);
    }
    let mut home = Home::bare();
    home.set_meta();
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
            vec!["serve", "--database-url", "mysql://x"],
            ["--database-url", "sqlite:PATH"],
        ),
        (vec!["serve", "--lisen", "x"], ["--lisen", "--listen"]),
        (vec!["frobnicate"], ["frobnicate", "--help"]),
        (vec!["accounts", "list"], ["--client-id", "--help"]),
    ] {
        home.gangway(&arguments).await.refuses(&expected);
    }
}

#[tokio::test]
async fn serve_says_which_setting_of_meta_is_missing() {
    let mut home = Home::bare();
    let app_id = home.gangway(&["serve"]).await;
    app_id.refuses(&["meta.app_id", "App Dashboard", "gangway demo"]);
    home.set("GANGWAY_META_APP_ID", "67");
    home.gangway(&["serve"])
        .await
        .refuses(&["meta.app_secret", "GANGWAY_META_APP_SECRET"]);
    home.set("GANGWAY_META_APP_SECRET", "s");
    home.gangway(&["serve"])
        .await
        .refuses(&["meta.config_id", "GANGWAY_META_CONFIG_ID"]);
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out() {
    let mut home = Home::new();
    home.set_meta();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let run = home.gangway(&[command, "--listen", &address]).await;
        run.refuses(&[&address, "--listen"]);
    }
    let run = home
        .gangway(&["sandbox", "serve", "--listen", &address])
        .await;
    run.refuses(&[&address]);
}

#[tokio::test]
async fn the_api_document_is_the_committed_one() {
    let printed = Home::bare().output(&["openapi"]).await;
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    let committed = std::fs::read_to_string(committed).unwrap();
    assert!(
        printed == committed,
        "docs/api/openapi.json is out of date: run `cargo xtask check-generated --update` and commit the file"
    );
}

#[tokio::test]
async fn output_that_nobody_reads_any_more_is_no_error() {
    let home = Home::bare();
    let binary = env!("CARGO_BIN_EXE_gangway");
    let run = home.shell(&format!("'{binary}' openapi | head -n 1")).await;
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "{\n", "")
    );
}

#[tokio::test]
async fn every_command_explains_itself() {
    let home = Home::bare();
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
