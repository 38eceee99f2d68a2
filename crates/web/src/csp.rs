//! The Content-Security-Policy of each page: nothing is allowed but what it needs.

use crate::settings::SignupSettings;
use url::Url;

/// Scheme, host and port of an address.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let origin = Url::parse(address).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// What Meta's SDK has to reach, wherever it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SdkSources {
    script: String,
    reach: String,
}

impl SdkSources {
    /// The SDK's own origin may run and be asked; those whose messages count may be asked and framed.
    pub(crate) fn new(signup: &SignupSettings) -> Self {
        let script = origin_of(&signup.sdk_url).unwrap_or_default();
        let mut reach = vec![script.clone()];
        for allowed in &signup.message_origins {
            if allowed == "facebook" {
                reach.push("https://facebook.com".to_owned());
                reach.push("https://*.facebook.com".to_owned());
            } else if let Some(origin) = origin_of(allowed) {
                reach.push(origin);
            }
        }
        reach.retain(|source| !source.is_empty());
        reach.sort();
        reach.dedup();
        Self {
            script,
            reach: reach.join(" "),
        }
    }
}

/// For the page that opens Meta's dialog.
pub(crate) fn onboarding(sdk: &SdkSources, logo: Option<&str>) -> String {
    let SdkSources { script, reach } = sdk;
    let logo = logo_source(logo);
    format!(
        "default-src 'none'; script-src 'self' {script}; style-src 'self'; \
         img-src 'self' data: {reach}{logo}; connect-src 'self' {reach}; frame-src {reach}; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// For notices, which run no script; some have a form.
pub(crate) fn notice(logo: Option<&str>, form: bool) -> String {
    let logo = logo_source(logo);
    let form = if form { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:{logo}; \
         form-action {form}; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// For the landing page, which loads nothing from anybody.
pub(crate) const WEBSITE: &str = "default-src 'none'; style-src 'self'; img-src data:; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

fn logo_source(logo: Option<&str>) -> String {
    logo.and_then(origin_of)
        .map_or_else(String::new, |origin| format!(" {origin}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn directive<'a>(policy: &'a str, name: &str) -> Vec<&'a str> {
        policy
            .split("; ")
            .find_map(|part| part.strip_prefix(name))
            .expect("the directive is there")
            .split_whitespace()
            .collect()
    }

    #[test]
    fn metas_sdk_reaches_facebook_and_nobody_else() {
        let policy = onboarding(&SdkSources::new(&samples::signup()), None);
        assert_eq!(
            directive(&policy, "script-src"),
            ["'self'", "https://connect.facebook.net"]
        );
        assert_eq!(
            directive(&policy, "connect-src"),
            [
                "'self'",
                "https://*.facebook.com",
                "https://connect.facebook.net",
                "https://facebook.com"
            ]
        );
        assert!(!directive(&policy, "frame-src").contains(&"'self'"));
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn a_simulator_gets_exactly_its_own_origin() {
        let mut signup = samples::signup();
        signup.sdk_url = "http://127.0.0.1:9100/{locale}/sdk.js".to_owned();
        signup.message_origins = vec!["http://127.0.0.1:9100".to_owned()];
        let policy = onboarding(&SdkSources::new(&signup), None);
        assert_eq!(directive(&policy, "frame-src"), ["http://127.0.0.1:9100"]);
        assert!(!policy.contains("facebook"), "{policy}");
    }

    #[test]
    fn a_logo_adds_its_origin_to_images_only() {
        let logo = Some("https://cdn.example.com/a;%20script-src%20*/logo.png");
        let policy = onboarding(&SdkSources::new(&samples::signup()), logo);
        assert!(directive(&policy, "img-src").contains(&"https://cdn.example.com"));
        assert!(!directive(&policy, "script-src").contains(&"https://cdn.example.com"));
        assert!(!policy.contains("logo.png"), "{policy}");
        let notice = notice(logo, false);
        assert!(notice.contains("img-src 'self' data: https://cdn.example.com;"));
    }

    #[test]
    fn a_notice_may_send_its_own_form_and_no_other() {
        assert_eq!(directive(&notice(None, true), "form-action"), ["'self'"]);
        assert_eq!(directive(&notice(None, false), "form-action"), ["'none'"]);
    }
}
