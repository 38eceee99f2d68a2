//! The HTML templates, with `t("key", name=value)` for the messages of the page's language.

use crate::{Catalogues, Locale};
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use serde::Serialize;
use std::sync::Arc;

/// The parsed templates.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Parses them: name and source of each.
    #[must_use]
    pub fn new(catalogues: Arc<Catalogues>, templates: &[(&'static str, &'static str)]) -> Self {
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
        for (name, source) in templates {
            if let Err(error) = environment.add_template(name, source) {
                tracing::error!(name, %error, "a template has mistakes");
            }
        }
        Self { environment }
    }

    /// Draws a page. Every context holds a `page` whose `lang` names the language.
    ///
    /// # Errors
    /// When the template has mistakes or the context lacks what it asks for.
    pub fn render<C: Serialize>(&self, name: &str, context: &C) -> Result<String, Error> {
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
        args.set(name.to_owned(), argument(values, name)?);
    }
    values.assert_all_used()?;
    Ok(catalogues.say(locale, key, &args))
}

/// Numbers stay numbers: a message may have forms of its own for one and for two.
fn argument(values: &Kwargs, name: &str) -> Result<FluentValue<'static>, Error> {
    if values.get::<Value>(name)?.kind() == ValueKind::Number {
        Ok(values.get::<f64>(name)?.into())
    } else {
        Ok(values.get::<String>(name)?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    #[test]
    fn a_number_finds_the_form_of_its_message() {
        const COUNTED: &str = "days = { $days ->\n    [1] a day\n   *[other] { $days } days\n  }";
        let catalogues = Arc::new(Catalogues::new(&[(Locale::English, COUNTED)]));
        let drawn = [("page", r#"{{ t("days", days=days) }}"#)];
        let templates = Templates::new(catalogues, &drawn);
        let said = |days: Value| {
            let context = context! { page => context! { lang => "en" }, days };
            let text = templates.render("page", &context).unwrap();
            text.replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(said(1.into()), "a day");
        assert_eq!(
            said(12_345.into()),
            "12345 days",
            "as it is written in code"
        );
        assert_eq!(said("12,345".into()), "12,345 days", "text stays text");
    }
}
