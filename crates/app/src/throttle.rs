//! Holds back an address that keeps trying wrong secrets.

use gangway_domain::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const WRONG_TRIES: u32 = 10;
const WINDOW: Duration = Duration::from_secs(10 * 60);
const BLOCK: Duration = Duration::from_secs(15 * 60);
/// Past so many addresses the oldest notes go: memory stays bounded under a flood.
const MOST_ADDRESSES: usize = 20_000;

#[derive(Debug, Default)]
pub(crate) struct Throttle {
    notes: Mutex<HashMap<IpAddr, Note>>,
}

#[derive(Debug, Clone, Copy)]
struct Note {
    wrong: u32,
    /// End of the window, or of the block.
    until: Timestamp,
}

impl Throttle {
    /// How long the address still has to wait, if it is blocked.
    pub(crate) fn blocked(&self, address: IpAddr, now: Timestamp) -> Option<Duration> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let note = notes.get(&network_of(address))?;
        (note.wrong >= WRONG_TRIES && note.until > now).then(|| now.until(note.until))
    }

    /// Counts a wrong try.
    pub(crate) fn wrong(&self, address: IpAddr, now: Timestamp) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() >= MOST_ADDRESSES {
            notes.retain(|_, note| note.until > now);
            if notes.len() >= MOST_ADDRESSES
                && let Some(oldest) = notes.iter().min_by_key(|(_, n)| n.until).map(|(a, _)| *a)
            {
                notes.remove(&oldest);
            }
        }
        let note = notes.entry(network_of(address)).or_insert(Note {
            wrong: 0,
            until: now.plus(WINDOW),
        });
        if note.until <= now {
            *note = Note {
                wrong: 0,
                until: now.plus(WINDOW),
            };
        }
        note.wrong += 1;
        if note.wrong == WRONG_TRIES {
            note.until = now.plus(BLOCK);
        }
    }

    /// Forgets the wrong tries of an address that has shown the right secret.
    pub(crate) fn right(&self, address: IpAddr) {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&network_of(address));
    }
}

/// One customer of an IPv6 provider holds a whole /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp::from_secs(1_000);

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn ten_wrong_tries_block_for_a_while() {
        let throttle = Throttle::default();
        let one = address("192.0.2.1");
        for _ in 0..9 {
            throttle.wrong(one, T0);
        }
        assert_eq!(throttle.blocked(one, T0), None);
        throttle.wrong(one, T0);
        assert_eq!(throttle.blocked(one, T0), Some(BLOCK));
        assert_eq!(throttle.blocked(address("192.0.2.2"), T0), None);
        assert_eq!(throttle.blocked(one, T0.plus(BLOCK)), None);
    }

    #[test]
    fn a_right_try_clears_the_count() {
        let throttle = Throttle::default();
        let one = address("192.0.2.1");
        for _ in 0..9 {
            throttle.wrong(one, T0);
        }
        throttle.right(one);
        throttle.wrong(one, T0);
        assert_eq!(throttle.blocked(one, T0), None);
    }

    #[test]
    fn a_v6_network_counts_as_one() {
        let throttle = Throttle::default();
        for last in 0..10 {
            throttle.wrong(address(&format!("2001:db8::{last}")), T0);
        }
        assert!(throttle.blocked(address("2001:db8::ffff"), T0).is_some());
        assert!(throttle.blocked(address("2001:db8:0:1::1"), T0).is_none());
    }

    #[test]
    fn a_flood_of_addresses_is_bounded() {
        let throttle = Throttle::default();
        for n in 0..u32::try_from(MOST_ADDRESSES).unwrap() + 50 {
            throttle.wrong(IpAddr::from(n.to_be_bytes()), T0);
        }
        assert!(throttle.notes.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
