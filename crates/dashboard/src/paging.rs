//! Pages of long lists.

use crate::figures::count;
use serde::Serialize;

/// Nobody turns so many pages; a larger number is somebody's joke.
const LAST: u32 = 100_000;

/// The page that an address asks for; what makes no sense is the first.
pub(crate) fn wished(page: Option<&str>) -> u32 {
    let page = page.and_then(|page| page.parse().ok());
    page.unwrap_or(1).clamp(1, LAST)
}

/// The last page of so many.
pub(crate) fn last(total: u64, on_a_page: u32) -> u32 {
    let pages = total.div_ceil(u64::from(on_a_page)).max(1);
    u32::try_from(pages).unwrap_or(LAST).min(LAST)
}

/// Where one is in a list, for `pages.html`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Pages {
    first: String,
    last: String,
    total: String,
    /// Addresses.
    previous: Option<String>,
    next: Option<String>,
}

impl Pages {
    /// `shown` of them stand on this page; `address` is that of another page.
    pub(crate) fn new(
        page: u32,
        on_a_page: u32,
        shown: usize,
        total: u64,
        address: impl Fn(u32) -> String,
    ) -> Self {
        let before = u64::from(page - 1) * u64::from(on_a_page);
        let shown = shown as u64;
        Self {
            first: count(before + shown.min(1)),
            last: count(before + shown),
            total: count(total),
            previous: (page > 1).then(|| address(page - 1)),
            next: (before + shown < total).then(|| address(page + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_the_first_page() {
        assert_eq!(wished(None), 1);
        assert_eq!(wished(Some("7")), 7);
        for nonsense in ["0", "-1", "x", "99999999999"] {
            assert_eq!(wished(Some(nonsense)), 1, "{nonsense}");
        }
        assert_eq!(wished(Some("4000000000")), LAST);
    }

    #[test]
    fn the_last_page_may_be_full() {
        assert_eq!(
            [0, 1, 25, 26, 50].map(|total| last(total, 25)),
            [1, 1, 1, 2, 2]
        );
    }

    #[test]
    fn where_one_is() {
        let pages = |page, shown, total| {
            let pages = Pages::new(page, 25, shown, total, |page| page.to_string());
            let range = format!("{} to {} of {}", pages.first, pages.last, pages.total);
            (range, pages.previous, pages.next)
        };
        let some = |page: &str| Some(page.to_owned());
        assert_eq!(pages(1, 0, 0), ("0 to 0 of 0".to_owned(), None, None));
        let first = pages(1, 25, 1_026);
        assert_eq!(first, ("1 to 25 of 1,026".to_owned(), None, some("2")));
        let middle = pages(2, 25, 1_026);
        let expected = ("26 to 50 of 1,026".to_owned(), some("1"), some("3"));
        assert_eq!(middle, expected);
        let end = pages(42, 1, 1_026);
        let expected = ("1,026 to 1,026 of 1,026".to_owned(), some("41"), None);
        assert_eq!(end, expected);
    }
}
