//! The list as CSV, for spreadsheets.

use gangway_app::inert;
use serde_json::Value;

/// The documented fields in their order.
const COLUMNS: [&str; 12] = [
    "create_time",
    "whatsapp",
    "coexistence",
    "business_name",
    "business_email",
    "business_id",
    "business_address",
    "landing_page",
    "onboarding_link",
    "display_name",
    "reference",
    "status",
];

/// Turns the joined JSON objects of a list into CSV with a header line.
pub(crate) fn to_csv(objects: &[u8]) -> Result<Vec<u8>, String> {
    let list = [b"[".as_slice(), objects, b"]"].concat();
    let rows: Vec<Value> = serde_json::from_slice(&list).map_err(|error| error.to_string())?;
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(objects.len()));
    writer
        .write_record(COLUMNS)
        .map_err(|error| error.to_string())?;
    for row in &rows {
        let cells = COLUMNS.iter().map(|column| match row.get(column) {
            Some(Value::String(text)) => inert(text),
            Some(other) => other.to_string(),
            None => String::new(),
        });
        writer
            .write_record(cells)
            .map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_per_account_and_quotes_where_needed() {
        let object = br#"{"create_time":1,"whatsapp":"97257","coexistence":0,"business_name":"A, \"B\"","business_email":"","business_id":"","business_address":"","landing_page":"l","onboarding_link":"o","display_name":"=1+1","reference":"r","status":0}"#;
        let csv = String::from_utf8(to_csv(object).unwrap()).unwrap();
        let lines: Vec<_> = csv.lines().collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], COLUMNS.join(","));
        assert_eq!(lines[1], "1,97257,0,\"A, \"\"B\"\"\",,,,l,o,'=1+1,r,0");
    }

    #[test]
    fn an_empty_list_is_its_header() {
        assert_eq!(
            to_csv(b"").unwrap(),
            format!("{}\n", COLUMNS.join(",")).into_bytes()
        );
    }
}
