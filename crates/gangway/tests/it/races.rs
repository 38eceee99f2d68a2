//! What happens at the same moment.

use crate::support::{APP_ID, LIST, PageSession, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Winner {
    Finish,
    Delete,
}

/// How long after the code the delete sets out. Each round moves it towards the moment at
/// which the other one wins, so that the two meet in the middle of the set-up, however fast
/// the machine is.
struct Aim(Duration);

impl Aim {
    fn learn(&mut self, winner: Winner) {
        self.0 = match winner {
            Winner::Delete => self.0 * 5 / 4,
            Winner::Finish => self.0 * 4 / 5,
        };
    }
}

/// Sends code and delete at (almost) the same moment and proves that one of them happened.
async fn round(app: &TestApp, partner: &TestPartner, coexistence: u8, aim: &Aim) -> Winner {
    let body = json!({"business_name": "Race", "coexistence": coexistence});
    let account = app.create(partner, body).await;
    let temporary = account["whatsapp"].as_str().unwrap();
    let page = PageSession::start(app, &account).await;
    let heard = page.dialog(json!({})).await;
    page.event(heard["messages"][0].as_str().unwrap()).await;
    let code = json!({"session": page.session, "code": heard["code"]});
    let (finish, delete) = tokio::join!(page.post("code", code), async {
        tokio::time::sleep(aim.0).await;
        app.delete(partner, temporary).await
    });
    let (_, finish) = finish;
    let digits = heard["number"].as_str().unwrap();
    let waba = heard["waba_id"].as_str().unwrap();
    let number = app.meta().number(digits).await;
    let real = app.list_of(partner, &format!("?whatsapp={digits}")).await;
    let listed = app
        .list_of(partner, &format!("?whatsapp={temporary}"))
        .await;
    assert!(
        listed.is_empty(),
        "in neither outcome is the old number listed"
    );
    if delete.json["reason"] == 1 {
        delete.expect(200, 1);
        assert_eq!(finish["state"], "gone", "{finish}");
        assert!(real.is_empty());
        assert_eq!(app.page(&page.link).await.http, 410);
        assert_eq!(page.status().await["state"], "gone");
        app.delete(partner, temporary).await.expect(404, 26);
        // Whoever noticed last takes back what was done at Meta.
        let taken_back = async {
            loop {
                let subscribed = !app.meta().subscribers(waba).await.is_empty();
                let status = app.meta().number(digits).await["status"].clone();
                let live = coexistence == 0 && status == "CONNECTED";
                if !subscribed && !live {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        let patience = Duration::from_secs(10);
        tokio::time::timeout(patience, taken_back).await.unwrap();
        Winner::Delete
    } else {
        delete.expect(409, 25);
        assert_eq!(
            (&finish["state"], &finish["number"]),
            (&json!("finished"), &json!(digits))
        );
        assert_eq!((real.len(), &real[0]["status"]), (1, &json!(1)));
        assert_eq!(number["status"], "CONNECTED");
        assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
        app.delete(partner, temporary).await.expect(409, 25);
        Winner::Finish
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finish_and_delete_raced_200_times_end_in_exactly_one_of_the_two() {
    let app = Arc::new(TestApp::start().await);
    let mut lanes = JoinSet::new();
    for lane in 0..4_u8 {
        let app = Arc::clone(&app);
        lanes.spawn(async move {
            let partner = app.partner(&format!("Lane {lane}")).await;
            let mut aim = Aim(Duration::from_millis(8));
            let mut winners = Vec::new();
            for _ in 0..50 {
                let winner = round(&app, &partner, lane % 2, &aim).await;
                aim.learn(winner);
                winners.push(winner);
            }
            let finished = winners.iter().filter(|winner| **winner == Winner::Finish);
            let listed = app.list(&partner).await;
            assert_eq!(listed.len(), finished.count());
            assert!(listed.iter().all(|account| account["status"] == 1));
            winners
        });
    }
    let winners = lanes.join_all().await.concat();
    assert_eq!(winners.len(), 200);
    let kinds: HashSet<_> = winners.iter().collect();
    assert_eq!(kinds.len(), 2, "both have to be met, or nothing was raced");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_brought_many_times_at_once_is_exchanged_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for n in 1..=5 {
        let account = app.create(&partner, json!({"business_name": "Race"})).await;
        let page = PageSession::start(&app, &account).await;
        let heard = page.dialog(json!({})).await;
        let code = heard["code"].as_str().unwrap();
        let answers = tokio::join!(
            page.code(code),
            page.code(code),
            page.code(code),
            page.event(heard["messages"][0].as_str().unwrap()),
            page.resume(),
            page.code(code),
        );
        drop(answers);
        while page.status().await["state"] == "working" {
            tokio::task::yield_now().await;
        }
        assert_eq!(page.status().await["state"], "finished");
        assert_eq!(app.meta().calls("oauth_access_token").await.len(), n);
        let number = app.meta().number(heard["number"].as_str().unwrap()).await;
        assert_eq!(number["register_calls"], 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_links_that_race_for_one_number_give_it_to_one() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for n in 0..10 {
        let number = format!("9725012345{n:02}");
        let mut pages = Vec::new();
        for _ in 0..2 {
            let account = app.create(&partner, json!({"business_name": "Race"})).await;
            pages.push(PageSession::start(&app, &account).await);
        }
        let wish = || json!({"number": number});
        let (one, two) = tokio::join!(pages[0].go_through(wish()), pages[1].go_through(wish()));
        let mut states = [one.1, two.1].map(|answer| answer["state"].as_str().unwrap().to_owned());
        states.sort();
        assert_eq!(states, ["failed", "finished"]);
        let listed = app.list_of(&partner, &format!("?whatsapp={number}")).await;
        assert_eq!(listed.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_callers_of_a_cold_large_list_all_get_it_whole() {
    let app = Arc::new(TestApp::start().await);
    let partner = app.partner("One").await;
    let mut creates = JoinSet::new();
    for lane in 0..8 {
        let (app, partner) = (Arc::clone(&app), partner.clone());
        creates.spawn(async move {
            for n in 0..250 {
                let name = format!("Shop {lane}-{n}");
                app.create(&partner, json!({"business_name": name})).await;
            }
        });
    }
    creates.join_all().await;
    let app = Arc::into_inner(app).unwrap();
    let app = Arc::new(app.restart().await);
    let mut calls = JoinSet::new();
    for _ in 0..32 {
        let (app, partner) = (Arc::clone(&app), partner.clone());
        calls.spawn(async move {
            app.call(Method::GET, LIST, Some(&partner.token), None)
                .await
        });
    }
    let answers = calls.join_all().await;
    let texts: HashSet<_> = answers.iter().map(|answer| &answer.text).collect();
    assert_eq!(texts.len(), 1);
    let list: &Vec<Value> = answers[0].json["list"].as_array().unwrap();
    let numbers: HashSet<_> = list
        .iter()
        .map(|a| a["whatsapp"].as_str().unwrap())
        .collect();
    assert_eq!((list.len(), numbers.len()), (2000, 2000));
}
