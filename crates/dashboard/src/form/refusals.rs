//! What is wrong with a value, as a whole sentence in the reader's language.

use crate::seen::Guest;
use fluent_bundle::FluentArgs;
use gangway_domain::{Colours, FieldProblem, MOST_LOGO_BYTES, NoLogo};

impl Guest {
    /// What is wrong with a value and what to do about it.
    pub(crate) fn refusal(&self, problem: &FieldProblem) -> String {
        let (key, args) = message(problem);
        self.dashboard.catalogues.say(self.locale, key, &args)
    }

    /// A number is too small, too large or none.
    pub(crate) fn out_of_range(&self, least: u32, most: u32) -> String {
        let mut args = FluentArgs::new();
        args.set("least", least);
        args.set("most", most);
        let key = "refused-range";
        self.dashboard.catalogues.say(self.locale, key, &args)
    }
}

fn message(problem: &FieldProblem) -> (&'static str, FluentArgs<'_>) {
    let mut args = FluentArgs::new();
    let key = match problem {
        FieldProblem::Required => "field-required",
        FieldProblem::TooLong { most } => {
            args.set("most", *most);
            "refused-too-long"
        }
        FieldProblem::ControlCharacter(sign) => {
            args.set("sign", format!("U+{:04X}", u32::from(*sign)));
            "refused-control"
        }
        FieldProblem::NotPhone => "refused-phone",
        FieldProblem::NotCode => "refused-code",
        FieldProblem::NotEmail => "refused-email",
        FieldProblem::NotLanguage => "refused-language",
        FieldProblem::NotHttps => "refused-https",
        FieldProblem::NotAddress => "refused-address",
        FieldProblem::NotHttp => "refused-scheme",
        FieldProblem::WithCredentials => "refused-credentials",
        FieldProblem::WithFragment => "refused-fragment",
        FieldProblem::NotHost(host) => {
            args.set("host", host.as_str());
            "refused-host"
        }
        FieldProblem::HostNotListed { host } => {
            args.set("host", host.as_str());
            "refused-host-not-listed"
        }
        FieldProblem::NotBareDomain => "refused-domain-alone",
        FieldProblem::IpAddress => "refused-domain-ip",
        FieldProblem::NotDomain => "refused-domain",
        FieldProblem::DomainWithoutDot => "refused-domain-dot",
        FieldProblem::DomainLabels => "refused-domain-labels",
        FieldProblem::DomainIsPublic => "refused-domain-public",
        FieldProblem::DomainTaken => "refused-domain-taken",
        FieldProblem::NotColour => "refused-colour",
        FieldProblem::NoColourBelow => "refused-colour-missing",
        FieldProblem::Contrast(two) | FieldProblem::ContrastOfSet(two) => {
            args.set("text", two.text.to_string());
            args.set("colour", two.colour.to_string());
            args.set("better", two.colour.readable().to_string());
            // Whole ratios: taken apart they would be turned around in right-to-left text.
            args.set("told", format!("{}:1", two.told()));
            args.set("least", format!("{}:1", Colours::LEAST_CONTRAST));
            "refused-contrast"
        }
        FieldProblem::NoLogo(problem) => of_a_logo(*problem, &mut args),
        FieldProblem::Other(said) => {
            args.set("said", said.as_str());
            "refused-other"
        }
    };
    (key, args)
}

fn of_a_logo(problem: NoLogo, args: &mut FluentArgs<'_>) -> &'static str {
    match problem {
        NoLogo::TooBig { width, height }
        | NoLogo::TooSmall { width, height }
        | NoLogo::WrongShape { width, height } => {
            args.set("width", width);
            args.set("height", height);
        }
        NoLogo::TooLarge => args.set("most", MOST_LOGO_BYTES / 1024),
        NoLogo::Empty | NoLogo::OtherKind | NoLogo::Broken => {}
    }
    match problem {
        NoLogo::Empty => "refused-logo-empty",
        NoLogo::TooLarge => "refused-logo-large",
        NoLogo::OtherKind => "refused-logo-kind",
        NoLogo::Broken => "refused-logo-broken",
        NoLogo::TooBig { .. } => "refused-logo-big",
        NoLogo::TooSmall { .. } => "refused-logo-small",
        NoLogo::WrongShape { .. } => "refused-logo-shape",
    }
}
