//! What a caller accepts, and how much it likes it.

use axum::http::{HeaderMap, HeaderName};

/// The items of an `Accept`-like header with their weights, in the order given.
#[derive(Debug)]
pub(crate) struct Accepted<'a>(Vec<(&'a str, f32)>);

impl<'a> Accepted<'a> {
    pub(crate) fn read(headers: &'a HeaderMap, name: HeaderName) -> Self {
        let items = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|item| {
                let mut parts = item.split(';').map(str::trim);
                let name = parts.next().unwrap_or_default();
                let weight = parts
                    .filter_map(|part| part.split_once('='))
                    .find(|(key, _)| key.trim().eq_ignore_ascii_case("q"))
                    .map_or(1.0, |(_, weight)| weight.trim().parse().unwrap_or(0.0));
                (name, weight)
            });
        Self(items.collect())
    }

    /// Weight of the first of these names that is mentioned: give the exact one first.
    pub(crate) fn weight(&self, names: &[&str]) -> Option<f32> {
        names
            .iter()
            .find_map(|name| self.find(name))
            .map(|(_, weight)| weight)
    }

    /// Where a name stands.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.find(name).map(|(place, _)| place)
    }

    fn find(&self, name: &str) -> Option<(usize, f32)> {
        self.0
            .iter()
            .position(|(item, _)| item.eq_ignore_ascii_case(name))
            .and_then(|place| self.0.get(place).map(|(_, weight)| (place, *weight)))
    }
}
