//! Choosing the number that is missing: what the page's script asks for, and what it is told.

use crate::Web;
use crate::call::{Call, GivenCode, InSession, NewNumber, Picked, WantedCode};
use crate::locales::Words;
use crate::visit::Visit;
use crate::wait::in_words;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{ChoiceError, JourneyStatus, NumberOption};
use gangway_domain::{CodeLanguage, NumberCode, PhoneNumber, PhoneNumberId, Text};
use gangway_page::respond;
use serde::Serialize;
use std::sync::Arc;

/// The numbers of the customer's WhatsApp account.
#[derive(Serialize)]
struct Numbers {
    numbers: Vec<Number>,
    may_add: bool,
}

#[derive(Serialize)]
struct Number {
    id: String,
    number: String,
    name: String,
    verified: bool,
    taken: bool,
}

impl From<NumberOption> for Number {
    fn from(option: NumberOption) -> Self {
        Self {
            id: option.id.to_string(),
            number: option.display,
            name: option.name.unwrap_or_default(),
            verified: option.is_verified,
            taken: option.is_taken,
        }
    }
}

/// A number for which a code is on its way, or that needs none.
#[derive(Serialize)]
struct Asked {
    id: String,
    verified: bool,
}

/// Why something was not done: a word for the script, a sentence for the customer.
#[derive(Serialize)]
struct Problem {
    problem: &'static str,
    message: String,
}

/// The catalogue's word for a wrong entry.
enum Wrong {
    Number,
    Name,
    Code,
    Id,
}

/// Why a step of the choice is not done.
enum Refused {
    Choice(ChoiceError),
    Entry(Wrong),
}

impl From<ChoiceError> for Refused {
    fn from(error: ChoiceError) -> Self {
        Self::Choice(error)
    }
}

/// Which numbers are there?
pub(crate) async fn numbers(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(_): Call<InSession>,
) -> Response {
    let options = web.app.numbers_of_link(&visit.slug).await;
    let listed = options.map(|options| Numbers {
        numbers: options.numbers.into_iter().map(Into::into).collect(),
        may_add: options.may_add,
    });
    web.tell_choice(&visit, listed.map_err(Refused::from)).await
}

/// She picks one.
pub(crate) async fn pick(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<Picked>,
) -> Response {
    let picked = async {
        let id = id_of(&call.id)?;
        Ok(web.app.pick_number(&visit.slug, &id).await?)
    };
    let picked = picked.await;
    web.tell_chosen(&visit, picked).await
}

/// She adds one, and a code goes to it.
pub(crate) async fn add(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<NewNumber>,
) -> Response {
    let added = async {
        let number = PhoneNumber::parse("number", &call.number)
            .map_err(|_| Refused::Entry(Wrong::Number))?;
        let name = Text::<100>::required("name", &call.name);
        let name = name.map_err(|_| Refused::Entry(Wrong::Name))?;
        let added = web.app.add_number(&visit.slug, &number, &name).await?;
        let asked = match added.is_verified {
            true => false,
            false => {
                let language = web.language_of(&visit).await;
                let method = call.method.into();
                web.app
                    .ask_for_code_to(&visit.slug, &added.id, method, &language)
                    .await?
            }
        };
        Ok(Asked {
            id: added.id.to_string(),
            verified: !asked,
        })
    };
    let added = added.await;
    web.tell_choice(&visit, added).await
}

/// A code, or another one.
pub(crate) async fn ask_code(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<WantedCode>,
) -> Response {
    let asked = async {
        let id = id_of(&call.id)?;
        let language = web.language_of(&visit).await;
        let asked = web
            .app
            .ask_for_code_to(&visit.slug, &id, call.method.into(), &language)
            .await?;
        Ok(Asked {
            id: call.id,
            verified: !asked,
        })
    };
    let asked = asked.await;
    web.tell_choice(&visit, asked).await
}

