#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use std::time::Duration;

fn url(text: &str) -> PostgresUrl {
    PostgresUrl::parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    PostgresUrl::parse(text).unwrap_err()
}

#[test]
fn both_schemes_and_all_parts() {
    for scheme in ["postgres", "postgresql"] {
        let url = url(&format!(
            "{scheme}://ann:b%40c@db.example:6432/shop?connect_timeout=7&application_name=till"
        ));
        let config = url.config();
        assert_eq!(config.get_user(), Some("ann"));
        assert_eq!(config.get_password(), Some("b@c".as_bytes()));
        assert_eq!(config.get_hosts(), [Host::Tcp("db.example".to_owned())]);
        assert_eq!(config.get_ports(), [6432]);
        assert_eq!(config.get_dbname(), Some("shop"));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(7)));
        assert_eq!(config.get_application_name(), Some("till"));
    }
}

#[test]
fn several_hosts() {
    let url = url("postgres://ann@one:5433,two,[::1]:5435/shop");
    assert_eq!(
        url.config().get_hosts(),
        ["one", "two", "::1"].map(|name| Host::Tcp(name.to_owned()))
    );
    assert_eq!(url.config().get_ports(), [5433, 5432, 5435]);
    assert_eq!(
        url.to_string(),
        "postgres://ann@one:5433,two:5432,[::1]:5435/shop?sslmode=prefer"
    );
}

#[test]
fn a_socket_is_not_encrypted() {
    for text in [
        "postgres://ann@%2Fvar%2Frun%2Fpostgresql/shop?sslmode=require",
        "postgres:///shop?user=ann&host=/var/run/postgresql",
    ] {
        let url = url(text);
        assert_eq!(
            url.config().get_hosts(),
            [Host::Unix("/var/run/postgresql".into())]
        );
        assert_eq!(url.config().get_ssl_mode(), SslMode::Disable);
    }
}

#[test]
fn an_address_without_a_host_is_the_name_that_is_checked() {
    let url = url("postgres://ann@/shop?hostaddr=127.0.0.1&sslmode=verify-full");
    assert_eq!(
        url.config().get_hosts(),
        [Host::Tcp("127.0.0.1".to_owned())]
    );
}

#[test]
fn sslmode_means_what_it_means_to_libpq() {
    let file = || PathBuf::from("/etc/my ca.pem");
    let cases = [
        ("", SslMode::Prefer, Trust::Anybody),
        ("sslmode=disable", SslMode::Disable, Trust::Anybody),
        ("sslmode=prefer", SslMode::Prefer, Trust::Anybody),
        ("sslmode=require", SslMode::Require, Trust::Anybody),
        (
            "sslmode=require&sslrootcert=/etc/my%20ca.pem",
            SslMode::Require,
            Trust::Chain(file()),
        ),
        (
            "sslrootcert=%2Fetc%2Fmy%20ca.pem&sslmode=verify-ca",
            SslMode::Require,
            Trust::Chain(file()),
        ),
        (
            "sslmode=verify-full&sslrootcert=/etc/my%20ca.pem",
            SslMode::Require,
            Trust::ChainAndName(Roots::File(file())),
        ),
        (
            "sslmode=verify-full&sslrootcert=system",
            SslMode::Require,
            Trust::ChainAndName(Roots::System),
        ),
        (
            "sslmode=verify-full",
            SslMode::Require,
            Trust::ChainAndName(Roots::System),
        ),
        (
            "sslrootcert=system",
            SslMode::Require,
            Trust::ChainAndName(Roots::System),
        ),
    ];
    for (query, mode, trust) in cases {
        let url = url(&format!("postgres://ann@db/shop?{query}"));
        assert_eq!(url.config().get_ssl_mode(), mode, "{query}");
        assert_eq!(url.trust(), &trust, "{query}");
    }
}

