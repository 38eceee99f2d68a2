//! Hearing from the other nodes that there is work.

use crate::connect::Connector;
use crate::copy::NODES;
use crate::error::Failure;
use gangway_storage::Waker;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio_postgres::{AsyncMessage, Client};
use tokio_util::task::AbortOnDropHandle;

/// The channel that units notify when they store work.
const LISTEN: &str = "LISTEN gangway_work";
/// Wakes those who wait for work on every node, this one too, once the unit is committed.
pub(crate) const NOTIFY: &str = "SELECT pg_notify('gangway_work', '')";
/// The same where an account has a job that is due.
pub(crate) const NOTIFY_DUE: &str =
    "SELECT pg_notify('gangway_work', '') FROM job WHERE account = $1 AND due_at <= $2";
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A connection of its own that hears notifications.
#[derive(Debug)]
pub(crate) struct Listener {
    waker: Waker,
    task: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Listener {
    pub(crate) fn start(connector: Connector) -> Self {
        let waker = Waker::default();
        let task = tokio::spawn(keep_listening(connector, waker.clone()));
        Self {
            waker,
            task: Mutex::new(Some(AbortOnDropHandle::new(task))),
        }
    }

    pub(crate) const fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Closes the connection.
    pub(crate) async fn stop(&self) {
        if let Some(task) = self.task.lock().await.take() {
            task.abort();
            // Ends as cancelled; waiting makes sure that the connection is closed.
            let _ = task.await;
        }
    }
}

async fn keep_listening(connector: Connector, waker: Waker) {
    let mut pause = FIRST_PAUSE;
    loop {
        let heard = listen(&connector, &waker).await;
        if heard.listened {
            pause = FIRST_PAUSE;
        }
        tracing::warn!(
            why = heard.ended,
            "not listening for work of other nodes; connecting again"
        );
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// How a time of listening ended.
struct Heard {
    listened: bool,
    ended: String,
}

/// Listens as a node that nobody copies over: the lock is that of this session.
async fn begin(client: &Client, connector: &Connector) -> Result<(), Failure> {
    let lock = format!("SELECT pg_try_advisory_lock_shared({NODES})");
    let locked = client.query_one(&lock, &[]).await;
    let locked = locked.and_then(|row| row.try_get(0));
    if !locked.map_err(|error| connector.explain(&error))? {
        return Err(Failure::Refused("a copy goes into the database"));
    }
    let listening = client.batch_execute(LISTEN).await;
    listening.map_err(|error| connector.explain(&error))
}

async fn listen(connector: &Connector, waker: &Waker) -> Heard {
    let (client, mut connection) = match connector.raw().await {
        Ok(connected) => connected,
        Err(failure) => {
            return Heard {
                listened: false,
                ended: failure.to_string(),
            };
        }
    };
    let mut asked = pin!(begin(&client, connector));
    let mut listened = false;
    loop {
        let ended = tokio::select! {
            answer = &mut asked, if !listened => match answer {
                Ok(()) => {
                    listened = true;
                    // Something may have been missed since the last connection.
                    waker.wake();
                    continue;
                }
                Err(failure) => failure.to_string(),
            },
            message = poll_fn(|cx| connection.poll_message(cx)) => match message {
                Some(Ok(AsyncMessage::Notification(_))) => {
                    waker.wake();
                    continue;
                }
                Some(Ok(_)) => continue,
                Some(Err(error)) => connector.explain(&error).to_string(),
                None => "the connection was closed".to_owned(),
            },
        };
        return Heard { listened, ended };
    }
}
