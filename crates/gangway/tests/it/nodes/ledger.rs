//! What was acknowledged, and therefore has to be in every list that is asked for later.

use super::api::Api;
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;
use tokio::time::Instant;

/// Longest time until some node gives a list, whatever is struck meanwhile.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact {
    Created,
    /// With this real number.
    Finished(String),
    /// A removal was asked for: the list may show it or not.
    BeingRemoved,
    Removed,
}

/// Facts by partner and reference.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<HashMap<(String, String), Fact>>);

impl Ledger {
    pub(crate) fn note(&self, api: &Api, reference: &str, fact: Fact) {
        let key = (api.partner.clone(), reference.to_owned());
        self.0.lock().unwrap().insert(key, fact);
    }

    /// Reads a list, at the next node that gives one.
    pub(crate) async fn read_somewhere(&self, api: &Api) {
        let give_up = Instant::now() + PATIENCE;
        while !self.read(api, api.any_node()).await {
            assert!(Instant::now() < give_up, "no node gives a list");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Reads a list; all that was acknowledged before has to be in it. `false` where the
    /// node gave none.
    pub(crate) async fn read(&self, api: &Api, node: SocketAddr) -> bool {
        let before = self.of(api);
        let Some(text) = api.list_text(&node).await else {
            return false;
        };
        let list: Value = serde_json::from_str(&text).expect("a list is JSON");
        let listed = by_reference(list["list"].as_array().unwrap());
        let after = self.of(api);
        for (reference, fact) in before {
            let entry = listed.get(reference.as_str()).copied();
            // While the list was on its way a removal may have been asked for.
            let leaving = matches!(after[&reference], Fact::BeingRemoved | Fact::Removed);
            let right = match (&fact, entry) {
                (Fact::Created | Fact::BeingRemoved, None) => leaving,
                (Fact::Created | Fact::BeingRemoved, Some(_)) | (Fact::Removed, None) => true,
                (Fact::Finished(number), Some(entry)) => {
                    entry["status"] == 1 && entry["whatsapp"] == *number
                }
                _ => false,
            };
            assert!(
                right,
                "{reference} is {fact:?}, but node {node} lists {entry:?}"
            );
        }
        true
    }

    /// The list holds what happened and nothing else.
    pub(crate) fn is_exactly(&self, api: &Api, list: &[Value]) {
        let listed = by_reference(list);
        assert_eq!(listed.len(), list.len(), "an account is listed twice");
        let facts = self.of(api);
        let expected = facts.values().filter(|fact| **fact != Fact::Removed);
        assert_eq!(listed.len(), expected.count());
        for (reference, fact) in facts {
            match fact {
                Fact::Finished(number) => {
                    let entry = listed[reference.as_str()];
                    assert_eq!(
                        (&entry["status"], &entry["whatsapp"]),
                        (&1.into(), &number.into())
                    );
                }
                Fact::Removed => assert!(!listed.contains_key(reference.as_str())),
                other => panic!("{reference} has ended as {other:?}"),
            }
        }
    }

    pub(crate) fn finished(&self) -> usize {
        self.count(|fact| matches!(fact, Fact::Finished(_)))
    }

    pub(crate) fn removed(&self) -> usize {
        self.count(|fact| *fact == Fact::Removed)
    }

    /// How many have come to their end.
    pub(crate) fn settled(&self) -> usize {
        self.finished() + self.removed()
    }

    fn count(&self, is: impl Fn(&Fact) -> bool) -> usize {
        self.0
            .lock()
            .unwrap()
            .values()
            .filter(|fact| is(fact))
            .count()
    }

    fn of(&self, api: &Api) -> HashMap<String, Fact> {
        let all = self.0.lock().unwrap();
        all.iter()
            .filter(|((partner, _), _)| *partner == api.partner)
            .map(|((_, reference), fact)| (reference.clone(), fact.clone()))
            .collect()
    }
}

fn by_reference(list: &[Value]) -> HashMap<&str, &Value> {
    list.iter()
        .map(|entry| (entry["reference"].as_str().unwrap(), entry))
        .collect()
}
