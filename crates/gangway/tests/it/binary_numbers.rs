//! Registered and connected numbers in the demo, whose clock the command line moves.

use crate::binary::Home;
use gangway_client::{Client, CodeMethod, Error, ListQuery, NewAccount};
use gangway_meta_sim::customer::{Customer, FinishOptions};
use serde_json::Value;

const NUMBER: &str = "4915112345678";

fn client(ready: &Value) -> Client {
    let text = |name: &str| ready[name].as_str().unwrap().to_owned();
    Client::new(&text("url"), text("client_id"), text("client_secret")).unwrap()
}

fn reason(error: &Error) -> u64 {
    match error {
        Error::Refused { reason, .. } => u64::from(*reason),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_number_is_registered_with_the_code_of_the_sandbox_and_its_days_go_by() {
    let mut home = Home::new();
    let (running, ready) = home.demo().await;
    home.set(
        "GANGWAY_SANDBOX_URL",
        ready["sandbox_url"].as_str().unwrap(),
    );
    let partner = client(&ready);
    let none = home.gangway(&["sandbox", "code", NUMBER]).await;
    assert_eq!(none.code, 1, "{}", none.out);
    assert!(none.err.contains("no code is waited for"), "{}", none.err);

    let register = || partner.register_number(NUMBER, CodeMethod::Sms, "front desk", "en_US");
    register().await.unwrap();
    let code = home.output(&["sandbox", "code", "+49 151 12345678"]).await;
    let code = code.trim();
    assert!(
        code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()),
        "{code}"
    );
    assert_eq!(
        home.json(&["sandbox", "code", NUMBER, "--json"]).await["code"],
        code
    );
    partner.verify_number(NUMBER, code).await.unwrap();
    let listed = partner.registered_numbers().await.unwrap();
    assert_eq!(
        (&*listed[0].whatsapp, &*listed[0].comment),
        (NUMBER, "front desk")
    );

    home.output(&["sandbox", "clock", "+44d"]).await;
    assert_eq!(reason(&register().await.unwrap_err()), 9);
    home.output(&["sandbox", "clock", "+1d"]).await;
    register().await.unwrap();
    let code = home.output(&["sandbox", "code", NUMBER]).await;
    partner.verify_number(NUMBER, code.trim()).await.unwrap();
    let renewed = partner.registered_numbers().await.unwrap();
    let days = (renewed[0].expiration - listed[0].expiration) / 86_400;
    assert!((44..=46).contains(&days), "{days}");

    // A start on the same data does not go back in time.
    let clock = home.json(&["sandbox", "clock", "--json"]).await;
    assert_eq!(running.stop().await, 0);
    let (running, ready) = home.demo().await;
    home.set(
        "GANGWAY_SANDBOX_URL",
        ready["sandbox_url"].as_str().unwrap(),
    );
    let again = home.json(&["sandbox", "clock", "--json"]).await;
    assert!(
        again["now"].as_i64() >= clock["now"].as_i64(),
        "{again} after {clock}"
    );
    let partner = client(&ready);
    assert_eq!(partner.registered_numbers().await.unwrap(), renewed);
    home.output(&["sandbox", "clock", "+90d"]).await;
    assert_eq!(partner.registered_numbers().await.unwrap(), []);
    assert_eq!(running.stop().await, 0);
}

#[tokio::test]
async fn a_connected_number_is_listed_and_disconnected_for_good() {
    let home = Home::new();
    let (running, ready) = home.demo().await;
    let partner = client(&ready);
    let before = partner.connected_numbers().await.unwrap().total_whats_app;
    let account = partner
        .create_account(&NewAccount::new("Acme"))
        .await
        .unwrap();
    let customer = Customer::new(ready["sandbox_url"].as_str().unwrap()).unwrap();
    let options = FinishOptions {
        number: Some(NUMBER.to_owned()),
        ..FinishOptions::default()
    };
    customer
        .finish(&account.onboarding_link, &options)
        .await
        .unwrap();
    let connected = partner.connected_numbers().await.unwrap();
    assert_eq!(connected.total_whats_app, before + 1);
    assert_eq!(connected.list[0].whatsapp, NUMBER);
    for _ in 0..2 {
        partner.delete_connected_number(NUMBER).await.unwrap();
    }
    let after = partner.connected_numbers().await.unwrap();
    assert_eq!(after.total_whats_app, before);
    let accounts = partner.get_accounts(&ListQuery::default()).await.unwrap();
    assert!(
        accounts
            .list
            .iter()
            .all(|account| account.whatsapp != NUMBER)
    );
    let unknown = partner.delete_connected_number("4915112340000").await;
    assert_eq!(reason(&unknown.unwrap_err()), 27);
    assert_eq!(running.stop().await, 0);
}
