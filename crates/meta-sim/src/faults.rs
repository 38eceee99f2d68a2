//! Scripted faults: what the nth call of an endpoint answers instead of its own answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::graph::Endpoint;

/// A fault as it is asked for over `POST /_sim/faults`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultSpec {
    /// The endpoint; all of them when left out.
    #[serde(default)]
    pub(crate) endpoint: Option<Endpoint>,
    /// Which call from now on it strikes first.
    #[serde(default = "one")]
    pub(crate) nth: u32,
    /// How many calls in a row it strikes.
    #[serde(default = "one")]
    pub(crate) times: u32,
    /// Waits this long before anything else happens.
    #[serde(default)]
    pub(crate) delay_ms: Option<u32>,
    /// Answers with Meta's envelope; nothing takes effect.
    #[serde(default)]
    pub(crate) error: Option<FaultError>,
    /// Answers with this HTTP status and an HTML body; nothing takes effect.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// The call takes effect all the same: only its answer is replaced, as if it were lost.
    #[serde(default)]
    pub(crate) takes_effect: bool,
}

/// The error of a fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultError {
    pub(crate) code: u32,
    #[serde(default)]
    pub(crate) subcode: Option<u32>,
    #[serde(default)]
    pub(crate) message: Option<String>,
    #[serde(default)]
    pub(crate) details: Option<String>,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) is_transient: Option<bool>,
}

fn one() -> u32 {
    1
}

/// The faults that are set, each with its own count of calls.
#[derive(Default)]
pub(crate) struct Faults {
    active: BTreeMap<u64, (FaultSpec, u32)>,
    next_id: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, spec: FaultSpec) -> u64 {
        self.next_id += 1;
        self.active.insert(self.next_id, (spec, 0));
        self.next_id
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    pub(crate) fn list(&self) -> Vec<&FaultSpec> {
        self.active.values().map(|(spec, _)| spec).collect()
    }

    /// Counts a call of the endpoint and gives the fault that strikes it. A fault that has struck its last is gone.
    pub(crate) fn strike(&mut self, endpoint: Endpoint) -> Option<FaultSpec> {
        let mut struck = None;
        self.active.retain(|_, (spec, calls)| {
            if spec.endpoint.is_some_and(|only| only != endpoint) {
                return true;
            }
            *calls = calls.saturating_add(1);
            let last = spec.nth.saturating_add(spec.times).saturating_sub(1);
            if *calls >= spec.nth && *calls <= last && struck.is_none() {
                struck = Some(spec.clone());
            }
            *calls < last
        });
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultSpec, Faults};
    use crate::graph::Endpoint;

    fn spec(endpoint: Option<Endpoint>, nth: u32, times: u32) -> FaultSpec {
        FaultSpec {
            endpoint,
            nth,
            times,
            delay_ms: None,
            error: None,
            status: Some(503),
            takes_effect: false,
        }
    }

    #[test]
    fn strikes_the_nth_call_of_its_endpoint_and_is_gone() {
        let mut faults = Faults::default();
        faults.add(spec(Some(Endpoint::Register), 2, 2));
        assert!(faults.strike(Endpoint::Register).is_none());
        assert!(faults.strike(Endpoint::Deregister).is_none());
        assert!(faults.strike(Endpoint::Register).is_some());
        assert!(faults.strike(Endpoint::Register).is_some());
        assert!(faults.strike(Endpoint::Register).is_none());
        assert!(faults.list().is_empty());
    }

    #[test]
    fn without_an_endpoint_it_strikes_any_call() {
        let mut faults = Faults::default();
        faults.add(spec(None, 1, 2));
        assert!(faults.strike(Endpoint::DebugToken).is_some());
        assert!(faults.strike(Endpoint::Me).is_some());
        assert!(faults.strike(Endpoint::Me).is_none());
    }
}
