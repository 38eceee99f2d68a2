//! TLS to the server.

use crate::{elsewhere, open, port_of, refusal};
use gangway_pg_cluster::{Cluster, ClusterOptions, psql};

fn with_tls() -> (Cluster, String) {
    let cluster = Cluster::start(&ClusterOptions {
        tls: true,
        ..ClusterOptions::default()
    })
    .unwrap();
    let authority = cluster.ca_certificate().unwrap().display().to_string();
    (cluster, authority)
}

/// Whether all sessions of Gangway are encrypted; it fails when there are none.
fn encrypted(cluster: &Cluster) -> bool {
    let answer = psql(
        &cluster.url("postgres"),
        "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE application_name = 'gangway'",
    )
    .unwrap();
    match answer.trim() {
        "t" => true,
        "f" => false,
        other => panic!("no session: {other:?}"),
    }
}

async fn is_encrypted(cluster: &Cluster, url: &str) -> bool {
    let store = open(url).await;
    // Its own table is read, so that there is a session.
    gangway_storage::Partners::partners(&store).await.unwrap();
    let encrypted = encrypted(cluster);
    store.close().await;
    encrypted
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mode_on_a_server_with_tls() {
    let (cluster, authority) = with_tls();
    let url = cluster.url("postgres");
    let by_name = elsewhere(&url, &format!("localhost:{}", port_of(&url)));
    let by_other_name = |query: &str| {
        elsewhere(&url, &format!("db.example:{}", port_of(&url)))
            + &format!("?hostaddr=127.0.0.1&{query}")
    };
    for (url, expected) in [
        (format!("{url}?sslmode=disable"), false),
        (url.clone(), true),
        (format!("{url}?sslmode=prefer"), true),
        (format!("{url}?sslmode=require"), true),
        (
            format!("{url}?sslmode=verify-full&sslrootcert={authority}"),
            true,
        ),
        (
            format!("{by_name}?sslmode=verify-full&sslrootcert={authority}"),
            true,
        ),
        (
            by_other_name(&format!("sslmode=verify-ca&sslrootcert={authority}")),
            true,
        ),
        (
            by_other_name(&format!("sslmode=require&sslrootcert={authority}")),
            true,
        ),
    ] {
        assert_eq!(is_encrypted(&cluster, &url).await, expected, "{url}");
    }

    let why = refusal(&by_other_name(&format!(
        "sslmode=verify-full&sslrootcert={authority}"
    )))
    .await;
    assert!(why.contains("by a name that"), "{why}");
    assert!(why.contains("db.example"), "{why}");

    // Signed by nobody that the system knows.
    let why = refusal(&format!("{url}?sslmode=verify-full")).await;
    assert!(why.contains("sslrootcert"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_authority_is_not_trusted() {
    let (cluster, _) = with_tls();
    let (_other, other_authority) = with_tls();
    let url = cluster.url("postgres");
    for mode in ["require", "verify-ca", "verify-full"] {
        let why = refusal(&format!(
            "{url}?sslmode={mode}&sslrootcert={other_authority}"
        ))
        .await;
        assert!(why.contains("not trusted"), "{mode}: {why}");
        assert!(why.contains("sslrootcert"), "{mode}: {why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_wants_tls_says_so() {
    let (cluster, _) = with_tls();
    let url = cluster.url("postgres");
    psql(
        &url,
        "DO $$ BEGIN EXECUTE format('COPY (SELECT ''hostssl all all all scram-sha-256'') TO %L',
             current_setting('hba_file')); END $$;
         SELECT pg_reload_conf()",
    )
    .unwrap();
    let why = refusal(&format!("{url}?sslmode=disable")).await;
    assert!(why.contains("wants TLS"), "{why}");
    assert!(why.contains("sslmode=verify-full"), "{why}");
    assert!(is_encrypted(&cluster, &format!("{url}?sslmode=require")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls() {
    let cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let url = cluster.url("postgres");
    assert!(!is_encrypted(&cluster, &format!("{url}?sslmode=prefer")).await);
    let why = refusal(&format!("{url}?sslmode=require")).await;
    assert!(why.contains("does not support TLS"), "{why}");
    // A socket is never encrypted, whatever the mode.
    let folder = psql(&url, "SHOW unix_socket_directories").unwrap();
    let socket = elsewhere(
        &url,
        &format!("{}:{}", folder.trim().replace('/', "%2F"), port_of(&url)),
    );
    assert!(!is_encrypted(&cluster, &format!("{socket}?sslmode=require")).await);
}

#[tokio::test]
async fn a_file_of_authorities_that_holds_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.pem");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing\n").unwrap();
    let broken = folder.path().join("broken.pem");
    std::fs::write(
        &broken,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    for file in [missing, empty, broken] {
        let file = file.display().to_string();
        let why = refusal(&format!(
            "postgres://ann:secret@db/shop?sslmode=verify-full&sslrootcert={file}"
        ))
        .await;
        assert!(why.contains(&file), "{why}");
        assert!(why.contains("PEM file"), "{why}");
    }
}