/// The code that came.
pub(crate) async fn give_code(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<GivenCode>,
) -> Response {
    let given = async {
        let id = id_of(&call.id)?;
        let code =
            NumberCode::parse("code", &call.code).map_err(|_| Refused::Entry(Wrong::Code))?;
        Ok(web.app.give_code_for(&visit.slug, &id, &code).await?)
    };
    let given = given.await;
    web.tell_chosen(&visit, given).await
}

fn id_of(raw: &str) -> Result<PhoneNumberId, Refused> {
    PhoneNumberId::parse(raw).map_err(|_| Refused::Entry(Wrong::Id))
}

impl Web {
    /// The language of the code's message: that of the page.
    async fn language_of(&self, visit: &Visit) -> CodeLanguage {
        let found = self.app.onboarding_page(&visit.slug).await.ok().flatten();
        let locale = visit.locale(found.as_ref());
        CodeLanguage::parse("language", locale.meta_name()).unwrap_or_default()
    }

    /// The set-up goes on, or why it does not.
    async fn tell_chosen(&self, visit: &Visit, chosen: Result<JourneyStatus, Refused>) -> Response {
        match chosen {
            Ok(status) => self.tell(visit, Ok(status)).await,
            Err(refused) => self.tell_choice::<Numbers>(visit, Err(refused)).await,
        }
    }

    async fn tell_choice<T: Serialize>(
        &self,
        visit: &Visit,
        outcome: Result<T, Refused>,
    ) -> Response {
        let refused = match outcome {
            Ok(answer) => return respond::json(StatusCode::OK, &answer),
            Err(Refused::Choice(ChoiceError::Journey(error))) => {
                return self.tell(visit, Err(error)).await;
            }
            Err(refused) => refused,
        };
        match self.app.onboarding_page(&visit.slug).await {
            Ok(Some(found)) => {
                let words = self.pages.words_for(&found, visit.locale(Some(&found)));
                let problem = problem(&refused, &words);
                respond::json(StatusCode::CONFLICT, &problem)
            }
            _ => respond::json(StatusCode::SERVICE_UNAVAILABLE, &self.unavailable(visit)),
        }
    }
}

fn problem(refused: &Refused, words: &Words<'_>) -> Problem {
    let (problem, key) = match refused {
        Refused::Entry(Wrong::Number) => ("number_invalid", "choice-number-invalid"),
        Refused::Entry(Wrong::Name) => ("name_missing", "choice-name-missing"),
        Refused::Entry(Wrong::Code) => ("code_invalid", "choice-code-format"),
        Refused::Entry(Wrong::Id) | Refused::Choice(ChoiceError::NotListed) => {
            ("not_listed", "choice-not-listed")
        }
        Refused::Choice(error) => match error {
            ChoiceError::Taken => ("number_taken", "choice-taken"),
            ChoiceError::NotVerified => ("not_verified", "choice-not-verified"),
            ChoiceError::TooManyCodes(_) => ("too_many_codes", "choice-too-many-codes"),
            ChoiceError::WrongCode => ("code_wrong", "choice-code-wrong"),
            ChoiceError::Refused(_) => ("number_refused", "choice-refused"),
            ChoiceError::TooOften(_) => ("too_often", "choice-too-often"),
            ChoiceError::NotWaiting | ChoiceError::UnknownAccount => {
                ("not_waiting", "choice-not-waiting")
            }
            _ => ("unavailable", "choice-unavailable"),
        },
    };
    let message = match refused {
        Refused::Choice(ChoiceError::TooManyCodes(wait) | ChoiceError::TooOften(wait)) => {
            words.say_when(key, &in_words(wait.as_secs().max(1), words))
        }
        // Meta's own words, in whatever language it says them.
        Refused::Choice(ChoiceError::Refused(said)) => format!("{}\n{said}", words.say(key)),
        _ => words.say(key),
    };
    Problem { problem, message }
}
