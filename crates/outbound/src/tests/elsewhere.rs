//! Posts from a process of its own, whose environment is another one.

use super::certificate::receiver_with_tls;
use super::{post, receiver};
use std::ffi::OsStr;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// Where the other process posts to; where it is set, this is the other process.
const URL: &str = "GANGWAY_TEST_POST_TO";

/// Runs the test of this name in another process, which posts to `url`. What came of it.
async fn posted(test: &str, url: &str, environment: &[(&str, &OsStr)]) -> String {
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--nocapture", "--exact"])
        .arg(format!("tests::elsewhere::{test}"))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env(URL, url)
        .envs(environment.iter().copied())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    let outcome = said.lines().find_map(|line| line.split_once("posted: "));
    outcome.unwrap_or_else(|| panic!("{run:?}")).1.to_owned()
}

/// What the other process does.
async fn post_if_elsewhere() -> bool {
    let Ok(url) = std::env::var(URL) else {
        return false;
    };
    println!("posted: {:?}", post(&url).await.map(|posted| posted.status));
    true
}

#[tokio::test]
async fn no_proxy_of_the_environment_is_used() {
    if post_if_elsewhere().await {
        return;
    }
    let proxy = receiver(async |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 502 Proxy\r\n\r\n").await;
    })
    .await;
    let port = receiver(async |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    })
    .await;
    let proxy = format!("http://127.0.0.1:{proxy}");
    let names = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let proxies = names.map(|name| (name, proxy.as_ref()));
    let url = format!("http://127.0.0.1:{port}/");
    let posted = posted("no_proxy_of_the_environment_is_used", &url, &proxies).await;
    assert_eq!(posted, "Ok(204)");
}

/// Elsewhere the system keeps its certificates in a way that the environment does not change.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_certificate_that_the_system_trusts_is_good_for_its_names() {
    if post_if_elsewhere().await {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (port, certificate) = receiver_with_tls(folder.path());
    let trusted = [("SSL_CERT_FILE", certificate.as_ref())];
    for (host, expected) in [("localhost", "Ok(204)"), ("127.0.0.1", "Err(Tls)")] {
        let url = format!("https://{host}:{port}/");
        let test = "a_certificate_that_the_system_trusts_is_good_for_its_names";
        assert_eq!(posted(test, &url, &trusted).await, expected, "{host}");
    }
}
