//! `gangway accounts watch`: what happens from now on.

use super::super::output::{line, remark};
use super::Which;
use crate::server::StopSignals;
use clap::Args;
use gangway_client::{Account, Client, Error, ListQuery, Page, Status};
use std::collections::HashMap;
use std::time::Duration;

/// What a busy server answers; as the reason too, where it answers 200 to everything.
const UNAVAILABLE: u16 = 503;

#[derive(Debug, Args)]
pub(in crate::commands) struct WatchArgs {
    #[command(flatten)]
    which: Which,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600))]
    interval: u64,
}

impl WatchArgs {
    /// Always looks at the whole list: an account that leaves a part of it would look like one
    /// that was removed. The last `ETag` goes along, so while nothing changes the server
    /// answers 304 and does no work.
    pub(super) async fn run(self, client: &Client) -> anyhow::Result<()> {
        let mut stop = StopSignals::listen()?;
        let choice = Choice::of(self.which);
        let whole = ListQuery::default();
        let mut known: Option<Page> = None;
        loop {
            let etag = known.as_ref().and_then(|page| page.etag.as_deref());
            match client.list_if_changed(&whole, etag).await {
                Ok(Some(page)) => {
                    let before = known.take().map(|page| page.list).unwrap_or_default();
                    for change in changes(&before, &page.list) {
                        if choice.takes(&change) {
                            report(&change, self.json)?;
                        }
                    }
                    known = Some(page);
                }
                Ok(None) => {}
                Err(error) if passes(&error) => remark(&format!("{error}; trying again")),
                Err(error) => return Err(error.into()),
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(self.interval)) => {}
                () = stop.received() => return Ok(()),
            }
        }
    }
}

/// Whether it may go better with the next look.
fn passes(error: &Error) -> bool {
    match error {
        Error::Transport { .. } => true,
        Error::Refused {
            http_status,
            reason,
            ..
        } => *http_status == UNAVAILABLE || *reason == u32::from(UNAVAILABLE),
        _ => false,
    }
}

/// What is different about an account.
#[derive(Debug)]
struct Change<'a> {
    what: &'static str,
    account: &'a Account,
    /// The account as it was, if it was there.
    before: Option<&'a Account>,
}

/// What is different, removals first, each oldest first. The landing page names an account for
/// good; its number changes, and so may its link.
fn changes<'a>(before: &'a [Account], after: &'a [Account]) -> Vec<Change<'a>> {
    let old = by_landing_page(before);
    let new = by_landing_page(after);
    let removed = before
        .iter()
        .rev()
        .filter(|account| !new.contains_key(account.landing_page.as_str()))
        .map(|account| Change {
            what: "removed",
            account,
            before: Some(account),
        });
    let rest = after.iter().rev().filter_map(|account| {
        let before = old.get(account.landing_page.as_str()).copied();
        if before == Some(account) {
            return None;
        }
        let finished_before = before.is_some_and(|old| old.status == Status::Finished);
        let what = match before {
            // Also where it was made and finished between two looks.
            _ if account.status == Status::Finished && !finished_before => "finished",
            None => "created",
            Some(_) => "changed",
        };
        Some(Change {
            what,
            account,
            before,
        })
    });
    removed.chain(rest).collect()
}

fn by_landing_page(list: &[Account]) -> HashMap<&str, &Account> {
    list.iter()
        .map(|account| (account.landing_page.as_str(), account))
        .collect()
}

/// Which changes are printed.
#[derive(Debug)]
struct Choice {
    status: Option<Status>,
    coexistence: Option<bool>,
    reference: Option<String>,
    text: Option<String>,
}

impl Choice {
    fn of(which: Which) -> Self {
        Self {
            status: which.status,
            coexistence: which.coexistence,
            reference: which.reference.map(|text| text.trim().to_owned()),
            text: which.q.map(|text| text.trim().to_lowercase()),
        }
    }

    /// A change of an account that fits now, or did: finishing is news of an unfinished one.
    fn takes(&self, change: &Change<'_>) -> bool {
        self.fits(change.account) || change.before.is_some_and(|before| self.fits(before))
    }

    fn fits(&self, account: &Account) -> bool {
        let texts = [
            &account.business_name,
            &account.whatsapp,
            &account.business_email,
            &account.reference,
            &account.display_name,
        ];
        let holds = |part: &String| texts.iter().any(|text| text.to_lowercase().contains(part));
        self.status.is_none_or(|status| status == account.status)
            && self
                .coexistence
                .is_none_or(|coexistence| coexistence == account.coexistence)
            && self
                .reference
                .as_ref()
                .is_none_or(|reference| *reference == account.reference)
            && self.text.as_ref().is_none_or(holds)
    }
}

