//! How many messages an account delivered, by what Meta charges for.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use crate::open_words::open_words;
use crate::{meta_time, wire};
use gangway_domain::{PhoneNumber, Timestamp, WabaId};
use serde::Deserialize;
use std::collections::HashMap;

open_words! {
    /// What Meta charges for a message as.
    PricingCategory {
        /// Advertising.
        Marketing = "MARKETING",
        /// About something that the receiver did or ordered.
        Utility = "UTILITY",
        /// A one-time code.
        Authentication = "AUTHENTICATION",
        /// A one-time code across borders.
        AuthenticationInternational = "AUTHENTICATION_INTERNATIONAL",
        /// An answer to the receiver.
        Service = "SERVICE",
        /// An answer to who came by an advertisement.
        ReferralConversion = "REFERRAL_CONVERSION",
    }
}

open_words! {
    /// How Meta charges for a message.
    PricingType {
        /// It is charged for.
        Regular = "REGULAR",
        /// Free: an answer within a day of what the receiver wrote.
        FreeCustomerService = "FREE_CUSTOMER_SERVICE",
        /// Free: to who came by an advertisement or a page's button.
        FreeEntryPoint = "FREE_ENTRY_POINT",
    }
}

/// The counts of an account. Meta calls them approximate and may correct them later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PricingAnalytics {
    /// As Meta gives them: what is not there was zero.
    pub points: Vec<PricingPoint>,
}

/// A count: of one number, in one category, charged for in one way, over a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PricingPoint {
    /// Where the span starts.
    #[serde(default, deserialize_with = "meta_time::optional")]
    pub start: Option<Timestamp>,
    /// Where it ends.
    #[serde(default, deserialize_with = "meta_time::optional")]
    pub end: Option<Timestamp>,
    /// The account's number.
    #[serde(
        default,
        rename = "phone_number",
        deserialize_with = "wire::optional_number"
    )]
    pub number: Option<PhoneNumber>,
    /// The category.
    #[serde(default, rename = "pricing_category")]
    pub category: PricingCategory,
    /// How it was charged for.
    #[serde(default)]
    pub pricing_type: PricingType,
    /// How many messages were delivered.
    #[serde(default, deserialize_with = "count")]
    pub volume: u64,
}

impl PricingAnalytics {
    /// The whole account's delivered messages by category.
    #[must_use]
    pub fn volumes(&self) -> HashMap<PricingCategory, u64> {
        sum(self.points.iter())
    }

    /// One number's delivered messages by category.
    #[must_use]
    pub fn volumes_of(&self, number: &PhoneNumber) -> HashMap<PricingCategory, u64> {
        let of_it = |point: &&PricingPoint| point.number.as_ref() == Some(number);
        sum(self.points.iter().filter(of_it))
    }
}

fn sum<'a>(points: impl Iterator<Item = &'a PricingPoint>) -> HashMap<PricingCategory, u64> {
    let mut volumes = HashMap::new();
    for point in points {
        let volume: &mut u64 = volumes.entry(point.category.clone()).or_default();
        *volume = volume.saturating_add(point.volume);
    }
    volumes
}

fn count<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Some of Meta's samples leave the outer object away.
#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    pricing_analytics: Option<Series>,
    #[serde(default)]
    data: Option<Vec<Batch>>,
}

#[derive(Deserialize)]
struct Series {
    #[serde(default)]
    data: Option<Vec<Batch>>,
}

#[derive(Deserialize)]
struct Batch {
    #[serde(default)]
    data_points: Option<Vec<PricingPoint>>,
}

impl From<Wire> for PricingAnalytics {
    fn from(wire: Wire) -> Self {
        let inner = wire.pricing_analytics.and_then(|series| series.data);
        let points = inner
            .or(wire.data)
            .into_iter()
            .flatten()
            .filter_map(|batch| batch.data_points)
            .flatten()
            .collect();
        Self { points }
    }
}

impl Graph {
    /// Reads an account's delivered messages of the months from `start` to `end`, by number,
    /// category and type; of these numbers, or of all when there are none named. Neither country
    /// nor price is asked for: an answer by country can be longer than what is read.
    ///
    /// # Errors
    /// See [`GraphError`]; Meta looks back for a year only.
    pub async fn pricing_analytics(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
        start: Timestamp,
        end: Timestamp,
        numbers: &[PhoneNumber],
    ) -> Result<PricingAnalytics, GraphError> {
        let fields = fields(start, end, numbers);
        let path = [waba.as_str()];
        let request = Request::get(Call::PricingAnalytics, &path)
            .with(token)
            .query("fields", &fields);
        let answer: Wire = self.send(request).await?;
        Ok(answer.into())
    }
}

fn fields(start: Timestamp, end: Timestamp, numbers: &[PhoneNumber]) -> String {
    let of_numbers = if numbers.is_empty() {
        String::new()
    } else {
        let quoted: Vec<String> = numbers
            .iter()
            .map(|number| format!("\"{}\"", number.as_str()))
            .collect();
        format!(".phone_numbers([{}])", quoted.join(","))
    };
    format!(
        "pricing_analytics.start({}).end({}).granularity(MONTHLY){of_numbers}\
         .metric_types([\"VOLUME\"]).dimensions([\"PHONE\",\"PRICING_CATEGORY\",\"PRICING_TYPE\"])",
        start.as_secs(),
        end.as_secs(),
    )
}
