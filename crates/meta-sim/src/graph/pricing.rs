//! The field `pricing_analytics` of `GET /{WABA}`: delivered messages, from the books.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

use super::fields::Field;
use super::{Call, GraphError};
use crate::timestamp::month_around;
use crate::world::{Delivered, Waba, World};

/// What it is called among the fields.
pub(super) const FIELD: &str = "pricing_analytics";

const DAY: i64 = 86_400;
/// Meta looks back for no more than a year.
const LOOK_BACK: i64 = 366 * DAY;

/// What is asked for, as `.name(value)` behind the field.
struct Asked {
    start: i64,
    end: i64,
    granularity: Granularity,
    /// Digits; all when there are none.
    numbers: BTreeSet<String>,
    dimensions: BTreeSet<Dimension>,
}

#[derive(Clone, Copy)]
enum Granularity {
    HalfHour,
    Daily,
    Monthly,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dimension {
    Phone,
    Category,
    Type,
}

/// Whether a read of an account asks for its counts.
pub(super) fn is_asked(call: &Call) -> bool {
    let fields = call.params.text("fields");
    fields.is_some_and(|fields| fields.trim_start().starts_with(FIELD))
}

/// The counts of an account. A dimension that is not asked for is in no point, and what is zero is missing.
pub(super) fn analytics(
    world: &World,
    waba: &Waba,
    field: &Field,
    now: i64,
) -> Result<Value, GraphError> {
    let asked = Asked::read(field, now)?;
    let mut points = BTreeMap::new();
    for line in &world.books {
        let of_it = world
            .number_by_digits(&line.number)
            .is_some_and(|number| number.waba_id == waba.id);
        if of_it && line.volume > 0 && asked.wants(line) {
            *points.entry(asked.key(line)).or_insert(0_u64) += line.volume;
        }
    }
    let points: Vec<Value> = points
        .into_iter()
        .map(|((start, end, dimensions), volume)| {
            let mut point = Map::from_iter([
                ("start".to_owned(), json!(start)),
                ("end".to_owned(), json!(end)),
            ]);
            for (name, value) in dimensions {
                point.insert(name.to_owned(), json!(value));
            }
            point.insert("volume".to_owned(), json!(volume));
            Value::Object(point)
        })
        .collect();
    Ok(json!({ "data": [{ "data_points": points }] }))
}

/// Start and end of a span, and what is told apart in it.
type Key = (i64, i64, Vec<(&'static str, String)>);

impl Asked {
    fn read(field: &Field, now: i64) -> Result<Self, GraphError> {
        let seconds = |name: &str| {
            let said = field.argument(name).and_then(|said| said.parse().ok());
            said.ok_or_else(|| wrong(&format!("{name} must be unix seconds")))
        };
        let (start, end) = (seconds("start")?, seconds("end")?);
        if start >= end || start < now - LOOK_BACK {
            return Err(wrong(
                "start must be before end and no more than a year ago",
            ));
        }
        let granularity = match field.argument("granularity") {
            Some("HALF_HOUR") => Granularity::HalfHour,
            Some("DAILY") => Granularity::Daily,
            Some("MONTHLY") => Granularity::Monthly,
            _ => return Err(wrong("granularity must be HALF_HOUR, DAILY or MONTHLY")),
        };
        if !field.words("metric_types").contains(&"VOLUME") {
            return Err(wrong(
                "metric_types must hold VOLUME: this world has no prices",
            ));
        }
        let dimension = |word: &str| match word {
            "PHONE" => Ok(Dimension::Phone),
            "PRICING_CATEGORY" => Ok(Dimension::Category),
            "PRICING_TYPE" => Ok(Dimension::Type),
            _ => Err(wrong(
                "dimensions may be PHONE, PRICING_CATEGORY and PRICING_TYPE here",
            )),
        };
        Ok(Self {
            start,
            end,
            granularity,
            numbers: field
                .words("phone_numbers")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            dimensions: field
                .words("dimensions")
                .into_iter()
                .map(dimension)
                .collect::<Result<_, _>>()?,
        })
    }

    fn wants(&self, line: &Delivered) -> bool {
        (self.start..self.end).contains(&line.at)
            && (self.numbers.is_empty() || self.numbers.contains(&line.number))
    }

    fn key(&self, line: &Delivered) -> Key {
        let (start, end) = self.granularity.span(line.at);
        let dimensions = self
            .dimensions
            .iter()
            .map(|dimension| match dimension {
                Dimension::Phone => ("phone_number", line.number.clone()),
                Dimension::Category => ("pricing_category", word(&json!(line.category))),
                Dimension::Type => ("pricing_type", word(&json!(line.pricing_type))),
            })
            .collect();
        (start, end, dimensions)
    }
}

impl Granularity {
    /// The span in which a moment lies.
    fn span(self, at: i64) -> (i64, i64) {
        let of = |seconds: i64| {
            let start = at - at.rem_euclid(seconds);
            (start, start + seconds)
        };
        match self {
            Self::HalfHour => of(1800),
            Self::Daily => of(DAY),
            Self::Monthly => month_around(at),
        }
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn wrong(what: &str) -> GraphError {
    GraphError::parameter(&format!("({FIELD}) {what}"))
}
