//! `…/branding`: how the customer's page looks, with the page itself beside it.

use crate::errors;
use crate::form::Form;
use crate::seen::{At, Guest};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_app::{BrandingError, ChangeBranding, Deed, LogoSource, StorageError};
use gangway_domain::{
    Branding, COLOUR_FIELD, Change, Colour, Colours, FieldError, MOST_LOGO_BYTES, Role,
    TEXT_COLOUR_FIELD, Text,
};
use gangway_page::Locale;
use gangway_web::{Sample, Scene};
use serde::Serialize;

#[derive(Serialize)]
struct Content<'a> {
    form: &'a Form,
    /// Path of the logo that is in force.
    logo: Option<String>,
    place: String,
    /// Address of the page as it is saved.
    preview: String,
    languages: Vec<(&'static str, &'static str)>,
}

/// The four texts: field, and what it is called on the wire.
const TEXTS: [(&str, &str); 4] = [
    ("message", "onboarding_message"),
    ("button", "onboarding_button"),
    ("success", "onboarding_success"),
    ("failed", "onboarding_failed"),
];

fn filled(branding: &Branding) -> Form {
    let colours = branding.colours;
    let colour = colours.map(|colours| colours.colour().to_string());
    let text_colour = colours.and_then(Colours::given_text);
    let text_colour = text_colour.map(|colour| colour.to_string());
    let mut form = Form::with(&[
        (
            "message",
            branding.message.as_ref().map_or("", Text::as_str),
        ),
        ("button", branding.button.as_ref().map_or("", Text::as_str)),
        (
            "success",
            branding.success.as_ref().map_or("", Text::as_str),
        ),
        ("failed", branding.failed.as_ref().map_or("", Text::as_str)),
        ("colour", colour.as_deref().unwrap_or("#0b5cd6")),
        ("text_colour", text_colour.as_deref().unwrap_or("#ffffff")),
    ]);
    if colour.is_some() {
        form.set("own_colour", "on");
    }
    if text_colour.is_some() {
        form.set("own_text_colour", "on");
    }
    form
}

pub(crate) async fn page(at: At) -> Response {
    draw(&at, StatusCode::OK, None).await
}

async fn draw(at: &At, status: StatusCode, refused: Option<Form>) -> Response {
    let guest = &at.seen.guest;
    let branding = match guest.dashboard.app.branding(at.partner.id).await {
        Ok(branding) => branding,
        Err(error) => return errors::failed(guest, &error),
    };
    let form = refused.unwrap_or_else(|| {
        let mut form = filled(&branding);
        form.set("language", guest.locale.tag());
        form
    });
    let place = guest.dashboard.path(&at.place("/branding"));
    let logo = branding.logo.as_ref().map(|logo| {
        let hash = logo.picture.hash;
        format!("{}/logo/{hash}", guest.dashboard.base_path)
    });
    let content = Content {
        form: &form,
        logo,
        preview: format!("{place}/preview"),
        place,
        languages: crate::operator::partners::languages(),
    };
    at.draw(status, "branding.html", &content)
}

/// What the form asks for; errors are noted beside their fields.
fn change(guest: &Guest, form: &mut Form) -> Option<ChangeBranding> {
    fn text<const MAX: usize>(
        guest: &Guest,
        form: &mut Form,
        field: &'static str,
    ) -> Option<Change<Text<MAX>>> {
        let parsed = Text::parse(field, form.get(field));
        form.check(guest, parsed).map(|text| Change::of(Some(text)))
    }
    let message = text(guest, form, "message");
    let button = text(guest, form, "button");
    let success = text(guest, form, "success");
    let failed = text(guest, form, "failed");
    let mut colour = |tick: &str, field: &'static str| {
        if !form.ticked(tick) {
            return Some(Change::Clear);
        }
        let parsed = Colour::parse(field, form.get(field));
        form.check(guest, parsed)
            .map(|colour| Change::of(Some(colour)))
    };
    let own = colour("own_colour", "colour");
    let upon = colour("own_text_colour", "text_colour");
    Some(ChangeBranding {
        logo: Change::Keep,
        message: message?,
        button: button?,
        success: success?,
        failed: failed?,
        colour: own?,
        text_colour: upon?,
    })
}

/// What the form of a new link says of the looks of its page.
fn of_a_link(guest: &Guest, form: &mut Form) -> Option<ChangeBranding> {
    let message = Text::parse("message", form.get("message"));
    let message = form
        .check(guest, message)?
        .map_or(Change::Keep, Change::Set);
    let button = Text::parse("button", form.get("button"));
    let button = form.check(guest, button)?.map_or(Change::Keep, Change::Set);
    Some(ChangeBranding {
        message,
        button,
        ..ChangeBranding::default()
    })
}

/// Fields are called otherwise on the wire.
fn refuse(guest: &Guest, form: &mut Form, error: &FieldError) {
    let field = match error.field {
        COLOUR_FIELD => "colour",
        TEXT_COLOUR_FIELD => "text_colour",
        "onboarding_logo" => "logo",
        other => TEXTS
            .iter()
            .find(|(_, wire)| *wire == other)
            .map_or(other, |(field, _)| *field),
    };
    form.refuse(field, guest.refusal(&error.problem));
}

