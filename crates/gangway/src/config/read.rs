//! From layered values to typed settings. Every refusal names source, key and mend.

use super::{
    ConfigError, DatabaseUrl, Layers, LogSettings, ServerSettings, StoreSettings, WorkSettings,
};
use crate::server::local_url;
use gangway_api::ApiSettings;
use gangway_domain::{AppId, RetryPolicy};
use gangway_meta::MetaConfig;
use gangway_storage_postgres::PostgresOptions;
use gangway_web::SignupSettings;
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use toml::Value;
use url::Url;

impl Layers {
    /// What every command that touches the data needs.
    ///
    /// # Errors
    /// On the first value that does not fit.
    pub fn store(&self) -> Result<StoreSettings, ConfigError> {
        let (database, postgres) = self.database()?;
        let keys_file = match self.text("keys_file")? {
            "" => database.default_keys_file().ok_or_else(|| {
                self.refuse(
                    "keys_file",
                    "is required with PostgreSQL: a file that holds the same keys for every \
                     node, such as /etc/gangway/gangway.keys; the first node makes it",
                )
            })?,
            path => PathBuf::from(path),
        };
        Ok(StoreSettings {
            database,
            postgres,
            keys_file,
        })
    }

    /// Where the data lives, and the limits of the connection to PostgreSQL: all that a
    /// command needs that opens no sealed value.
    ///
    /// # Errors
    /// On the first value that does not fit.
    pub fn database(&self) -> Result<(DatabaseUrl, PostgresOptions), ConfigError> {
        let seconds = |key, most| self.parse_number(key, 1, most).map(Duration::from_secs);
        let options = PostgresOptions {
            max_connections: self.max_connections()?,
            statement_timeout: seconds("database.statement_timeout_seconds", 600)?,
            wait: seconds("database.wait_seconds", 60)?,
        };
        Ok((self.parse("database_url", DatabaseUrl::parse)?, options))
    }

    /// How it logs.
    ///
    /// # Errors
    /// On the first value that does not fit.
    pub fn log(&self) -> Result<LogSettings, ConfigError> {
        let json = self.parse("log_format", |text| match text {
            "text" => Ok(false),
            "json" => Ok(true),
            _ => Err("must be text or json".to_owned()),
        })?;
        let filter = self.parse("log", |text| {
            tracing_subscriber::EnvFilter::try_new(text)
                .map(|_| text.to_owned())
                .map_err(|error| format!("is no log filter ({error}); write it like info"))
        })?;
        Ok(LogSettings { filter, json })
    }

    /// Where to listen.
    ///
    /// # Errors
    /// When it is no address.
    pub fn listen(&self) -> Result<SocketAddr, ConfigError> {
        self.parse("listen", listen)
    }

    /// Where browsers reach the server: its public address, or where it listens.
    ///
    /// # Errors
    /// On the first value that does not fit.
    pub fn address(&self) -> Result<String, ConfigError> {
        let public = self.parse("public_url", public_url)?;
        let listen = self.listen()?;
        Ok(public.unwrap_or_else(|| local_url(listen)))
    }

    /// What the server needs.
    ///
    /// # Errors
    /// On the first value that does not fit.
    pub fn server(&self) -> Result<ServerSettings, ConfigError> {
        let seconds = |key| self.parse_number(key, 0, 600).map(Duration::from_secs);
        let app_id = self.parse("meta.app_id", |text| {
            AppId::parse(text).map_err(|_| {
                "is required: the app id from the Meta App Dashboard, or run gangway demo to try without Meta".to_owned()
            })
        })?;
        Ok(ServerSettings {
            listen: self.listen()?,
            public_url: self.parse("public_url", public_url)?,
            trust_proxy: self.flag("trust_proxy")?,
            store: self.store()?,
            api: ApiSettings {
                always_200: self.flag("api.always_200")?,
                list_cache_bytes: self.list_cache_bytes()?,
            },
            meta: MetaConfig {
                app_id: app_id.clone(),
                app_secret: SecretString::from(self.required("meta.app_secret")?),
                graph_url: self.parse("meta.graph_url", web_address)?,
                version: self.required("meta.graph_version")?,
                timeout: self
                    .parse_number("meta.timeout_seconds", 1, 120)
                    .map(Duration::from_secs)?,
            },
            signup: SignupSettings {
                app_id: app_id.as_str().to_owned(),
                config_id: self.required("meta.config_id")?,
                coexistence_config_id: Some(self.text("meta.coexistence_config_id")?.to_owned())
                    .filter(|id| !id.is_empty()),
                graph_version: self.required("meta.graph_version")?,
                dialog_url: self.parse("meta.dialog_url", web_address)?.to_string(),
                sdk_url: self.parse("meta.sdk_url", |text| {
                    web_address(&text.replace("{locale}", "en_US")).map(|_| text.to_owned())
                })?,
                extras: self.parse("meta.extras", json_object)?,
                coexistence_extras: self.parse("meta.coexistence_extras", json_object)?,
                message_origins: self.origins()?,
            },
            number_patience: seconds("meta.number_patience_seconds")?,
            work: self.work()?,
            webhooks: self.webhooks()?,
            recovery: self.recovery()?,
            system_token: self.system_token()?,
            credit_line: self.credit_line()?,
            number_pool: self.number_pool()?,
            outbox: self.outbox()?,
            sender: self.sender()?,
        })
    }

