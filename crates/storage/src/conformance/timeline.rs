//! What is written into the timeline of an account.

use super::world::{World, at, lease, proved, sealed};
use crate::{Fact, Finished, Given, Progress, StepError, StepFailure, Store, TIMELINE_KEPT, Then};
use gangway_domain::{AccountId, Problem, Step, TimelineEntry, TimelineEvent as Event};
use std::sync::Arc;

fn said(text: &str) -> Option<StepError> {
    Some(StepError {
        text: text.to_owned(),
        ..StepError::default()
    })
}

pub async fn the_way_through_is_told_in_order(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let (store, id, session) = (&world.store, account.id, world.hash());
    assert_eq!(world.timeline(id).await, [], "the account's row tells");
    let progress = async |owner, step, now| {
        assert!(store.progress(id, owner, step, at(now)).await.unwrap());
    };
    let fail = async |owner, step, error, then, now| {
        let failure = StepFailure { step, error, then };
        assert!(store.fail_step(id, owner, failure, at(now)).await.unwrap());
    };
    for now in [1, 2] {
        store.open(id, at(now)).await.unwrap();
    }
    store.start(id, session, at(3)).await.unwrap();
    let (step, cause) = (Some("PHONE".to_owned()), Some("closed".to_owned()));
    store.cancel(id, session, step, cause, at(4)).await.unwrap();
    store.start(id, session, at(5)).await.unwrap();
    let claim = store.claim_exchange(id, world.hash(), lease(1, at(100)), at(6));
    claim.await.unwrap();
    progress(1, Progress::Exchanged(sealed(1)), 7).await;
    progress(1, Progress::PinDrawn(sealed(2)), 8).await;
    store.start(id, session, at(9)).await.unwrap();
    store.cancel(id, session, None, None, at(10)).await.unwrap();
    fail(1, Step::Prove, said("no answer"), Then::Again, 11).await;
    let later = Then::Later {
        at: at(20),
        asked_by_meta: false,
    };
    fail(1, Step::Prove, None, later, 12).await;
    store.take_over(lease(2, at(50)), at(20)).await.unwrap();
    progress(2, proved("10", "20"), 21).await;
    store.hand_over(id, 2).await.unwrap();
    store.take_over(lease(3, at(60)), at(23)).await.unwrap();
    store.take_over(lease(4, at(200)), at(60)).await.unwrap();
    let halt = Then::Halt {
        problem: Problem::PinUnknown,
        not_before: None,
    };
    fail(4, Step::Register, said("wrong PIN"), halt, 61).await;
    let resume = store.claim_resume(id, Given::Nothing, lease(5, at(200)), at(62));
    resume.await.unwrap();
    let error = said("declined").unwrap();
    let skipped = Progress::Skipped(Step::HistorySync, error);
    progress(5, skipped, 63).await;
    fail(5, Step::ReadNumber, None, halt, 64).await;
    let resume = store.claim_resume(id, Given::Nothing, lease(6, at(200)), at(65));
    resume.await.unwrap();
    let finished = Finished {
        number: super::world::real("972501234567"),
        business: None,
        at: at(66),
    };
    store.finish(id, 6, finished).await.unwrap();

    let entry = |now, event| TimelineEntry::new(at(now), event);
    let expected = [
        entry(1, Event::Opened),
        entry(3, Event::Started),
        entry(4, Event::Cancelled).step("PHONE").cause("closed"),
        entry(5, Event::Started),
        entry(6, Event::Code),
        entry(7, Event::StepDone).step("exchange"),
        entry(9, Event::Started),
        entry(11, Event::StepWaits).step("prove").cause("no answer"),
        entry(12, Event::StepWaits).step("prove"),
        entry(21, Event::StepDone).step("prove"),
        entry(60, Event::TakenOver),
        entry(61, Event::Halted)
            .step("register")
            .cause("pin_unknown: wrong PIN"),
        entry(62, Event::Resumed),
        entry(63, Event::StepSkipped)
            .step("history_sync")
            .cause("declined"),
        entry(64, Event::Halted)
            .step("read_number")
            .cause("pin_unknown"),
        entry(65, Event::Resumed),
        entry(66, Event::Finished),
    ];
    assert_eq!(world.timeline(id).await, expected);
}

pub async fn what_does_not_happen_is_not_told(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let (store, id) = (&world.store, account.id);
    let stranger = world.hash();
    store.cancel(id, stranger, None, None, at(1)).await.unwrap();
    assert!(!store.disconnect(id, "told", at(1)).await.unwrap());
    assert!(!store.reconnect(id, "told", at(1)).await.unwrap());
    let resume = store.claim_resume(id, Given::Nothing, lease(1, at(9)), at(1));
    resume.await.unwrap();
    let progress = store.progress(id, 1, Progress::Subscribed, at(1)).await;
    assert!(!progress.unwrap());
    assert_eq!(store.expire_links(10, at(1)).await.unwrap(), 0);
    assert_eq!(world.timeline(id).await, []);
    let nobody = AccountId::from_row(id.row() + 1);
    assert_eq!(world.timeline(nobody).await, []);
}

pub async fn the_latest_events_are_kept(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (one, other) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    world.store.open(other.id, at(1)).await.unwrap();
    let many = u64::try_from(TIMELINE_KEPT).unwrap() + 20;
    for n in 0..many {
        let fact = Fact {
            name: "quality".to_owned(),
            value: n.to_string(),
            at: at(n),
        };
        let noted = world.store.note_fact(one.id, fact, at(n)).await;
        assert!(noted.unwrap());
    }
    let kept = world.timeline(one.id).await;
    assert_eq!(kept.len(), TIMELINE_KEPT);
    assert_eq!(
        (kept[0].at, kept[TIMELINE_KEPT - 1].at),
        (at(20), at(many - 1))
    );
    assert_eq!(world.events(other.id).await, [Event::Opened]);
}
