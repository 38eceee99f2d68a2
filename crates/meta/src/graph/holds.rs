//! Until when calls are held back, because Meta said that they would be refused.
//!
//! A hold is for the whole app, or for one object of Meta's: the account, number or
//! business whose id comes first in a call's path. Meta counts by app and account but
//! names, in its headers, a business that is in no path; so what it asks for is taken to
//! be about the object that was called, and about the id it names, if that is called
//! too. A number's account stays open that way until an answer about it says the same:
//! one call more, and never a customer who waits for another's sake.

use super::usage::{Pause, Usage};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Most holds at a time. Past that the one that ends first makes place.
const MAX_HOLDS: usize = 4096;

#[derive(Debug)]
pub(super) struct Holds {
    /// How long to hold when the allowance is used up and no wait is stated.
    pub(super) unstated: Duration,
    until: Mutex<HashMap<Key, Instant>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    App,
    Object(String),
}

impl Holds {
    pub(super) fn new(unstated: Duration) -> Self {
        Self {
            unstated,
            until: Mutex::default(),
        }
    }

    /// How long a call about this object is held yet.
    pub(super) fn wait(&self, object: Option<&str>, now: Instant) -> Option<Duration> {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if until.is_empty() {
            return None;
        }
        let keys = [Some(Key::App), object.map(|id| Key::Object(id.to_owned()))];
        keys.into_iter()
            .flatten()
            .filter_map(|key| {
                let wait = until.get(&key)?.saturating_duration_since(now);
                if wait.is_zero() {
                    until.remove(&key);
                }
                Some(wait)
            })
            .filter(|wait| !wait.is_zero())
            .max()
    }

    /// Takes in what the answer to a call about this object asks for.
    pub(super) fn learn(&self, object: Option<&str>, usage: &Usage, now: Instant) {
        self.hold(Key::App, usage.app, now);
        if let Some(object) = object {
            self.hold(Key::Object(object.to_owned()), usage.object(), now);
        }
        for (id, pause) in &usage.businesses {
            self.hold(Key::Object(id.clone()), *pause, now);
        }
    }

    fn hold(&self, key: Key, pause: Pause, now: Instant) {
        let wait = match pause {
            Pause::None => return,
            Pause::Unstated => self.unstated,
            Pause::Stated(wait) => wait,
        };
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if until.len() >= MAX_HOLDS && !until.contains_key(&key) {
            make_place(&mut until, now);
        }
        let end = until.entry(key).or_insert(now);
        // Answers overtake each other; the longer wait is the safe one.
        *end = (*end).max(now + wait);
    }
}

fn make_place(until: &mut HashMap<Key, Instant>, now: Instant) {
    until.retain(|_, end| *end > now);
    if until.len() < MAX_HOLDS {
        return;
    }
    let first = until.iter().min_by_key(|(_, end)| **end);
    if let Some(key) = first.map(|(key, _)| key.clone()) {
        until.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn asks(app: Pause, business: &str, pause: Pause) -> Usage {
        Usage {
            app,
            businesses: vec![(business.to_owned(), pause)],
        }
    }

    #[test]
    fn an_object_is_held_by_its_id_and_by_the_name_meta_has_for_it() {
        let (holds, now) = (Holds::new(MINUTE), Instant::now());
        holds.learn(
            Some("102"),
            &asks(Pause::None, "272", Pause::Stated(MINUTE * 7)),
            now,
        );
        for (object, wait) in [
            (Some("102"), Some(MINUTE * 7)),
            (Some("272"), Some(MINUTE * 7)),
            (Some("103"), None),
            (None, None),
        ] {
            assert_eq!(holds.wait(object, now), wait, "{object:?}");
        }
        let late = now + MINUTE * 6;
        assert_eq!(holds.wait(Some("102"), late), Some(MINUTE));
        assert_eq!(holds.wait(Some("102"), late + MINUTE), None);
    }

    #[test]
    fn the_app_is_held_as_a_whole_and_for_the_longer_wait() {
        let (holds, now) = (Holds::new(MINUTE), Instant::now());
        holds.learn(
            Some("102"),
            &asks(Pause::Unstated, "272", Pause::Stated(MINUTE * 3)),
            now,
        );
        assert_eq!(holds.wait(None, now), Some(MINUTE));
        assert_eq!(holds.wait(Some("999"), now), Some(MINUTE));
        assert_eq!(holds.wait(Some("102"), now), Some(MINUTE * 3));
        holds.learn(
            None,
            &asks(Pause::Unstated, "272", Pause::Stated(MINUTE)),
            now,
        );
        assert_eq!(
            holds.wait(Some("272"), now),
            Some(MINUTE * 3),
            "not shortened"
        );
    }

    #[test]
    fn good_news_holds_nothing() {
        let (holds, now) = (Holds::new(MINUTE), Instant::now());
        holds.learn(Some("102"), &asks(Pause::None, "272", Pause::None), now);
        assert_eq!(holds.wait(Some("102"), now), None);
        assert!(holds.until.lock().unwrap().is_empty());
    }

    #[test]
    fn holds_are_bounded_and_the_first_to_end_goes() {
        let (holds, now) = (Holds::new(MINUTE), Instant::now());
        for n in 0..MAX_HOLDS + 10 {
            let wait = Pause::Stated(MINUTE + Duration::from_secs(n as u64));
            holds.hold(Key::Object(n.to_string()), wait, now);
        }
        assert_eq!(holds.until.lock().unwrap().len(), MAX_HOLDS);
        assert_eq!(holds.wait(Some("9"), now), None);
        assert!(holds.wait(Some("10"), now).is_some());
        let later = now + MINUTE * 600;
        holds.hold(Key::App, Pause::Unstated, later);
        assert_eq!(
            holds.until.lock().unwrap().len(),
            1,
            "the past is dropped at once"
        );
    }
}