    fn work(&self) -> Result<WorkSettings, ConfigError> {
        let seconds = |key, most| self.parse_number(key, 1, most).map(Duration::from_secs);
        Ok(WorkSettings {
            lease: seconds("work.lease_seconds", 600)?,
            poll: seconds("work.poll_seconds", 60)?,
            count_every: self
                .parse_number("work.count_minutes", 15, 24 * 60)
                .map(|minutes| Duration::from_secs(minutes * 60))?,
            retry: self.retry()?,
        })
    }

    fn retry(&self) -> Result<RetryPolicy, ConfigError> {
        const KEY: &str = "work.retry_seconds";
        const LONGEST: u64 = 7 * 24 * 3600;
        let pause = |value: &Value| {
            let seconds = match value {
                Value::Integer(number) => u64::try_from(*number).ok(),
                // The environment knows text only.
                Value::String(text) => text.parse().ok(),
                _ => None,
            };
            let seconds = seconds.filter(|seconds| (1..=LONGEST).contains(seconds))?;
            Some(Duration::from_secs(seconds))
        };
        let pauses = match self.get(KEY)?.0 {
            Value::Array(items) => items.iter().map(pause).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        match pauses {
            Some(pauses) if (1..=100).contains(&pauses.len()) => Ok(RetryPolicy::new(pauses)),
            _ => Err(self.refuse(
                KEY,
                "must be a list of 1 to 100 pauses in seconds, such as [1, 5, 30]",
            )),
        }
    }

    fn max_connections(&self) -> Result<usize, ConfigError> {
        let most = self.parse_number("database.max_connections", 2, 1000)?;
        Ok(usize::try_from(most).unwrap_or(usize::MAX))
    }

    fn list_cache_bytes(&self) -> Result<usize, ConfigError> {
        let bytes = self.parse_number("api.list_cache_bytes", 0, 1 << 40)?;
        Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    fn origins(&self) -> Result<Vec<String>, ConfigError> {
        const KEY: &str = "meta.message_origins";
        let items = match self.get(KEY)?.0 {
            Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let fits = |origin: &&str| {
            **origin == *"facebook"
                || Url::parse(origin)
                    .is_ok_and(|url| url.origin().ascii_serialization() == **origin)
        };
        match items {
            Some(items) if !items.is_empty() && items.iter().all(fits) => {
                Ok(items.into_iter().map(str::to_owned).collect())
            }
            _ => Err(self.refuse(
                KEY,
                "must be a list of origins such as https://www.facebook.com, or the word facebook",
            )),
        }
    }

    pub(super) fn text(&self, key: &str) -> Result<&str, ConfigError> {
        match self.get(key)?.0 {
            Value::String(text) => Ok(text.trim()),
            _ => Err(self.refuse(key, "must be text in quotes")),
        }
    }

    pub(super) fn required(&self, key: &str) -> Result<String, ConfigError> {
        match self.text(key)? {
            "" => Err(self.refuse(
                key,
                &format!(
                    "is required; set it in the configuration file or as {}",
                    super::layers::variable_of(key)
                ),
            )),
            text => Ok(text.to_owned()),
        }
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, ConfigError> {
        match self.get(key)?.0 {
            Value::Boolean(flag) => Ok(*flag),
            _ => Err(self.refuse(key, "must be true or false")),
        }
    }

    pub(super) fn parse_number(
        &self,
        key: &str,
        least: u64,
        most: u64,
    ) -> Result<u64, ConfigError> {
        let number = match self.get(key)?.0 {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                self.refuse(
                    key,
                    &format!("must be a whole number from {least} to {most}"),
                )
            })
    }

    pub(super) fn parse<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        parse(self.text(key)?).map_err(|problem| self.refuse(key, &problem))
    }

    pub(super) fn refuse(&self, key: &str, problem: &str) -> ConfigError {
        match self.get(key) {
            Ok((_, source)) => ConfigError::Value {
                key: key.to_owned(),
                origin: source.clone(),
                problem: problem.to_owned(),
            },
            Err(error) => error,
        }
    }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    let text = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    text.parse()
        .map_err(|_| format!("{text:?} is no address with a port; write it like 127.0.0.1:8080"))
}

fn public_url(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        "must be a web address without a path, such as https://onboarding.example.com".to_owned()
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || !bare || !url.username().is_empty() {
        return Err(wrong());
    }
    Ok(Some(url.origin().ascii_serialization()))
}

fn web_address(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err("must be a web address such as https://graph.facebook.com".to_owned()),
    }
}

fn json_object(text: &str) -> Result<serde_json::Value, String> {
    match serde_json::from_str(text) {
        Ok(value @ serde_json::Value::Object(_)) => Ok(value),
        _ => Err("must be a JSON object, such as {\"setup\":{}}".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;

    fn complete() -> Layers {
        let mut layers = Layers::defaults().unwrap();
        for (key, value) in [
            ("meta.app_id", "67"),
            ("meta.app_secret", "s"),
            ("meta.config_id", "1"),
        ] {
            layers.set(key, value, Source::Flag("--set")).unwrap();
        }
        layers
    }

    #[test]
    fn the_defaults_need_only_what_meta_gives_out() {
        let missing = Layers::defaults()
            .unwrap()
            .server()
            .unwrap_err()
            .to_string();
        assert!(
            missing.starts_with("meta.app_id (from the defaults) is required"),
            "{missing}"
        );
        let settings = complete().server().unwrap();
        assert_eq!(settings.listen.port(), 8080);
        assert_eq!(settings.store.keys_file, PathBuf::from("gangway.keys"));
    }

    #[test]
    fn later_layers_win() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gangway.toml");
        std::fs::write(
            &path,
            "listen = \"127.0.0.1:1\"\n[api]\nalways_200 = true\n",
        )
        .unwrap();
        let mut layers = complete();
        layers.add_file(&path).unwrap();
        let variable = ("GANGWAY_LISTEN".to_owned(), "127.0.0.1:2".to_owned());
        layers.add_environment([variable]).unwrap();
        assert_eq!(layers.server().unwrap().listen.port(), 2);
        assert!(layers.server().unwrap().api.always_200);
        layers
            .set("listen", "127.0.0.1:3", Source::Flag("--listen"))
            .unwrap();
        assert_eq!(layers.server().unwrap().listen.port(), 3);
    }

    #[test]
    fn numbers_in_the_environment_stay_text_where_text_is_asked_for() {
        let mut layers = complete();
        let variable = ("GANGWAY_META_APP_ID".to_owned(), "0012345".to_owned());
        layers.add_environment([variable]).unwrap();
        assert_eq!(layers.server().unwrap().meta.app_id.as_str(), "0012345");
    }

    #[test]
    fn a_refusal_names_source_key_and_mend() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gangway.toml");
        for (text, expected) in [
            ("listem = \"x\"", "did you mean listen?"),
            ("listen = 8080", "it must be a string"),
            ("listen = \"8080\"", "write it like 127.0.0.1:8080"),
            (
                "public_url = \"example.com\"",
                "such as https://onboarding.example.com",
            ),
            (
                "public_url = \"https://example.com/path\"",
                "without a path",
            ),
            ("database_url = \"mysql://x\"", "must be sqlite:PATH"),
            ("[meta]\nextras = \"[]\"", "must be a JSON object"),
            ("[meta]\ntimeout_seconds = 0", "from 1 to 120"),
            ("[work]\nlease_seconds = 0", "from 1 to 600"),
            ("[work]\npoll_seconds = 61", "from 1 to 60"),
            ("[work]\ncount_minutes = 14", "from 15 to 1440"),
            (
                "[meta]\nmessage_origins = [\"www.facebook.com\"]",
                "list of origins",
            ),
            ("log_format = \"xml\"", "must be text or json"),
            (
                "database_url = \"postgres://gangway@db/gangway\"\nkeys_file = \"\"",
                "is required with PostgreSQL",
            ),
            (
                "database_url = \"postgres://me@db/x\"\nkeys_file = \"k\"\n[database]\nmax_connections = 1",
                "from 2 to 1000",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let mut layers = complete();
            let refused = match layers.add_file(&path) {
                Err(error) => error,
                Ok(()) => layers
                    .server()
                    .err()
                    .or_else(|| layers.log().err())
                    .unwrap(),
            };
            let refused = refused.to_string();
            assert!(refused.contains(expected), "{text}: {refused}");
            assert!(refused.contains("gangway.toml"), "{text}: {refused}");
        }
        let variable = ("GANGWAY_API_ALWAYS_200".to_owned(), "maybe".to_owned());
        let refused = complete()
            .add_environment([variable])
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("GANGWAY_API_ALWAYS_200") && refused.contains("api.always_200"),
            "{refused}"
        );
    }
}
