//! The way of a browser without popups: the dialog as a full page, and back.

use reqwest::header::{LOCATION, ORIGIN};
use serde_json::{Value, json};
use url::Url;

use super::{Customer, CustomerError, FinishOptions, Outcome, Page, PageState};

impl Customer {
    pub(super) async fn finish_by_redirect(
        &self,
        page: &Page,
        options: &FinishOptions,
    ) -> Result<Outcome, CustomerError> {
        let ask_at = page
            .redirect_url
            .as_ref()
            .ok_or_else(|| CustomerError::BadPage {
                reason: "it has no redirect_url, so this server offers no full-page dialog"
                    .to_owned(),
            })?;
        let dialog = match self.ask_for_dialog(page, ask_at).await? {
            Asked::Dialog(url) => url,
            Asked::Refused(outcome) => return Ok(outcome),
        };
        if dialog.origin() != self.sandbox.base().origin() {
            return Err(CustomerError::ForeignDialog {
                url: dialog.origin().ascii_serialization(),
            });
        }
        self.open_dialog(&dialog).await?;
        let back = self.submit_dialog(&dialog, options).await?;
        let unreachable = |source| CustomerError::unreachable(&back, source);
        let answer = self.http().get(back.clone()).send().await;
        answer.map_err(unreachable)?;
        let outcome = Outcome {
            state: PageState::Working,
            title: String::new(),
            message: String::new(),
            number: None,
        };
        self.settle(page, outcome).await
    }

    async fn ask_for_dialog(&self, page: &Page, url: &Url) -> Result<Asked, CustomerError> {
        let unreachable = |source| CustomerError::unreachable(url, source);
        let request = self
            .http()
            .post(url.clone())
            .header(ORIGIN, &page.origin)
            .json(&json!({ "session": page.session }));
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let text = response.text().await.map_err(unreachable)?;
        let answer: Value =
            serde_json::from_str(&text).map_err(|_| CustomerError::unexpected(url, status))?;
        match answer["url"].as_str().map(Url::parse) {
            Some(Ok(dialog)) => Ok(Asked::Dialog(dialog)),
            _ => serde_json::from_value(answer)
                .map(Asked::Refused)
                .map_err(|_| CustomerError::unexpected(url, status)),
        }
    }

    /// The dialog has to open before its form can be sent.
    async fn open_dialog(&self, dialog: &Url) -> Result<(), CustomerError> {
        let unreachable = |source| CustomerError::unreachable(dialog, source);
        let response = self.http().get(dialog.clone()).send().await;
        let response = response.map_err(unreachable)?;
        let status = response.status();
        let html = response.text().await.map_err(unreachable)?;
        if status.is_success() {
            return Ok(());
        }
        Err(CustomerError::Refused {
            reason: problem(&html).map_or_else(
                || format!("the dialog answers HTTP {}", status.as_u16()),
                str::to_owned,
            ),
        })
    }

    /// Sends the form with what stood in the URL, and gives where the browser is sent.
    async fn submit_dialog(
        &self,
        dialog: &Url,
        options: &FinishOptions,
    ) -> Result<Url, CustomerError> {
        let carried = ["client_id", "config_id", "extras", "redirect_uri", "state"];
        let mut form: Vec<(String, String)> = dialog
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| carried.contains(&name.as_str()))
            .collect();
        let ending = options.ending.as_ref().map(ToString::to_string);
        let entered = [
            ("number", options.number.clone()),
            ("business_name", options.business_name.clone()),
            ("ending", ending),
        ];
        for (name, value) in entered {
            form.extend(value.map(|value| (name.to_owned(), value)));
        }
        let unreachable = |source| CustomerError::unreachable(dialog, source);
        let request = self.http().post(dialog.clone()).form(&form);
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let location = response.headers().get(LOCATION);
        let back = location.and_then(|to| Url::parse(to.to_str().ok()?).ok());
        match back {
            Some(back) => Ok(back),
            None => {
                let html = response.text().await.map_err(unreachable)?;
                Err(CustomerError::Refused {
                    reason: problem(&html).map_or_else(
                        || format!("the dialog answers HTTP {status}"),
                        str::to_owned,
                    ),
                })
            }
        }
    }
}

/// What the server says to the wish for a full page.
enum Asked {
    Dialog(Url),
    /// In its own words, as for every other thing that the page tells.
    Refused(Outcome),
}

/// The sentence of the dialog's error page.
fn problem(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("id=\"problem\"")?;
    let (_, rest) = rest.split_once('>')?;
    let (text, _) = rest.split_once('<')?;
    Some(text.trim())
}
