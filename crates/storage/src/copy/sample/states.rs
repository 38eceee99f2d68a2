//! One account in each state, with what each operation of the journey leaves behind.

use super::{at, hash};
use crate::{
    ClaimOutcome, Claims, DialogState, Fact, FinishOutcome, Finished, Lease, NewLink, Progress,
    RemoveOutcome, RenewOutcome, StepError, StepFailure, Store, Then,
};
use gangway_domain::{
    AccountId, Hash256, LinkSlug, MetaBusinessId, Onboarding, PhoneNumber, PhoneNumberId, Problem,
    Sealed, Step, WabaId,
};

/// Brings the `m`th account of the `n`th partner to the state that is its own.
pub(super) async fn bring(store: &dyn Store, account: &Onboarding, n: u64, m: u64) {
    let id = account.id;
    let serial = n * 1_000 + m;
    let session = hash(serial);
    match m {
        0 => return,
        1 => return store.open(id, at(9)).await.unwrap(),
        15 => return expired(store, account, serial).await,
        _ => {}
    }
    store.open(id, at(9)).await.unwrap();
    attempt(store, id, session).await;
    match m {
        2 => dialogs(store, id, session, serial).await,
        3 => {
            let step = Some("PHONE_NUMBER_SETUP".to_owned());
            let cause = Some("closed".to_owned());
            let left = store.cancel(id, session, step, cause, at(11));
            left.await.unwrap();
        }
        4 => remove(store, account).await,
        _ => {
            let owner = claim(store, id, serial).await;
            if m == 12 {
                return;
            }
            set_up(store, id, owner, serial).await;
            match m {
                13 => {
                    let then = Then::Later {
                        at: at(190),
                        asked_by_meta: true,
                    };
                    fail(store, id, owner, then).await;
                }
                7 | 8 | 14 => {
                    let problem = match m {
                        7 => Problem::PinUnknown,
                        8 => Problem::PinTries,
                        _ => Problem::NumberMissing,
                    };
                    let then = Then::Halt {
                        problem,
                        not_before: (m == 8).then(|| at(500)),
                    };
                    fail(store, id, owner, then).await;
                }
                17 => remove(store, account).await,
                9..=11 => finish(store, id, owner, n * 100 + m).await,
                16 => {
                    finish(store, id, owner, n * 100 + m).await;
                    cut_off(store, id).await;
                }
                _ => {}
            }
        }
    }
}

async fn attempt(store: &dyn Store, id: AccountId, session: Hash256) {
    store.start(id, session, at(10)).await.unwrap();
    let claims = Claims {
        waba: Some(WabaId::parse("31").unwrap()),
        phone_number: Some(PhoneNumberId::parse("32").unwrap()),
    };
    assert!(store.claim_assets(id, session, claims).await.unwrap());
}

/// One turn through the dialog that came back, and one that did not.
async fn dialogs(store: &dyn Store, account: AccountId, session: Hash256, serial: u64) {
    for turn in [serial, serial + 500] {
        let state = DialogState {
            hash: hash(turn),
            account,
            session,
            until: at(70),
        };
        store.keep_dialog(state, at(10)).await.unwrap();
    }
    let back = store.return_dialog(hash(serial), at(20)).await.unwrap();
    assert!(back.unwrap().fresh);
}

async fn expired(store: &dyn Store, account: &Onboarding, serial: u64) {
    let new = NewLink {
        link: LinkSlug::parse(&format!("second{serial}")).unwrap(),
        expires_at: Some(at(5)),
    };
    let renewed = store.renew_link(account.partner, &account.number, new, at(1));
    let renewed = renewed.await.unwrap();
    assert!(matches!(renewed, RenewOutcome::Renewed { .. }));
    assert_eq!(store.expire_links(10, at(6)).await.unwrap(), 1);
    assert!(store.request_renewal(account.id, at(7)).await.unwrap());
}

