//! What the binary says of a PostgreSQL that it cannot use, and which command makes something in it.

use crate::binary::Home;
use crate::support::TestData;
use gangway_testkit::postgres::psql;

/// A place with a database that is empty, and its URL.
fn empty() -> (Home, String) {
    let data = TestData::postgres();
    let url = data.database_url();
    let mut home = Home::on(data);
    home.set_meta();
    home.set("GANGWAY_LISTEN", "127.0.0.1:0");
    (home, url)
}

fn password(url: &str) -> &str {
    let (user, _) = url.rsplit_once('@').unwrap();
    user.rsplit_once(':').unwrap().1
}

#[tokio::test]
async fn only_a_new_partner_makes_tables() {
    let (home, url) = empty();
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public';";
    let id = "00000000000000000000";
    for arguments in [
        &["partner", "list"][..],
        &["partner", "suspend", id],
        &["partner", "resume", id],
        &["partner", "rotate-secret", id],
    ] {
        let run = home.gangway(arguments).await;
        run.refuses(&["holds no data of Gangway", "--database-url"]);
        assert!(!run.err.contains(password(&url)), "{}", run.err);
        assert_eq!(psql(&url, tables).unwrap(), "0", "{arguments:?}");
        assert!(!home.path("gangway.keys").exists(), "{arguments:?}");
    }
    home.partner("Harbour Software").await;
    assert_ne!(psql(&url, tables).unwrap(), "0");
    assert!(home.path("gangway.keys").exists());
}

#[tokio::test]
async fn keys_have_to_be_named_and_to_be_those_of_the_database() {
    let (mut home, _database) = empty();
    home.partner("Harbour Software").await;
    let keys = home.path("gangway.keys");
    let moved = home.path("elsewhere.keys");

    std::fs::rename(&keys, &moved).unwrap();
    let expected = ["gangway.keys", "missing", "keys_file"];
    home.gangway(&["serve"]).await.refuses(&expected);
    assert!(!keys.exists(), "useless keys stay nowhere");

    let (other, _database) = empty();
    other.partner("Other").await;
    std::fs::copy(other.path("gangway.keys"), &keys).unwrap();
    for arguments in [&["serve"][..], &["partner", "list"]] {
        let run = home.gangway(arguments).await;
        run.refuses(&["other keys than those in", "gangway.keys"]);
    }
    std::fs::write(&keys, "not a key").unwrap();
    let run = home.gangway(&["serve"]).await;
    run.refuses(&["gangway.keys", "no key file"]);

    home.set("GANGWAY_KEYS_FILE", "");
    let run = home.gangway(&["serve"]).await;
    run.refuses(&["keys_file", "is required with PostgreSQL"]);
    home.set("GANGWAY_KEYS_FILE", moved.to_str().unwrap());
    let list = home.json(&["partner", "list", "--json"]).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_to_be_had_is_named_without_the_password() {
    let (mut home, url) = empty();
    home.set("GANGWAY_DATABASE_WAIT_SECONDS", "1");
    let password = password(&url);
    let (server, _) = url.rsplit_once('/').unwrap();
    let (_, port) = server.rsplit_once(':').unwrap();
    for (url, expected) in [
        (
            url.replace(password, "wrong-word"),
            "check user and password in the URL",
        ),
        (format!("{server}/nowhere"), "create the database"),
        (url.replace(port, "9"), "cannot connect to postgres://"),
        (format!("{url}?sslmode=verify-full"), "TLS"),
    ] {
        for arguments in [&["serve"][..], &["partner", "list"]] {
            let at = ["--database-url", &url];
            let run = home.gangway(&[arguments, &at].concat()).await;
            run.refuses(&[expected]);
            for secret in [password, "wrong-word"] {
                assert!(!run.err.contains(secret), "{}", run.err);
            }
        }
    }
}
