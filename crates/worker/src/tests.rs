//! The loop on a source that does as the test says. Time stands still until everybody waits,
//! so nothing here depends on how fast the machine is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::outage::Outage;
use crate::source::{Job, Source};
use crate::work::Loop;
use crate::{SenderSettings, WorkerSettings};
use gangway_app::{StorageError, WakeUp, Waker};
use gangway_domain::Rng;
use gangway_testkit::SeededRng;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

const SETTINGS: WorkerSettings = WorkerSettings {
    poll: Duration::from_secs(5),
    at_once: 16,
    sender: SenderSettings {
        poll: Duration::from_secs(5),
        per_endpoint: 4,
        at_once: 16,
        attempt: Duration::from_secs(15),
    },
};

/// A store with so many things to do, and how it behaves.
struct Fake {
    waker: Waker,
    rng: SeededRng,
    waiting: AtomicUsize,
    taken: AtomicUsize,
    tidied: AtomicUsize,
    /// How often it was tidied when the first thing was taken.
    tidied_before_taken: AtomicUsize,
    /// So many turns of tidying are not the last.
    untidy: AtomicUsize,
    /// So many calls fail from now on.
    failing: AtomicUsize,
    /// A thing is done when it gets a permit.
    may_end: Arc<Semaphore>,
    /// When it was asked, in order.
    asked: Mutex<Vec<Instant>>,
    heard: Notify,
    /// Comes up in the middle of the next look, after the store has said that there is nothing.
    late: AtomicUsize,
}

impl Fake {
    fn new(waiting: usize) -> Arc<Self> {
        Arc::new(Self {
            waker: Waker::default(),
            rng: SeededRng::new(5),
            waiting: AtomicUsize::new(waiting),
            taken: AtomicUsize::new(0),
            tidied: AtomicUsize::new(0),
            tidied_before_taken: AtomicUsize::new(0),
            untidy: AtomicUsize::new(0),
            failing: AtomicUsize::new(0),
            may_end: Arc::new(Semaphore::new(0)),
            asked: Mutex::default(),
            heard: Notify::new(),
            late: AtomicUsize::new(0),
        })
    }

    fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    fn asked(&self) -> Vec<Instant> {
        self.asked.lock().unwrap().clone()
    }

    async fn asked_times(&self, times: usize) {
        while self.asked().len() < times {
            self.heard.notified().await;
        }
    }
}

fn take(counter: &AtomicUsize) -> bool {
    let less = |count: usize| count.checked_sub(1);
    counter
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
        .is_ok()
}

impl Source for Arc<Fake> {
    async fn wake_up(&self) -> Result<WakeUp, StorageError> {
        Ok(self.waker.wake_up())
    }

    async fn take_one(&self) -> Result<Option<Job>, StorageError> {
        self.asked.lock().unwrap().push(Instant::now());
        self.heard.notify_one();
        if take(&self.failing) {
            return Err(StorageError::Unavailable("gone".to_owned()));
        }
        if !take(&self.waiting) {
            if take(&self.late) {
                self.waiting.fetch_add(1, Ordering::SeqCst);
                self.waker.wake();
            }
            return Ok(None);
        }
        if self.taken.fetch_add(1, Ordering::SeqCst) == 0 {
            let tidied = self.tidied.load(Ordering::SeqCst);
            self.tidied_before_taken.store(tidied, Ordering::SeqCst);
        }
        let may_end = Arc::clone(&self.may_end);
        Ok(Some(Box::pin(async move {
            may_end.acquire().await.unwrap().forget();
        })))
    }

    async fn tidy(&self) -> Result<bool, StorageError> {
        self.tidied.fetch_add(1, Ordering::SeqCst);
        Ok(take(&self.untidy))
    }

    fn below(&self, bound: u64) -> u64 {
        self.rng.below(bound)
    }
}

fn start(fake: &Arc<Fake>) -> (CancellationToken, JoinHandle<()>) {
    let stop = CancellationToken::new();
    let run = Loop::new(Arc::clone(fake), SETTINGS).run(stop.clone());
    (stop, tokio::spawn(run))
}

