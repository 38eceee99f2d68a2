//! The optional query parameters of getAccounts.

use crate::parameters::{limit, seconds};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gangway_app::{Cursor, ListFilter, SortKey};
use gangway_domain::{FieldError, ListedNumber, clean};

/// Most accounts on a page.
pub(crate) const MOST: u32 = 10_000;

const SORTS: [(&str, SortKey, bool); 10] = [
    ("-create_time", SortKey::CreateTime, true),
    ("create_time", SortKey::CreateTime, false),
    ("-business_name", SortKey::BusinessName, true),
    ("business_name", SortKey::BusinessName, false),
    ("-display_name", SortKey::DisplayName, true),
    ("display_name", SortKey::DisplayName, false),
    ("-reference", SortKey::Reference, true),
    ("reference", SortKey::Reference, false),
    ("-whatsapp", SortKey::Whatsapp, true),
    ("whatsapp", SortKey::Whatsapp, false),
];

/// What the query string asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ListQuery {
    /// Nothing that we know: the whole list, as documented.
    Whole,
    /// A part of it.
    Part(Box<ListFilter>),
}

impl ListQuery {
    /// Reads a query string; unknown parameters are ignored, the last of a kind counts.
    pub(crate) fn parse(query: Option<&str>) -> Result<Self, FieldError> {
        let Some(query) = query.filter(|query| !query.is_empty()) else {
            return Ok(Self::Whole);
        };
        let mut filter = ListFilter::default();
        let mut cursor = None;
        let mut known = false;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            known |= read(&mut filter, &mut cursor, &name, &value)?;
        }
        if let Some(cursor) = cursor {
            filter.after = Some(decode(&cursor, filter.sort, filter.descending)?);
        }
        Ok(if known {
            Self::Part(Box::new(filter))
        } else {
            Self::Whole
        })
    }
}

fn read(
    filter: &mut ListFilter,
    cursor: &mut Option<String>,
    name: &str,
    value: &str,
) -> Result<bool, FieldError> {
    match name {
        "status" => filter.finished = Some(flag("status", value)?),
        "coexistence" => filter.coexistence = Some(flag("coexistence", value)?),
        "reference" => filter.reference = Some(clean("reference", value, 50)?),
        "whatsapp" => {
            let number = ListedNumber::parse("whatsapp", value)?;
            filter.whatsapp = Some(number.as_str().to_owned());
        }
        "q" => filter.search = Some(clean("q", value, 200)?.to_lowercase()),
        "created_from" => filter.created_from = Some(seconds("created_from", value)?),
        "created_to" => filter.created_to = Some(seconds("created_to", value)?),
        "sort" => {
            let (_, key, descending) = SORTS
                .into_iter()
                .find(|(name, ..)| *name == value)
                .ok_or_else(|| FieldError::new("sort", format!("must be one of {}", sorts())))?;
            filter.sort = key;
            filter.descending = descending;
        }
        "limit" => filter.limit = Some(limit(value, MOST)?),
        "cursor" => *cursor = Some(value.to_owned()),
        _ => return Ok(false),
    }
    Ok(true)
}

fn sorts() -> String {
    SORTS.map(|(name, ..)| name).join(", ")
}

fn flag(name: &'static str, value: &str) -> Result<bool, FieldError> {
    match value {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(FieldError::new(name, "must be 0 or 1")),
    }
}

/// The cursor as text: bound to the order it was made for.
pub(crate) fn next_cursor(cursor: &Cursor, filter: &ListFilter) -> String {
    let order = sort_name(filter.sort, filter.descending);
    URL_SAFE_NO_PAD.encode(format!("{order}\n{}\n{}", cursor.id, cursor.value))
}

fn decode(text: &str, sort: SortKey, descending: bool) -> Result<Cursor, FieldError> {
    let wrong = || {
        FieldError::new(
            "cursor",
            "is not the next_cursor of an answer with the same sort; start again without cursor",
        )
    };
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let mut parts = text.splitn(3, '\n');
    let (Some(order), Some(id), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    if order != sort_name(sort, descending) {
        return Err(wrong());
    }
    if sort == SortKey::CreateTime && value.parse::<i64>().is_err() {
        return Err(wrong());
    }
    Ok(Cursor {
        value: value.to_owned(),
        id: id.parse().map_err(|_| wrong())?,
    })
}

fn sort_name(sort: SortKey, descending: bool) -> &'static str {
    SORTS
        .into_iter()
        .find(|(_, key, down)| *key == sort && *down == descending)
        .map_or("", |(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_domain::Timestamp;

    fn part(query: &str) -> ListFilter {
        match ListQuery::parse(Some(query)) {
            Ok(ListQuery::Part(filter)) => *filter,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn without_known_parameters_the_whole_list_comes() {
        for query in [None, Some(""), Some("utm=1&x"), Some("&&")] {
            assert_eq!(ListQuery::parse(query), Ok(ListQuery::Whole), "{query:?}");
        }
    }

    #[test]
    fn every_parameter_is_read() {
        let filter = part(
            "status=1&coexistence=0&reference=a%20b&whatsapp=%2B972-50-1234567&q=ACME&created_from=5&created_to=9&sort=-reference&limit=20",
        );
        assert_eq!(filter.finished, Some(true));
        assert_eq!(filter.coexistence, Some(false));
        assert_eq!(filter.reference.as_deref(), Some("a b"));
        assert_eq!(filter.whatsapp.as_deref(), Some("972501234567"));
        assert_eq!(filter.search.as_deref(), Some("acme"));
        assert_eq!(filter.created_from, Some(Timestamp::from_secs(5)));
        assert_eq!(filter.created_to, Some(Timestamp::from_secs(9)));
        assert_eq!((filter.sort, filter.descending), (SortKey::Reference, true));
        assert_eq!(filter.limit, Some(20));
    }

    #[test]
    fn wrong_values_name_their_parameter() {
        for (query, name) in [
            ("status=2", "status"),
            ("status=", "status"),
            ("coexistence=yes", "coexistence"),
            ("whatsapp=abc", "whatsapp"),
            ("created_from=now", "created_from"),
            ("created_to=1.5", "created_to"),
            ("sort=name", "sort"),
            ("limit=0", "limit"),
            ("limit=10001", "limit"),
            ("limit=-1", "limit"),
            ("cursor=***", "cursor"),
            ("q=%00", "q"),
        ] {
            assert_eq!(
                ListQuery::parse(Some(query)).unwrap_err().field,
                name,
                "{query}"
            );
        }
    }

    #[test]
    fn a_cursor_goes_back_and_forth_but_only_in_its_order() {
        let cursor = Cursor {
            value: "a\nb & c".to_owned(),
            id: 7,
        };
        let text = next_cursor(&cursor, &part("sort=business_name"));
        assert_eq!(
            part(&format!("cursor={text}&sort=business_name")).after,
            Some(cursor)
        );
        assert!(ListQuery::parse(Some(&format!("cursor={text}"))).is_err());
    }
}
