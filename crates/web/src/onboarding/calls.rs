//! What the page's script reports and asks: one JSON answer each.

use crate::Web;
use crate::answer::Answer;
use crate::call::{Call, Code, Event, InSession, Opened, Pin};
use crate::visit::Visit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{JourneyError, JourneyStatus};
use gangway_page::respond;
use std::sync::Arc;

type Outcome = Result<JourneyStatus, JourneyError>;

/// A person looks at the page; previews of a link run no script and use nothing up.
pub(crate) async fn opened(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(Opened {}): Call<Opened>,
) -> Response {
    let outcome = match web.app.open_link(&visit.slug).await {
        Ok(()) => web.app.link_status(&visit.slug).await,
        Err(error) => Err(error),
    };
    web.tell(&visit, outcome).await
}

/// The button was pressed.
pub(crate) async fn start(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<InSession>,
) -> Response {
    let outcome = web
        .app
        .start_signup(&visit.slug, call.session.as_str())
        .await;
    web.tell(&visit, outcome).await
}

/// Meta's dialog said something, or was closed.
pub(crate) async fn event(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<Event>,
) -> Response {
    let outcome = web
        .app
        .browser_signal(&visit.slug, call.session.as_str(), call.signal)
        .await;
    web.tell(&visit, outcome).await
}

/// Meta gave a code.
pub(crate) async fn code(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<Code>,
) -> Response {
    let outcome = web.app.bring_code(&visit.slug, call.code).await;
    web.tell(&visit, outcome).await
}

/// Gangway should go on with what it has.
pub(crate) async fn resume(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(_): Call<InSession>,
) -> Response {
    let outcome = web.app.resume_signup(&visit.slug).await;
    web.tell(&visit, outcome).await
}

/// The customer knows the PIN that Gangway does not.
pub(crate) async fn pin(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<Pin>,
) -> Response {
    let outcome = web.app.give_pin(&visit.slug, &call.pin).await;
    web.tell(&visit, outcome).await
}

/// Where do things stand?
pub(crate) async fn status(State(web): State<Arc<Web>>, visit: Visit) -> Response {
    let outcome = web.app.link_status(&visit.slug).await;
    web.tell(&visit, outcome).await
}

impl Web {
    /// Puts an outcome into the words of the page.
    pub(super) async fn tell(&self, visit: &Visit, outcome: Outcome) -> Response {
        let nobody = || self.pages.words(visit.locale(None));
        let (status, answer) = match outcome {
            Ok(status) => match self.app.onboarding_page(&visit.slug).await {
                Ok(Some(found)) => {
                    let words = self.pages.words_for(&found, visit.locale(Some(&found)));
                    let texts = &found.look.texts;
                    let answer = Answer::new(&status, &words, texts, self.app.now());
                    (answer.http_status(), answer)
                }
                Ok(None) => (StatusCode::NOT_FOUND, Answer::unknown_link(&nobody())),
                Err(error) => {
                    tracing::error!(%error, "the names for an answer could not be read");
                    (StatusCode::SERVICE_UNAVAILABLE, self.unavailable(visit))
                }
            },
            Err(JourneyError::UnknownLink) => {
                (StatusCode::NOT_FOUND, Answer::unknown_link(&nobody()))
            }
            Err(JourneyError::Unreadable(why)) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Answer::refusal(format!("{why}.")),
            ),
            Err(JourneyError::Store(error)) => {
                tracing::error!(%error, "a step of a customer could not be stored");
                (StatusCode::SERVICE_UNAVAILABLE, self.unavailable(visit))
            }
        };
        respond::json(status, &answer)
    }

    /// What is said while something of ours does not answer.
    pub(super) fn unavailable(&self, visit: &Visit) -> Answer {
        Answer::unavailable(&self.pages.words(visit.locale(None)))
    }
}
