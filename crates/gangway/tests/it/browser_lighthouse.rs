//! The customer's page and the website as Lighthouse judges them, on its throttled phone.

use crate::browser::{app, bakery};
use serde_json::Value;
use tokio::process::Command;

/// What Lighthouse says of a page.
async fn judged(url: &str) -> Value {
    let program = std::env::var("GANGWAY_LIGHTHOUSE")
        .expect("GANGWAY_LIGHTHOUSE is not set: run the tests with `cargo xtask test`");
    let chromium = std::env::var("GANGWAY_CHROMIUM").unwrap();
    let output = Command::new("node")
        .args([
            &program,
            url,
            "--quiet",
            "--output=json",
            "--output-path=stdout",
        ])
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage")
        .env("CHROME_PATH", chromium)
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn score(report: &Value, category: &str) -> u64 {
    let score = report["categories"][category]["score"].as_f64().unwrap();
    (score * 100.0).round() as u64
}

/// What is not as it could be, for the message of a failure.
fn faults(report: &Value) -> Vec<String> {
    let audits = report["audits"].as_object().unwrap();
    audits
        .iter()
        .filter(|(_, audit)| audit["score"].as_f64().is_some_and(|score| score < 0.9))
        .map(|(id, audit)| format!("{id}: {}", audit["displayValue"]))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_that_strangers_see_are_sound() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let page = judged(account["onboarding_link"].as_str().unwrap()).await;
    let website = judged(account["landing_page"].as_str().unwrap()).await;
    for (report, seo) in [(&page, None), (&website, Some(100))] {
        let faults = faults(report);
        assert_eq!(score(report, "accessibility"), 100, "{faults:?}");
        assert_eq!(score(report, "best-practices"), 100, "{faults:?}");
        if let Some(seo) = seo {
            assert_eq!(score(report, "seo"), seo, "{faults:?}");
        }
        let bytes = report["audits"]["total-byte-weight"]["numericValue"].as_f64();
        assert!(bytes.unwrap() < 30.0 * 1024.0, "{bytes:?}");
    }
}
