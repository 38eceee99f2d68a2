//! What both stores hold: their tables and columns. A test of each store compares this
//! with its schema, so that a column cannot be added there and forgotten here.

use super::{Row, Value};
use Kind::{Bytes, Flag, Int, Text};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A whole number of 64 bits.
    Int,
    /// Yes or no.
    Flag,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Its name, the same in every store.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// One table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, the same in every store.
    pub name: &'static str,
    /// All columns; those of the primary key first, in its order.
    pub columns: &'static [Column],
    /// How many columns the primary key has.
    pub key: usize,
    /// Whether the database itself hands out the key of a new row.
    pub numbered: bool,
}

impl Table {
    /// The columns of the primary key.
    #[must_use]
    pub fn key_columns(&self) -> &'static [Column] {
        self.columns.get(..self.key).unwrap_or(self.columns)
    }

    /// The key of a row.
    #[must_use]
    pub fn key_of<'r>(&self, row: &'r Row) -> &'r [Value] {
        row.get(..self.key).unwrap_or(row)
    }

    /// The names of all columns, as a statement lists them.
    #[must_use]
    pub fn column_list(&self) -> String {
        list(self.columns)
    }

    /// The names of the key's columns, as a statement lists them.
    #[must_use]
    pub fn key_list(&self) -> String {
        list(self.key_columns())
    }
}

fn list(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

const fn is(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        nullable: false,
    }
}

const fn may(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        nullable: true,
    }
}

/// The columns of `store_meta` that are the installation's and not the database's own.
pub const META_COLUMNS: &[Column] = &[may("key_probe", Bytes)];

