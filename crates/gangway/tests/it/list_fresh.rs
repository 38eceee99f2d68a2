//! Read your writes: what was answered is in the next list.

use crate::support::{PageSession, TestApp, TestPartner};
use gangway_domain::Rng;
use gangway_testkit::SeededRng;
use serde_json::{Value, json};
use std::time::Duration;

/// What the lists have to be, newest first.
#[derive(Default)]
struct Model {
    lists: [Vec<Value>; 2],
}

async fn step(app: &TestApp, partners: &[TestPartner; 2], model: &mut Model, dice: &SeededRng) {
    let whose = usize::try_from(dice.below(2)).unwrap();
    let (partner, list) = (&partners[whose], &mut model.lists[whose]);
    let open: Vec<usize> = (0..list.len())
        .filter(|n| list[*n]["status"] == 0)
        .collect();
    let pick = (!open.is_empty())
        .then(|| open[usize::try_from(dice.below(open.len().try_into().unwrap())).unwrap()]);
    match (dice.below(8), pick) {
        (0..=3, _) | (_, None) => {
            let body = json!({"business_name": "Shop", "coexistence": dice.below(2)});
            list.insert(0, app.create(partner, body).await);
        }
        (4 | 5, Some(n)) => {
            let gone = list.remove(n);
            let number = gone["whatsapp"].as_str().unwrap();
            app.delete(partner, number).await.expect(200, 1);
        }
        (6, Some(n)) => list[n] = app.finish(&list[n], json!({})).await,
        (_, Some(n)) => {
            // Looked at and given up: nothing that the list shows.
            let page = PageSession::start(app, &list[n]).await;
            page.go_through(json!({"ending": "cancel"})).await;
        }
    }
    app.clock.advance(Duration::from_millis(dice.below(700)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_every_acknowledged_write_the_whole_list_is_what_it_has_to_be() {
    let app = TestApp::start().await;
    let partners = [app.partner("One").await, app.partner("Two").await];
    let mut model = Model::default();
    let dice = SeededRng::new(99);
    for round in 0..200 {
        step(&app, &partners, &mut model, &dice).await;
        for (partner, list) in partners.iter().zip(&model.lists) {
            assert_eq!(&app.list(partner).await, list, "after step {round}");
        }
    }
    for (partner, list) in partners.iter().zip(&model.lists) {
        for status in [0, 1] {
            let expected: Vec<_> = list
                .iter()
                .filter(|a| a["status"] == status)
                .cloned()
                .collect();
            assert!(!expected.is_empty(), "the walk has to have met both");
            let listed = app.list_of(partner, &format!("?status={status}")).await;
            assert_eq!(listed, expected);
        }
    }
}
