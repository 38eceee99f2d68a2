//! What is asked for: every filter in every order, at the first page and far behind it.

/// How the list is narrowed.
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) query: String,
}

/// One of each kind, and all of them together.
pub(super) fn filters(from: &str, to: &str) -> Vec<Filter> {
    let time = format!("from={from}&to={to}");
    let all = format!("q=grove&coexistence=1&state=finished&state=opened&{time}");
    [
        ("everything", String::new()),
        ("a word that all have", "q=GROVE".to_owned()),
        ("a word that a few have", "q=business+number+77".to_owned()),
        ("a word that nobody has", "q=nowhere".to_owned()),
        ("one state", "state=finished".to_owned()),
        (
            "three states",
            "state=created&state=opened&state=cancelled".to_owned(),
        ),
        ("removed ones", "state=removed".to_owned()),
        ("kind of link", "coexistence=1".to_owned()),
        ("half a year", time),
        ("all of these", all),
    ]
    .map(|(name, query)| Filter { name, query })
    .into()
}

const SORTS: [&str; 6] = [
    "created",
    "finished",
    "name",
    "reference",
    "number",
    "state",
];
/// The last is the last one of everything.
const PAGES: [u32; 3] = [1, 95, 190];

/// The queries of a filter: each order both ways, each at some pages.
pub(super) fn queries(filter: &Filter) -> Vec<String> {
    let mut queries = Vec::new();
    for sort in SORTS {
        for direction in ["asc", "desc"] {
            for page in PAGES {
                queries.push(format!(
                    "{}&sort={sort}&dir={direction}&page={page}",
                    filter.query
                ));
            }
        }
    }
    queries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_is_asked_for_both_ways_at_each_page() {
        let filters = filters("2026-01-01", "2026-06-30");
        let queries = queries(&filters[4]);
        assert_eq!(queries.len(), 36);
        let mut different = queries.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), queries.len());
        assert!(queries.contains(&"state=finished&sort=name&dir=asc&page=95".to_owned()));
    }
}