/// All tables but `store_meta`, each after those that it refers to.
pub const TABLES: &[Table] = &[
    Table {
        name: "partner",
        columns: &[
            is("id", Int),
            is("name", Text),
            is("client_id", Text),
            may("language", Text),
            is("redirect_hosts", Text),
            is("created_at", Int),
            may("suspended_at", Int),
            is("revision", Int),
            is("events", Int),
            may("domain", Text),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "person",
        columns: &[
            is("id", Int),
            is("email", Text),
            is("email_key", Text),
            is("name", Text),
            is("password", Text),
            is("operator", Flag),
            may("language", Text),
            may("totp", Bytes),
            may("totp_step", Int),
            is("created_at", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "membership",
        columns: &[
            is("person", Int),
            is("partner", Int),
            is("role", Text),
            is("since", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "invitation",
        columns: &[
            is("id", Int),
            is("secret", Bytes),
            may("partner", Int),
            may("role", Text),
            may("person", Int),
            may("email", Text),
            may("email_key", Text),
            may("made_by", Int),
            is("made_at", Int),
            is("ends_at", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "dashboard_session",
        columns: &[
            is("hash", Bytes),
            is("person", Int),
            is("opened_at", Int),
            is("seen_at", Int),
            is("ends_at", Int),
            is("code_owed", Flag),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "sign_in_try",
        columns: &[
            is("key", Bytes),
            is("tries", Int),
            is("latest", Int),
            is("blocked_until", Int),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "audit_entry",
        columns: &[
            is("id", Int),
            is("at", Int),
            may("person", Int),
            is("actor", Text),
            may("partner", Int),
            is("action", Text),
            is("subject", Text),
            may("address", Text),
            is("outcome", Text),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "credential",
        columns: &[
            is("client_id", Text),
            is("partner", Int),
            may("label", Text),
            is("secret", Bytes),
            may("former_secret", Bytes),
            may("former_until", Int),
            is("created_at", Int),
            may("revoked_at", Int),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "access_token",
        columns: &[
            is("hash", Bytes),
            is("partner", Int),
            is("credential", Text),
            is("expires_at", Int),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "logo",
        columns: &[
            is("hash", Bytes),
            is("media_type", Text),
            is("width", Int),
            is("height", Int),
            is("at", Int),
            is("bytes", Bytes),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "logo_address",
        columns: &[
            is("partner", Int),
            is("url", Text),
            is("logo", Bytes),
            is("at", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "branding",
        columns: &[
            is("partner", Int),
            may("logo_url", Text),
            may("logo", Bytes),
            may("message_text", Text),
            may("button_text", Text),
            may("success_text", Text),
            may("failed_text", Text),
            may("colour", Text),
            may("text_colour", Text),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "account",
        columns: &[
            is("id", Int),
            is("partner", Int),
            is("created_at", Int),
            is("number", Text),
            is("coexistence", Flag),
            is("business_name", Text),
            may("business_email", Text),
            may("business_id", Text),
            may("business_address", Text),
            is("display_name", Text),
            may("reference", Text),
            may("logo", Text),
            may("picture", Bytes),
            may("message_text", Text),
            may("button_text", Text),
            may("success_text", Text),
            may("failed_text", Text),
            may("language", Text),
            may("redirect_success", Text),
            may("redirect_failed", Text),
            may("domain_verification", Text),
            is("link", Text),
            is("landing", Text),
            may("expires_at", Int),
            is("state", Text),
            may("problem", Text),
            may("cancelled_step", Text),
            may("session", Bytes),
            may("started_at", Int),
            may("lease_owner", Int),
            may("lease_until", Int),
            may("next_try", Int),
            may("not_before", Int),
            is("recovered", Flag),
            may("disconnected", Text),
            may("renewal_requested_at", Int),
            may("meta_business", Text),
            may("finished_at", Int),
            may("removed_at", Int),
            is("search", Text),
            is("events", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "list_entry",
        columns: &[
            is("partner", Int),
            is("created_at", Int),
            is("account", Int),
            is("fragment", Text),
        ],
        key: 3,
        numbered: false,
    },
    Table {
        name: "temporary_number",
        columns: &[is("number", Text), is("account", Int)],
        key: 1,
        numbered: false,
    },
    Table {
        name: "registered_number",
        columns: &[
            is("number", Text),
            is("partner", Int),
            may("comment", Text),
            may("meta_id", Text),
            is("asked_at", Int),
            may("verified_until", Int),
            may("account", Int),
            may("connected_at", Int),
            may("remind_at", Int),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "number_call",
        columns: &[
            is("id", Int),
            is("number", Text),
            is("call", Text),
            is("at", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "number_pin",
        columns: &[is("number", Text), is("pin", Bytes), is("at", Int)],
        key: 1,
        numbered: false,
    },
    Table {
        name: "message_count",
        columns: &[
            is("number", Text),
            is("month", Int),
            is("waba", Text),
            is("conversations", Int),
            is("marketing", Int),
            is("service", Int),
            is("incoming", Int),
            is("at", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "count_due",
        columns: &[is("waba", Text), is("account", Int), is("due_at", Int)],
        key: 1,
        numbered: false,
    },
    Table {
        name: "idempotency",
        columns: &[
            is("partner", Int),
            is("key", Text),
            is("body", Bytes),
            is("fragment", Text),
            is("first_used", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "account_grant",
        columns: &[
            is("account", Int),
            may("token", Bytes),
            may("claimed_waba", Text),
            may("claimed_phone_number", Text),
            may("waba", Text),
            may("phone_number", Text),
            may("steps_waba", Text),
            may("steps_phone_number", Text),
            is("subscribed", Flag),
            may("pin", Bytes),
            is("registered", Flag),
            may("contacts_sync", Text),
            may("history_sync", Text),
            may("token_at", Int),
            may("credit_allocation", Text),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "code_seen",
        columns: &[is("hash", Bytes), is("account", Int)],
        key: 1,
        numbered: false,
    },
    Table {
        name: "former_link",
        columns: &[is("link", Text), is("account", Int)],
        key: 1,
        numbered: false,
    },
    Table {
        name: "step",
        columns: &[
            is("account", Int),
            is("step", Text),
            is("state", Text),
            is("tries", Int),
            may("first_try", Int),
            may("last_try", Int),
            may("error", Text),
            may("http_status", Int),
            may("code", Int),
            may("subcode", Int),
            may("details", Text),
            may("fbtrace_id", Text),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "timeline",
        columns: &[
            is("id", Int),
            is("account", Int),
            is("at", Int),
            is("event", Text),
            may("step", Text),
            may("cause", Text),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "milestone",
        columns: &[
            is("account", Int),
            is("kind", Text),
            is("at", Int),
            is("partner", Int),
            is("created_at", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "fact",
        columns: &[
            is("account", Int),
            is("name", Text),
            is("value", Text),
            is("at", Int),
        ],
        key: 2,
        numbered: false,
    },
    Table {
        name: "dialog_state",
        columns: &[
            is("hash", Bytes),
            is("account", Int),
            is("session", Bytes),
            is("until", Int),
            may("used_at", Int),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "meta_event",
        columns: &[
            is("id", Int),
            is("key", Bytes),
            is("received_at", Int),
            is("change", Text),
            may("outcome", Text),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "job",
        columns: &[
            is("id", Int),
            is("kind", Text),
            may("account", Int),
            may("meta_event", Int),
            may("partner", Int),
            is("due_at", Int),
            is("tries", Int),
            may("lease_owner", Int),
            may("lease_until", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "unclaimed",
        columns: &[
            is("waba", Text),
            may("business", Text),
            is("at", Int),
            is("reason", Text),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "endpoint",
        columns: &[
            is("partner", Int),
            may("url", Text),
            may("email", Text),
            is("secret", Bytes),
            is("hint", Text),
            may("former_secret", Bytes),
            may("former_until", Int),
            may("failing_since", Int),
            may("failed_at", Int),
            may("off_at", Int),
            may("off_why", Text),
        ],
        key: 1,
        numbered: false,
    },
    Table {
        name: "partner_event",
        columns: &[
            is("id", Int),
            is("partner", Int),
            is("number", Int),
            may("account", Int),
            may("sequence", Int),
            is("event_id", Text),
            is("event", Text),
            is("at", Int),
            is("body", Text),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "delivery",
        columns: &[
            is("id", Int),
            is("partner", Int),
            is("event", Int),
            may("account", Int),
            is("queued_at", Int),
            is("state", Text),
            is("tries", Int),
            may("due_at", Int),
            may("lease_owner", Int),
        ],
        key: 1,
        numbered: true,
    },
    Table {
        name: "delivery_attempt",
        columns: &[
            is("delivery", Int),
            is("number", Int),
            is("at", Int),
            is("took", Int),
            may("http_status", Int),
            may("fault", Text),
            may("answer", Bytes),
        ],
        key: 2,
        numbered: false,
    },
];
