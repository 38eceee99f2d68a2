//! How many streams there are: so many in all, and so many for one person.

use gangway_domain::PersonId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pages beyond these have to be loaded anew by hand.
const IN_ALL: usize = 1_000;
/// Nobody has more pages open than these; who leaves some behind does not take the others' places.
const OF_ONE: usize = 24;

#[derive(Debug, Default)]
pub(crate) struct Places {
    taken: Arc<Mutex<HashMap<PersonId, usize>>>,
}

/// A place that is given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    taken: Arc<Mutex<HashMap<PersonId, usize>>>,
    person: PersonId,
}

fn held(taken: &Mutex<HashMap<PersonId, usize>>) -> MutexGuard<'_, HashMap<PersonId, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Places {
    /// `None` when none is left for her.
    pub(super) fn take(&self, person: PersonId) -> Option<Place> {
        let mut taken = held(&self.taken);
        let hers = taken.get(&person).copied().unwrap_or_default();
        if hers >= OF_ONE || taken.values().sum::<usize>() >= IN_ALL {
            return None;
        }
        taken.insert(person, hers + 1);
        Some(Place {
            taken: Arc::clone(&self.taken),
            person,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = held(&self.taken);
        if let Some(hers) = taken.get_mut(&self.person) {
            *hers -= 1;
            if *hers == 0 {
                taken.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_the_places_of_others() {
        let places = Places::default();
        let person = PersonId::from_row;
        let mut hers: Vec<_> = (0..OF_ONE)
            .map(|_| places.take(person(1)).unwrap())
            .collect();
        assert!(places.take(person(1)).is_none());
        let other = places.take(person(2)).unwrap();
        hers.pop();
        hers.push(places.take(person(1)).unwrap());
        drop((hers, other));
        assert!(held(&places.taken).is_empty());
    }

    #[test]
    fn there_is_an_end_for_all() {
        let places = Places::default();
        let all: Vec<_> = (0..IN_ALL)
            .map(|n| places.take(PersonId::from_row(i64::try_from(n).unwrap())))
            .collect();
        assert!(all.iter().all(Option::is_some));
        assert!(places.take(PersonId::from_row(-1)).is_none());
    }
}
