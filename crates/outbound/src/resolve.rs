//! Names looked up, and their addresses judged before anything connects.

use crate::allowed::{Allowed, Refused};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// So many names are looked up at the same time. Each takes a thread, of which a runtime has
/// many but not endlessly so, for as long as the system's resolver takes, whoever still waits.
const AT_ONCE: usize = 64;

/// A name that has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct NotFound;

/// The system's resolver, of whose answers only those are used that may be called. So hosts
/// files, search domains and local resolvers work as the operator has set them.
#[derive(Debug)]
pub(crate) struct Judged {
    allowed: Arc<Allowed>,
    lookups: Arc<Semaphore>,
}

impl Judged {
    pub(crate) fn new(allowed: Arc<Allowed>) -> Self {
        Self {
            allowed,
            lookups: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.allowed);
        let lookups = Arc::clone(&self.lookups);
        Box::pin(async move {
            // The port is the URL's.
            let look = move || (name.as_str(), 0).to_socket_addrs();
            let found = bounded(lookups, look).await.map_err(|_| NotFound)?;
            let good = callable(&allowed, found)?;
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

/// Does it on a thread that may block, and keeps the place until it is done, also if nobody
/// waits for it any more.
async fn bounded<T: Send + 'static>(
    places: Arc<Semaphore>,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let place = places.acquire_owned().await.map_err(io::Error::other)?;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(place);
        done
    })
    .await?
}

/// Those addresses that may be called.
fn callable(
    allowed: &Allowed,
    found: impl Iterator<Item = SocketAddr>,
) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
    let mut good = Vec::new();
    let mut refused: Option<Refused> = None;
    for address in found {
        match allowed.judge(address.ip()) {
            Ok(()) => good.push(address),
            Err(why) => refused = Some(why),
        }
    }
    match (good.is_empty(), refused) {
        (false, _) => Ok(good),
        (true, Some(why)) => Err(why.into()),
        (true, None) => Err(NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn called(found: &[&str]) -> Result<Vec<String>, Box<dyn Error + Send + Sync>> {
        let found = found.iter().map(|address| address.parse().unwrap());
        let good = callable(&Allowed::default(), found)?;
        Ok(good.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn of_several_addresses_only_public_ones_are_called() {
        let found = ["10.0.0.1:0", "1.1.1.1:0", "[::1]:0", "[2606:4700::1]:0"];
        assert_eq!(called(&found).unwrap(), ["1.1.1.1:0", "[2606:4700::1]:0"]);
    }

    #[tokio::test]
    async fn a_look_up_that_nobody_waits_for_keeps_its_place_until_it_ends() {
        let places = Arc::new(Semaphore::new(1));
        let (go_on, hung) = std::sync::mpsc::channel::<()>();
        let hangs = bounded(Arc::clone(&places), move || {
            hung.recv().map_err(io::Error::other)
        });
        let waited = tokio::time::timeout(Duration::from_millis(20), hangs).await;
        assert!(waited.is_err());
        let next = bounded(Arc::clone(&places), || Ok(7));
        let mut next = std::pin::pin!(next);
        let waited = tokio::time::timeout(Duration::from_millis(20), &mut next).await;
        assert!(waited.is_err(), "there is no place");
        go_on.send(()).unwrap();
        assert_eq!(next.await.unwrap(), 7);
    }

    #[test]
    fn none_left_is_not_the_same_as_none_found() {
        assert!(called(&["10.0.0.1:0"]).unwrap_err().is::<Refused>());
        assert!(called(&[]).unwrap_err().is::<NotFound>());
    }
}