#[test]
fn a_check_that_would_not_happen_is_refused() {
    for (query, said) in [
        ("sslmode=verify-ca", "sslrootcert=FILE"),
        (
            "sslmode=verify-ca&sslrootcert=system",
            "sslmode=verify-full",
        ),
        ("sslmode=require&sslrootcert=system", "sslmode=verify-full"),
        ("sslrootcert=/ca.pem", "add sslmode=verify-full"),
        (
            "sslmode=prefer&sslrootcert=/ca.pem",
            "add sslmode=verify-full",
        ),
        (
            "sslmode=disable&sslrootcert=/ca.pem",
            "add sslmode=verify-full",
        ),
        ("sslmode=allow", "verify-ca or verify-full"),
        ("sslmode=", "verify-ca or verify-full"),
        ("sslmode=require&sslmode=disable", "sslmode twice"),
    ] {
        let refusal = refusal(&format!("postgres://ann@db/shop?{query}"));
        assert!(refusal.contains(said), "{query}: {refusal}");
    }
}

#[test]
fn only_a_server_that_takes_writes_is_wanted() {
    for value in ["any", "read-write", "primary"] {
        url(&format!(
            "postgres://ann@db/shop?target_session_attrs={value}"
        ));
    }
    for value in ["read-only", "standby", "prefer-standby"] {
        let refusal = refusal(&format!(
            "postgres://ann@db/shop?target_session_attrs={value}"
        ));
        assert!(refusal.contains("read-write"), "{refusal}");
    }
}

#[test]
fn what_is_not_understood_is_named() {
    for (text, said) in [
        ("mysql://ann@db/shop", "starts with postgres://"),
        ("host=db user=ann", "starts with postgres://"),
        ("postgres://ann@db/shop?sslcert=/c.pem", "`sslcert`"),
        (
            "postgres://ann@db/shop?conect_timeout=3",
            "`conect_timeout`",
        ),
        (
            "postgres://ann@db/shop?connect_timeout=soon",
            "`connect_timeout`",
        ),
        ("postgres://ann@db:port/shop", "`port`"),
        ("postgres://ann@db/shop?application_name", "name=value"),
        ("postgres:///shop?user=ann", "names no host"),
        ("postgres://ann@one,two/shop?hostaddr=127.0.0.1", "hostaddr"),
        (
            "postgres://ann@/shop?host=one,two,three&port=1,2",
            "one port",
        ),
    ] {
        let refusal = refusal(text);
        assert!(refusal.contains(said), "{text}: {refusal}");
    }
}

#[test]
fn the_password_is_never_shown() {
    let url = url("postgres://ann:hush-hush@db/shop?sslmode=require");
    assert_eq!(
        url.to_string(),
        "postgres://ann@db:5432/shop?sslmode=require"
    );
    assert_eq!(
        format!("{url:?}"),
        "PostgresUrl(postgres://ann@db:5432/shop?sslmode=require)"
    );
    let by_parameter =
        PostgresUrl::parse("postgres://db/shop?user=ann&password=hush-hush").unwrap();
    assert!(!format!("{by_parameter} {by_parameter:?}").contains("hush"));
    // Each of these is an error, and what could be a part of the password is not in it.
    for text in [
        "postgres://ann:hu@sh@db/shop",
        "postgres://ann:hu/sh@db/shop",
        "postgres://ann:hu?sh@db/shop",
        "postgres://db/shop?user=ann&password=hu@sh",
        "postgres://ann:hush@db:hush/shop",
        "postgres://ann:hush@db/shop?connect_timeout=hush",
        "postgres://ann:hush@db/shop?sslmode=hush",
        "postgres://ann:hush@db/shop?target_session_attrs=hush",
        "ann:hush@db/shop",
    ] {
        let refusal = refusal(text);
        assert!(!refusal.contains("hu"), "{text}: {refusal}");
        assert!(!refusal.contains("sh"), "{text}: {refusal}");
    }
}

#[test]
fn equal_when_everything_is() {
    let one = url("postgres://ann:x@db/shop");
    assert_eq!(one, one.clone());
    assert_ne!(one, url("postgres://ann:y@db/shop"));
    assert_ne!(one, url("postgres://ann:x@db/shop?sslmode=require"));
}