async fn remove(store: &dyn Store, account: &Onboarding) {
    let gone = store.remove_account(account.partner, &account.number, at(20));
    assert_eq!(gone.await.unwrap(), RemoveOutcome::Removed);
}

async fn claim(store: &dyn Store, id: AccountId, serial: u64) -> i64 {
    let owner = i64::MAX - i64::try_from(serial).unwrap();
    let lease = Lease {
        owner,
        until: at(200),
    };
    let claimed = store.claim_exchange(id, hash(serial), lease, at(100)).await;
    assert!(matches!(claimed.unwrap(), ClaimOutcome::Claimed(_)));
    owner
}

async fn set_up(store: &dyn Store, id: AccountId, owner: i64, n: u64) {
    let steps = [
        Progress::Exchanged(Sealed::from_bytes(vec![0xA5; 60])),
        Progress::Proved {
            waba: WabaId::parse(&format!("4{n}")).unwrap(),
            phone_number: PhoneNumberId::parse(&format!("5{n}")).unwrap(),
        },
        Progress::Subscribed,
        Progress::PinDrawn(Sealed::from_bytes(vec![0; 40])),
        Progress::Registered,
        Progress::CreditLine(format!("allocation-{n}")),
        Progress::ContactsSync(format!("contacts-{n}")),
        Progress::HistorySync(format!("history-{n}")),
        Progress::Skipped(Step::ReadNumber, refusal()),
    ];
    let done = usize::try_from(n % 3).unwrap() * 3 + 3;
    for (done, seconds) in steps.into_iter().take(done).zip(110..) {
        if let Some(step) = done.step() {
            let before = store.begin_step(id, owner, step, at(seconds)).await;
            assert!(before.unwrap().is_some());
        }
        let stored = store.progress(id, owner, done, at(seconds)).await;
        assert!(stored.unwrap());
    }
}

fn refusal() -> StepError {
    StepError {
        text: "Meta refused".to_owned(),
        http_status: Some(400),
        code: Some(133_016),
        subcode: Some(-1),
        details: Some("déjà vu \u{1F600}".to_owned()),
        fbtrace_id: Some("AbC".to_owned()),
    }
}

async fn fail(store: &dyn Store, id: AccountId, owner: i64, then: Then) {
    let failure = StepFailure {
        step: Step::Register,
        error: Some(refusal()),
        then,
    };
    let stored = store.fail_step(id, owner, failure, at(130)).await;
    assert!(stored.unwrap());
}

/// Brings an account to its finish with this number.
pub(super) async fn connect(store: &dyn Store, id: AccountId, serial: u64, number: PhoneNumber) {
    let owner = claim(store, id, 900_000 + serial).await;
    let token = Progress::Exchanged(Sealed::from_bytes(vec![0xA5; 60]));
    assert!(store.progress(id, owner, token, at(110)).await.unwrap());
    finish_with(store, id, owner, number, None).await;
}

async fn finish(store: &dyn Store, id: AccountId, owner: i64, n: u64) {
    let number = PhoneNumber::from_meta(&format!("97250{n:07}")).unwrap();
    let business = (n.is_multiple_of(2)).then(|| MetaBusinessId::parse("99").unwrap());
    finish_with(store, id, owner, number, business).await;
}

async fn finish_with(
    store: &dyn Store,
    id: AccountId,
    owner: i64,
    number: PhoneNumber,
    business: Option<MetaBusinessId>,
) {
    let finished = Finished {
        number,
        business,
        at: at(50),
    };
    let outcome = store.finish(id, owner, finished).await.unwrap();
    assert!(matches!(outcome, FinishOutcome::Finished(_)), "{outcome:?}");
}

async fn cut_off(store: &dyn Store, id: AccountId) {
    let cut = store.disconnect(id, "offboarded", at(160)).await;
    assert!(cut.unwrap());
    let fact = Fact {
        name: "quality".to_owned(),
        value: "RED".to_owned(),
        at: at(159),
    };
    assert!(store.note_fact(id, fact, at(161)).await.unwrap());
}
