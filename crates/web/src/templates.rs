//! The HTML templates, with `t("key", name=value)` for the messages of the page's language.

use crate::locales::{Catalogues, Locale};
use fluent_bundle::FluentArgs;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use serde::Serialize;
use std::sync::Arc;

/// Name and source of every template.
pub(crate) const TEMPLATES: [(&str, &str); 7] = [
    ("layout.html", include_str!("../templates/layout.html")),
    (
        "onboarding.html",
        include_str!("../templates/onboarding.html"),
    ),
    ("notice.html", include_str!("../templates/notice.html")),
    ("website.html", include_str!("../templates/website.html")),
    ("contact.html", include_str!("../templates/contact.html")),
    ("landing.html", include_str!("../templates/landing.html")),
    ("privacy.html", include_str!("../templates/privacy.html")),
];

/// The parsed templates.
pub(crate) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    pub(crate) fn new(catalogues: Arc<Catalogues>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let tidy = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build();
        match tidy {
            Ok(tidy) => environment.set_syntax(tidy),
            Err(error) => tracing::error!(%error, "templates keep their blank lines"),
        }
        environment.add_function(
            "t",
            move |state: &State<'_, '_>, key: &str, values: Kwargs| {
                translate(&catalogues, state, key, &values)
            },
        );
        for (name, source) in TEMPLATES {
            if let Err(error) = environment.add_template(name, source) {
                tracing::error!(name, %error, "a template has mistakes");
            }
        }
        Self { environment }
    }

    /// Draws a page. Every context holds a `page`, see [`crate::frame::Frame`].
    pub(crate) fn render<C: Serialize>(&self, name: &str, context: &C) -> Result<String, Error> {
        self.environment.get_template(name)?.render(Serde(context))
    }
}

fn translate(
    catalogues: &Catalogues,
    state: &State<'_, '_>,
    key: &str,
    values: &Kwargs,
) -> Result<String, Error> {
    let page = state.lookup("page").unwrap_or_default();
    let lang = page.get_attr("lang")?;
    let locale = lang
        .as_str()
        .and_then(Locale::from_tag)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "the page names no language"))?;
    let mut args = FluentArgs::new();
    for name in values.args() {
        args.set(name.to_owned(), values.get::<String>(name)?);
    }
    values.assert_all_used()?;
    Ok(catalogues.say(locale, key, &args))
}
