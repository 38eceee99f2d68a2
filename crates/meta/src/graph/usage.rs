//! How much of its allowance Meta says the app has used up; it says so on every answer.

use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// Longest wait that is believed: the longest block that Meta describes.
const MAX_WAIT: Duration = Duration::from_secs(72 * 60 * 60);

/// Most businesses that are read from one answer. It is about one as a rule.
const MAX_BUSINESSES: usize = 32;

/// What an answer's headers ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// For the whole app.
    pub(super) app: Pause,
    /// For what was asked for, each under the id that Meta calls it by: a business or an
    /// account.
    pub(super) businesses: Vec<(String, Pause)>,
}

/// How long to leave Meta alone.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pause {
    /// Not at all.
    #[default]
    None,
    /// The allowance is used up; Meta doesn't say until when.
    Unstated,
    /// So long.
    Stated(Duration),
}

impl Usage {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let json =
            |name| -> Option<Value> { serde_json::from_slice(headers.get(name)?.as_bytes()).ok() };
        let app = json("x-app-usage").map_or(Pause::None, |load| Pause::of(&load));
        let businesses = match json("x-business-use-case-usage") {
            Some(Value::Object(loads)) => loads
                .into_iter()
                .take(MAX_BUSINESSES)
                .map(|(id, loads)| (id, longest(&loads)))
                .collect(),
            _ => Vec::new(),
        };
        Self { app, businesses }
    }

    /// The longest pause that is asked for what the call was about.
    pub(super) fn object(&self) -> Pause {
        let pauses = self.businesses.iter().map(|(_, pause)| *pause);
        pauses.max().unwrap_or_default()
    }

    /// The longest wait that Meta states.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self.object().max(self.app) {
            Pause::Stated(wait) => Some(wait),
            Pause::None | Pause::Unstated => None,
        }
    }
}

impl Pause {
    fn of(load: &Value) -> Self {
        // Meta states it in minutes.
        let minutes = load["estimated_time_to_regain_access"].as_f64();
        if let Some(minutes) = minutes.filter(|&minutes| minutes > 0.0) {
            let wait = Duration::try_from_secs_f64(minutes * 60.0).unwrap_or(MAX_WAIT);
            return Self::Stated(wait.min(MAX_WAIT));
        }
        let is_full = ["call_count", "total_time", "total_cputime"]
            .iter()
            .any(|part| load[part].as_f64().is_some_and(|percent| percent >= 100.0));
        if is_full { Self::Unstated } else { Self::None }
    }
}

fn longest(loads: &Value) -> Pause {
    let pauses = loads.as_array().into_iter().flatten().map(Pause::of);
    pauses.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(app: &str, businesses: &str) -> Usage {
        let mut headers = HeaderMap::new();
        headers.insert("X-App-Usage", app.parse().unwrap());
        headers.insert(
            "X-Business-Use-Case-Usage",
            businesses.replace('\n', "").parse().unwrap(),
        );
        Usage::read(&headers)
    }

    fn minutes(minutes: u64) -> Pause {
        Pause::Stated(Duration::from_secs(minutes * 60))
    }

    #[test]
    fn minutes_are_stated_by_business() {
        let read = usage(
            r#"{"call_count":12,"total_time":3,"total_cputime":2}"#,
            r#"{"272":[{"type":"whatsapp","call_count":95,"total_cputime":20,"total_time":20,
                "estimated_time_to_regain_access":7},{"estimated_time_to_regain_access":3}],
                "273":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":0}],
                "274":[{"call_count":99.9}]}"#,
        );
        assert_eq!(read.app, Pause::None);
        let pauses = [
            ("272".to_owned(), minutes(7)),
            ("273".to_owned(), Pause::Unstated),
            ("274".to_owned(), Pause::None),
        ];
        assert_eq!(read.businesses, pauses);
        assert_eq!(read.object(), minutes(7));
        assert_eq!(read.wait(), Some(Duration::from_secs(420)));
    }

    #[test]
    fn each_part_of_the_apps_allowance_counts() {
        for part in ["call_count", "total_time", "total_cputime"] {
            for (percent, pause) in [
                (99, Pause::None),
                (100, Pause::Unstated),
                (250, Pause::Unstated),
            ] {
                let read = usage(&format!(r#"{{"{part}":{percent}}}"#), "{}");
                assert_eq!(read.app, pause, "{part} {percent}");
                assert_eq!(read.wait(), None, "nothing is stated");
            }
        }
    }

    #[test]
    fn absurd_and_broken_headers_do_no_harm() {
        for (stated, pause) in [
            ("1e300", Pause::Stated(MAX_WAIT)),
            ("99999", Pause::Stated(MAX_WAIT)),
            ("0.5", Pause::Stated(Duration::from_secs(30))),
            ("-3", Pause::None),
            ("\"7\"", Pause::None),
        ] {
            let header = format!(r#"{{"1":[{{"estimated_time_to_regain_access":{stated}}}]}}"#);
            assert_eq!(usage("{}", &header).object(), pause, "{stated}");
        }
        for broken in [
            "",
            "x",
            "[]",
            "7",
            r#"{"1":7}"#,
            r#"{"1":{}}"#,
            r#"{"1":[7]}"#,
        ] {
            let read = usage(broken, broken);
            assert_eq!(
                (read.app, read.object()),
                (Pause::None, Pause::None),
                "{broken}"
            );
        }
        assert_eq!(Usage::read(&HeaderMap::new()), Usage::default());
        let many: serde_json::Map<_, _> =
            (0..1_000).map(|n| (n.to_string(), Value::Null)).collect();
        let header = Value::Object(many).to_string();
        assert_eq!(usage("{}", &header).businesses.len(), MAX_BUSINESSES);
    }
}