fn report(change: &Change<'_>, as_json: bool) -> anyhow::Result<()> {
    let account = change.account;
    if as_json {
        let event = serde_json::json!({"change": change.what, "account": account});
        return line(&event.to_string());
    }
    line(&format!(
        "{:<9} {:<16} {}  {}",
        change.what, account.whatsapp, account.business_name, account.reference
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn account(page: &str, status: Status) -> Account {
        let listed = serde_json::json!({"create_time":1,"whatsapp":"1","coexistence":0,"landing_page":page,"onboarding_link":page,"status":0});
        Account {
            status,
            ..serde_json::from_value(listed).unwrap()
        }
    }

    fn nothing_chosen() -> Which {
        Which {
            status: None,
            coexistence: None,
            reference: None,
            q: None,
        }
    }

    fn told<'a>(
        which: Which,
        before: &'a [Account],
        after: &'a [Account],
    ) -> Vec<(&'a str, &'a str)> {
        let choice = Choice::of(which);
        changes(before, after)
            .iter()
            .filter(|change| choice.takes(change))
            .map(|change| (change.what, change.account.landing_page.as_str()))
            .collect()
    }

    #[test]
    fn changes_are_told_by_the_landing_page() {
        let before = [
            account("b", Status::Unfinished),
            account("a", Status::Unfinished),
        ];
        let after = [
            account("d", Status::Finished),
            account("c", Status::Unfinished),
            account("b", Status::Finished),
        ];
        assert_eq!(
            told(nothing_chosen(), &before, &after),
            [
                ("removed", "a"),
                ("finished", "b"),
                ("created", "c"),
                ("finished", "d")
            ]
        );
        assert!(changes(&after, &after).is_empty());
    }

    #[test]
    fn another_link_is_a_change_of_the_same_account() {
        let before = [account("a", Status::Unfinished)];
        let mut after = before.clone();
        after[0].onboarding_link = "another".to_owned();
        assert_eq!(told(nothing_chosen(), &before, &after), [("changed", "a")]);
    }

    #[test]
    fn a_filter_chooses_changes_and_makes_none() {
        let before = [
            account("b", Status::Unfinished),
            account("a", Status::Finished),
        ];
        let after = [
            account("c", Status::Unfinished),
            account("b", Status::Finished),
            account("a", Status::Finished),
        ];
        let with = |status| Which {
            status: Some(status),
            ..nothing_chosen()
        };
        assert_eq!(
            told(with(Status::Unfinished), &before, &after),
            [("finished", "b"), ("created", "c")]
        );
        assert_eq!(
            told(with(Status::Finished), &before, &after),
            [("finished", "b")]
        );
    }

    #[test]
    fn every_part_of_a_filter_has_to_fit() {
        let named = |link: &str, name: &str, reference: &str, coexistence| Account {
            business_name: name.to_owned(),
            reference: reference.to_owned(),
            coexistence,
            ..account(link, Status::Unfinished)
        };
        let list = [
            named("c", "ÉCOLE Nord", "R 1", true),
            named("b", "École Sud", "R 1", false),
            named("a", "Harbour", "R 12", false),
        ];
        let created = |which| -> Vec<&str> {
            let told = told(which, &[], &list);
            told.into_iter().map(|(_, link)| link).collect()
        };
        let q = |text: &str| Which {
            q: Some(text.to_owned()),
            ..nothing_chosen()
        };
        assert_eq!(created(q("éCOLE")), ["b", "c"]);
        assert_eq!(created(q(" r 1")), ["a", "b", "c"]);
        let reference = Which {
            reference: Some("R 1".to_owned()),
            ..nothing_chosen()
        };
        assert_eq!(created(reference), ["b", "c"]);
        let both = Which {
            coexistence: Some(true),
            ..q("école")
        };
        assert_eq!(created(both), ["c"]);
    }

    #[test]
    fn a_busy_server_is_asked_again_and_a_refusal_ends_it() {
        let refused = |http_status, reason| Error::Refused {
            endpoint: "getAccounts",
            http_status,
            reason,
            message: String::new(),
        };
        assert!(passes(&refused(503, 1)));
        assert!(passes(&refused(200, 503)));
        assert!(!passes(&refused(401, 1)));
    }
}
