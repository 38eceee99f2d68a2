//! `gangway demo` on more than one SQLite file.

use crate::binary::{Home, Http};
use crate::binary_demo::listed;

#[tokio::test]
async fn each_database_has_partners_of_its_own() {
    let mut home = Home::bare();
    let (running, first) = home.demo().await;
    let accounts = listed(&first).await.len();
    assert_eq!(running.stop().await, 0);

    let usual = home.path("data/gangway.db");
    let other = home.path("elsewhere/other.db");
    home.set(
        "GANGWAY_DATABASE_URL",
        format!("sqlite:{}", other.display()),
    );
    assert!(!other.exists());
    let (running, second) = home.demo().await;
    assert!(other.exists());
    assert_ne!(second["client_id"], first["client_id"]);
    assert_eq!(listed(&second).await.len(), accounts);
    assert_eq!(running.stop().await, 0);

    home.set(
        "GANGWAY_DATABASE_URL",
        format!("sqlite:{}", usual.display()),
    );
    let (running, third) = home.demo().await;
    assert_eq!(third["partners"], first["partners"]);
    assert_eq!(running.stop().await, 0);

    // The secrets are there, but their partners went with the database.
    std::fs::remove_file(usual).unwrap();
    let (running, fourth) = home.demo().await;
    assert_eq!(listed(&fourth).await.len(), accounts);
    let http = Http::to(fourth["url"].as_str().unwrap());
    for partner in fourth["partners"].as_array().unwrap() {
        assert!(http.token(partner).await.is_some());
    }
    assert_eq!(running.stop().await, 0);
}
