//! What the address of the list asks for.

use crate::paging;
use gangway_app::{RowFilter, RowSort};
use gangway_domain::{OnboardingState, Timestamp};
use serde::Serialize;

pub(super) const ON_A_PAGE: u32 = 50;
/// Longer than any name or address.
const LONGEST_SEARCH: usize = 200;

/// The parameters of the list, as they stand in its address.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Asked {
    q: String,
    /// Names of states.
    state: Vec<&'static str>,
    /// `1` or `0`, or nothing.
    coexistence: String,
    /// Days, such as `2026-11-23`, in UTC.
    from: String,
    to: String,
    sort: &'static str,
    ascending: bool,
    page: u32,
}

impl Asked {
    /// Reads a query; what makes no sense is as if it were not there.
    pub(super) fn read(query: &str) -> Self {
        let mut asked = Self {
            sort: "created",
            page: 1,
            ..Self::default()
        };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => {
                    let said = value.trim().chars().filter(|sign| !sign.is_control());
                    asked.q = said.take(LONGEST_SEARCH).collect();
                }
                "state" => {
                    let state = OnboardingState::from_name(&value).map(OnboardingState::name);
                    asked
                        .state
                        .extend(state.filter(|name| !asked.state.contains(name)));
                }
                "coexistence" if value == "0" || value == "1" => {
                    asked.coexistence = value.into_owned();
                }
                "from" if day(&value).is_some() => asked.from = value.into_owned(),
                "to" if day(&value).is_some() => asked.to = value.into_owned(),
                "sort" => {
                    let known = RowSort::ALL.iter().find(|(_, sort)| *sort == value);
                    asked.sort = known.map_or(asked.sort, |(_, sort)| sort);
                }
                "dir" => asked.ascending = value == "asc",
                "page" => asked.page = paging::wished(Some(&value)),
                _ => {}
            }
        }
        asked
    }

    pub(super) fn filter(&self) -> RowFilter {
        let sort = RowSort::ALL.iter().find(|(_, name)| *name == self.sort);
        let states = self.state.iter().copied();
        RowFilter {
            search: (!self.q.is_empty()).then(|| self.q.clone()),
            states: states.filter_map(OnboardingState::from_name).collect(),
            coexistence: match self.coexistence.as_str() {
                "1" => Some(true),
                "0" => Some(false),
                _ => None,
            },
            created_from: day(&self.from).map(Timestamp::from_secs),
            // The last day is meant to its end.
            created_before: day(&self.to).map(|start| Timestamp::from_secs(start + DAY)),
            sort: sort.map_or(RowSort::Created, |(sort, _)| *sort),
            ascending: self.ascending,
            offset: (self.page - 1) * ON_A_PAGE,
            limit: ON_A_PAGE,
        }
    }

    /// Whether anything but the order is asked for.
    pub(super) fn is_narrowed(&self) -> bool {
        !(self.q.is_empty()
            && self.state.is_empty()
            && self.coexistence.is_empty()
            && self.from.is_empty()
            && self.to.is_empty())
    }

    pub(super) const fn page(&self) -> u32 {
        self.page
    }

    /// The same list at another page.
    pub(super) fn at_page(&self, page: u32) -> String {
        Self {
            page,
            ..self.clone()
        }
        .query()
    }

    /// The same filter in these states only, from the first page.
    pub(super) fn in_states(&self, state: Vec<&'static str>) -> String {
        Self {
            state,
            page: 1,
            ..self.clone()
        }
        .query()
    }

    /// The same filter in another order; once more, the other way round.
    pub(super) fn sorted(&self, sort: &'static str) -> String {
        Self {
            sort,
            ascending: self.sort == sort && !self.ascending,
            page: 1,
            ..self.clone()
        }
        .query()
    }

    /// The query that leads here.
    pub(super) fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("q", &self.q),
            ("coexistence", &self.coexistence),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        for state in &self.state {
            query.append_pair("state", state);
        }
        if self.sort != "created" || self.ascending {
            query.append_pair("sort", self.sort);
        }
        if self.ascending {
            query.append_pair("dir", "asc");
        }
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        query.finish()
    }
}

const DAY: i64 = 24 * 3600;

/// The first second of a day such as `2026-11-23`.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let mut part = |length: usize| {
        let digits = parts.next()?;
        let fits = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| digits.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    gangway_domain::Utc::midnight(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        for query in [
            "",
            "q=Rosa+%26+co&state=finished&state=cancelled&sort=name&dir=asc&page=3",
            "coexistence=1&from=2026-11-01&to=2026-11-30",
        ] {
            assert_eq!(Asked::read(query).query(), query);
        }
    }

    #[test]
    fn what_makes_no_sense_is_not_there() {
        let asked = Asked::read("state=x&coexistence=2&from=2026-13-01&to=x&sort=x&page=-1&z=1");
        assert_eq!(asked.query(), "");
        assert!(!asked.is_narrowed());
    }

    #[test]
    fn the_last_day_counts_to_its_end() {
        let filter = Asked::read("from=2027-01-15&to=2027-01-15").filter();
        assert_eq!(
            filter.created_from,
            Some(Timestamp::from_secs(1_799_971_200))
        );
        assert_eq!(
            filter.created_before,
            Some(Timestamp::from_secs(1_800_057_600))
        );
    }

    #[test]
    fn a_column_is_turned_round_by_the_second_click() {
        let asked = Asked::read("sort=name");
        assert_eq!(asked.sorted("name"), "sort=name&dir=asc");
        assert_eq!(Asked::read("sort=name&dir=asc").sorted("name"), "sort=name");
        assert_eq!(asked.sorted("created"), "");
    }
}
