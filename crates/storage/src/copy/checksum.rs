//! The checksum of a table.

use super::{Row, Table};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 over the values of all rows in the order of their key, and how many they were.
pub(super) struct Checksum {
    hash: Sha256,
    rows: u64,
    buffer: Vec<u8>,
}

/// The sum of a whole table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) rows: u64,
    pub(super) sha256: String,
}

impl Checksum {
    pub(super) fn of(table: &Table) -> Self {
        let head = format!("{}({})\n", table.name, table.column_list());
        Self {
            hash: Sha256::new_with_prefix(head),
            rows: 0,
            buffer: Vec::new(),
        }
    }

    /// Takes in the rows that follow.
    pub(super) fn add(&mut self, rows: &[Row]) {
        self.buffer.clear();
        for value in rows.iter().flatten() {
            value.encode(&mut self.buffer);
        }
        self.hash.update(&self.buffer);
        self.rows += u64::try_from(rows.len()).unwrap_or(u64::MAX);
    }

    pub(super) fn finish(self) -> Sum {
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Sum {
            rows: self.rows,
            sha256,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TABLES, Value};
    use super::*;

    fn sum(rows: &[Row]) -> Sum {
        let mut checksum = Checksum::of(&TABLES[4]);
        checksum.add(rows);
        checksum.finish()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn what_differs_sums_up_differently() {
        let tables: [&[Row]; 10] = [
            &[],
            &[vec![Value::Null]],
            &[vec![Value::Null], vec![Value::Null]],
            &[vec![text("")]],
            &[vec![Value::Bytes(Vec::new())]],
            &[vec![Value::Int(0)]],
            &[vec![Value::Flag(false)]],
            &[vec![text("ab"), text("c")]],
            &[vec![text("a"), text("bc")]],
            &[vec![Value::Int(1)], vec![Value::Int(0)]],
        ];
        for (at, one) in tables.iter().enumerate() {
            for other in &tables[at + 1..] {
                assert_ne!(sum(one).sha256, sum(other).sha256, "{one:?} {other:?}");
            }
        }
        let empty = Checksum::of(&TABLES[3]).finish();
        assert_ne!(empty.sha256, sum(&[]).sha256, "another table");
    }

    #[test]
    fn the_sum_does_not_depend_on_the_batches() {
        let rows: Vec<Row> = (0..7).map(|n| vec![text("x"), Value::Int(n)]).collect();
        let mut checksum = Checksum::of(&TABLES[4]);
        for row in &rows {
            checksum.add(std::slice::from_ref(row));
        }
        let apart = checksum.finish();
        assert_eq!(apart, sum(&rows));
        assert_eq!(apart.rows, 7);
    }
}
