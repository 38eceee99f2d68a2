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
    /// Only calls whose path begins with this id.
    #[serde(default)]
    pub(crate) object: Option<String>,
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
    /// Closes the connection without any answer.
    #[serde(default)]
    pub(crate) drop: bool,
    /// What the usage header of the answer says instead of the counted figures.
    #[serde(default)]
    pub(crate) usage: Option<FaultUsage>,
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

/// Figures for `X-Business-Use-Case-Usage`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultUsage {
    /// Minutes to wait.
    #[serde(default)]
    pub(crate) estimated_time_to_regain_access: u32,
    /// Percent of the allowed calls.
    #[serde(default = "hundred")]
    pub(crate) call_count: u32,
    /// Percent of the allowed processor time.
    #[serde(default)]
    pub(crate) total_cputime: u32,
    /// Percent of the allowed time.
    #[serde(default)]
    pub(crate) total_time: u32,
}

fn hundred() -> u32 {
    100
}

fn one() -> u32 {
    1
}

impl FaultSpec {
    /// Whether it changes anything at all about the call that it strikes.
    pub(crate) fn does_something(&self) -> bool {
        self.delay_ms.is_some()
            || self.error.is_some()
            || self.status.is_some()
            || self.drop
            || self.usage.is_some()
    }

    /// Whether the call gets another answer than its own, or none.
    pub(crate) fn replaces_answer(&self) -> bool {
        self.error.is_some() || self.status.is_some() || self.drop
    }
}

/// A fault that is set, as it is listed.
#[derive(Serialize)]
pub(crate) struct ActiveFault<'a> {
    pub(crate) id: u64,
    /// Calls that it has counted so far.
    pub(crate) calls: u32,
    #[serde(flatten)]
    pub(crate) spec: &'a FaultSpec,
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

    pub(crate) fn list(&self) -> Vec<ActiveFault<'_>> {
        self.active
            .iter()
            .map(|(id, (spec, calls))| ActiveFault {
                id: *id,
                calls: *calls,
                spec,
            })
            .collect()
    }

    /// Counts a call of the endpoint on the object and gives the fault that strikes it. A fault that has struck its
    /// last is gone.
    pub(crate) fn strike(&mut self, endpoint: Endpoint, object: &str) -> Option<FaultSpec> {
        let mut struck = None;
        self.active.retain(|_, (spec, calls)| {
            if spec.endpoint.is_some_and(|only| only != endpoint)
                || spec.object.as_deref().is_some_and(|only| only != object)
            {
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
            object: None,
            nth,
            times,
            delay_ms: None,
            error: None,
            status: Some(503),
            drop: false,
            usage: None,
            takes_effect: false,
        }
    }

    #[test]
    fn strikes_the_nth_call_of_its_endpoint_and_is_gone() {
        let mut faults = Faults::default();
        faults.add(spec(Some(Endpoint::Register), 2, 2));
        assert!(faults.strike(Endpoint::Register, "106").is_none());
        assert!(faults.strike(Endpoint::Deregister, "106").is_none());
        assert!(faults.strike(Endpoint::Register, "106").is_some());
        assert!(faults.strike(Endpoint::Register, "106").is_some());
        assert!(faults.strike(Endpoint::Register, "106").is_none());
        assert!(faults.list().is_empty());
    }

    #[test]
    fn strikes_only_the_object_that_it_names() {
        let mut faults = Faults::default();
        faults.add(FaultSpec {
            object: Some("107".into()),
            ..spec(None, 1, 1)
        });
        assert!(faults.strike(Endpoint::Register, "106").is_none());
        assert!(faults.strike(Endpoint::Register, "107").is_some());
    }

    #[test]
    fn without_an_endpoint_it_strikes_any_call() {
        let mut faults = Faults::default();
        faults.add(spec(None, 1, 2));
        assert!(faults.strike(Endpoint::DebugToken, "106").is_some());
        assert!(faults.strike(Endpoint::Me, "106").is_some());
        assert!(faults.strike(Endpoint::Me, "106").is_none());
    }
}