#[tokio::test(start_paused = true)]
async fn takes_all_there_is_and_then_looks_again_at_about_the_poll_interval() {
    let fake = Fake::new(3);
    let _running = start(&fake);
    fake.asked_times(12).await;
    assert_eq!(fake.taken(), 3);
    let asked = fake.asked();
    assert_eq!(asked[3], asked[0], "no pause while there is work");
    // Four looks at what there is came in one round, and each round begins with it.
    assert_eq!(fake.tidied.load(Ordering::SeqCst), asked.len() - 3);
    let pauses: Vec<_> = asked[3..].windows(2).map(|two| two[1] - two[0]).collect();
    let (least, most) = (Duration::from_secs(4), Duration::from_millis(6_002));
    assert!(
        pauses.iter().all(|pause| (least..most).contains(pause)),
        "{pauses:?}"
    );
    let first = pauses[0];
    assert!(
        pauses.iter().any(|pause| *pause != first),
        "nodes must not ask in step"
    );
}

#[tokio::test(start_paused = true)]
async fn much_to_tidy_is_done_without_a_pause_and_keeps_nothing_else_waiting() {
    let fake = Fake::new(3);
    fake.untidy.store(100, Ordering::SeqCst);
    let _running = start(&fake);
    fake.asked_times(4).await;
    assert_eq!(fake.taken(), 3);
    fake.asked_times(104).await;
    let asked = fake.asked();
    assert_eq!(asked[103], asked[0], "no pause while there is more");
    assert_eq!(fake.tidied_before_taken.load(Ordering::SeqCst), 1);
    assert_eq!(fake.tidied.load(Ordering::SeqCst), 101);
}

#[tokio::test(start_paused = true)]
async fn a_wake_up_between_looking_and_waiting_is_not_missed() {
    let fake = Fake::new(0);
    fake.late.store(1, Ordering::SeqCst);
    let _running = start(&fake);
    fake.asked_times(3).await;
    assert_eq!(fake.taken(), 1);
    let asked = fake.asked();
    assert_eq!(asked[2], asked[0], "at once, not with the next poll");
}

#[tokio::test(start_paused = true)]
async fn does_at_most_so_much_at_once_and_takes_the_next_when_one_is_done() {
    let fake = Fake::new(40);
    let _running = start(&fake);
    // All sleep: had it wanted more, it would have taken it.
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(fake.taken(), 16);
    fake.may_end.add_permits(5);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(fake.taken(), 21);
    fake.may_end.add_permits(40);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(fake.taken(), 40);
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_store_never_end_it() {
    let fake = Fake::new(1);
    fake.failing.store(30, Ordering::SeqCst);
    let _running = start(&fake);
    fake.asked_times(32).await;
    assert_eq!(fake.taken(), 1);
    let asked = fake.asked();
    let pauses: Vec<_> = asked[..31].windows(2).map(|two| two[1] - two[0]).collect();
    assert!(pauses[0] < Duration::from_millis(310), "{pauses:?}");
    let longest = pauses.iter().max().unwrap();
    let (least, most) = (Duration::from_secs(8), Duration::from_millis(12_002));
    assert!((least..most).contains(longest), "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn asked_to_stop_it_takes_nothing_new_and_does_not_wait_for_what_is_under_way() {
    let fake = Fake::new(1);
    let (stop, running) = start(&fake);
    fake.asked_times(2).await;
    stop.cancel();
    running.await.unwrap();
    fake.waiting.store(1, Ordering::SeqCst);
    fake.waker.wake();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!((fake.taken(), fake.asked().len()), (1, 2));
}

#[test]
fn an_outage_that_is_over_begins_anew() {
    let error = StorageError::Busy("full");
    let mut outage = Outage::default();
    let pauses: Vec<_> = (0..100).map(|_| outage.failed(&error)).collect();
    assert!(pauses.is_sorted());
    assert_eq!(pauses[99], Duration::from_secs(10));
    outage.over();
    assert_eq!(outage.failed(&error), pauses[0]);
}