/// A form with a picture in it.
async fn read(mut multipart: Multipart) -> Result<(Form, Vec<u8>), Response> {
    let (mut form, mut picture) = (Form::default(), Vec::new());
    while let Some(mut part) = multipart
        .next_field()
        .await
        .map_err(IntoResponse::into_response)?
    {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "logo" {
            while let Some(bytes) = part.chunk().await.map_err(IntoResponse::into_response)? {
                // The rest of one that is too large is not looked at.
                let room = (MOST_LOGO_BYTES + 1).saturating_sub(picture.len());
                picture.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
        } else {
            let value = part.text().await.map_err(IntoResponse::into_response)?;
            form.set(&name, &value);
        }
    }
    Ok((form, picture))
}

pub(crate) async fn save(at: At, multipart: Multipart) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let (mut form, picture) = read(multipart).await?;
    let Some(mut change) = change(&at.seen.guest, &mut form) else {
        return Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, Some(form)).await);
    };
    let app = &at.seen.guest.dashboard.app;
    let work = async {
        if form.ticked("no_logo") {
            change.logo = Change::Clear;
        } else if !picture.is_empty() {
            let kept = app.upload_logo(at.partner.id, picture).await?;
            change.logo = Change::Set(LogoSource::Stored(kept.hash));
        }
        app.set_branding(at.partner.id, change).await
    };
    let deed = Deed {
        action: "branding.set",
        partner: Some(at.partner.id),
        subject: String::new(),
    };
    match app.audited(&at.seen.viewer.actor(), deed, work).await {
        Ok(_) => Ok(at.seen.done(&at.place("/branding"), "saved")),
        Err(BrandingError::Field(error)) => {
            refuse(&at.seen.guest, &mut form, &error);
            Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, Some(form)).await)
        }
        Err(BrandingError::Store(error)) => Err(errors::failed(&at.seen.guest, &error)),
    }
}

/// The customer's page as it is saved.
pub(crate) async fn saved_preview(at: At) -> Response {
    previewed(&at, None).await
}

/// The customer's page with what the form says now; what is wrong in it is left as it was. It is
/// posted: what a form holds of a customer does not belong into an address.
pub(crate) async fn preview(at: At, request: Request) -> Result<Response, Response> {
    let media_type = request.headers().get(header::CONTENT_TYPE);
    let has_picture = media_type
        .and_then(|media_type| media_type.to_str().ok())
        .is_some_and(|media_type| media_type.starts_with("multipart/"));
    let brought = if has_picture {
        let multipart = Multipart::from_request(request, &()).await;
        read(multipart.map_err(IntoResponse::into_response)?).await?
    } else {
        (Form::from_request(request, &()).await?, Vec::new())
    };
    Ok(previewed(&at, Some(brought)).await)
}

async fn previewed(at: &At, brought: Option<(Form, Vec<u8>)>) -> Response {
    match drawn(at, brought).await {
        Ok(response) => response,
        Err(error) => errors::failed(&at.seen.guest, &error),
    }
}

async fn drawn(at: &At, brought: Option<(Form, Vec<u8>)>) -> Result<Response, StorageError> {
    let guest = &at.seen.guest;
    let saved = guest.dashboard.app.branding(at.partner.id).await?;
    let is_saved = brought.is_none();
    let (mut form, picture) = brought.unwrap_or_default();
    let branding = if is_saved {
        saved
    } else {
        let logo = saved.logo.clone().filter(|_| !form.ticked("no_logo"));
        // The form of a link has no colours; what is empty there is as usual.
        let wanted = if form.ticked("colour") {
            change(guest, &mut form)
        } else {
            of_a_link(guest, &mut form)
        };
        let wanted = wanted.map(|change| change.with_logo(Change::Keep));
        let before = Branding { logo, ..saved };
        wanted
            .and_then(|change| before.clone().changed(change).ok())
            .unwrap_or(before)
    };
    let locale = Locale::from_tag(form.get("language")).unwrap_or(guest.locale);
    let scene = match form.get("scene") {
        "finished" => Scene::Finished,
        "failed" => Scene::Failed,
        "progress" => Scene::Progress,
        _ => Scene::Start,
    };
    let business = match Text::parse("business_name", form.get("business_name")) {
        Ok(Some(named)) => Some(named),
        _ => Text::parse("business_name", &guest.say("preview-business"))
            .ok()
            .flatten(),
    };
    let Some(business) = business else {
        return Ok(errors::missing(guest));
    };
    let sample = Sample {
        partner: &at.partner,
        branding: &branding,
        logo: if form.ticked("no_logo") {
            &[]
        } else {
            &picture
        },
        business,
        scene,
        locale,
    };
    Ok(match guest.dashboard.preview.page(&sample) {
        Ok(page) => page.into_response(),
        Err(error) => errors::failed(guest, &error),
    })
}
