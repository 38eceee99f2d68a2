//! The URL of a PostgreSQL database, as libpq understands it.

mod parameters;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Where the database is and how to get in: `postgres://user:password@host:5432/name`,
/// with the parameters of libpq.
///
/// Neither `Debug` nor `Display` show the password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    config: Config,
    sslmode: &'static str,
    trust: Trust,
}

/// Whose certificate is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Anybody's.
    Anybody,
    /// One that an authority in this file signed, whatever name it holds.
    Chain(PathBuf),
    /// One that such an authority signed, for the host that was asked for.
    ChainAndName(Roots),
}

/// Which authorities are trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Those of the system.
    System,
    /// Those in a PEM file.
    File(PathBuf),
}

impl PostgresUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// A sentence with the mend. It never repeats the password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let rest = ["postgres://", "postgresql://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or("a PostgreSQL URL starts with postgres://")?;
        no_stray_characters(rest)?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parameters = parameters::split(query)?;
        let tls = parameters::tls(parameters.sslmode.as_deref(), parameters.sslrootcert)?;
        let mut config = format!("postgres://{place}?{}", parameters.others)
            .parse::<Config>()
            .map_err(|error| parameters::refused(&error))?;
        config.ssl_mode(tls.mode);
        complete(&mut config)?;
        Ok(Self {
            config,
            sslmode: tls.name,
            trust: tls.trust,
        })
    }

    pub(crate) const fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) const fn trust(&self) -> &Trust {
        &self.trust
    }
}

/// An @, / or ? that belongs to a password would cut it in two, and the second half would
/// be taken for a host, a database or a parameter, and shown.
fn no_stray_characters(rest: &str) -> Result<(), String> {
    let Some((before, after)) = rest.split_once('@') else {
        return Ok(());
    };
    if before.contains(['/', '?']) || after.contains('@') {
        return Err(
            "the PostgreSQL URL has an @, / or ? in an unexpected place: in user, password and \
             parameters write @ as %40, / as %2F and ? as %3F"
                .to_owned(),
        );
    }
    Ok(())
}

fn complete(config: &mut Config) -> Result<(), String> {
    if config.get_hosts().is_empty() {
        // The certificate is checked against the address then.
        for address in config.get_hostaddrs().to_vec() {
            config.host(address.to_string());
        }
    }
    let hosts = config.get_hosts().len();
    if hosts == 0 {
        return Err(
            "the PostgreSQL URL names no host: write postgres://user@host/database, or \
             ?host=/var/run/postgresql for a socket"
                .to_owned(),
        );
    }
    let addresses = config.get_hostaddrs().len();
    if addresses != 0 && addresses != hosts {
        return Err("the PostgreSQL URL names as many of hostaddr as of host, or none".to_owned());
    }
    let ports = config.get_ports().len();
    if ports > 1 && ports != hosts {
        return Err("the PostgreSQL URL names one port for all hosts, or one for each".to_owned());
    }
    // As libpq: what stays on this machine is not encrypted.
    if config.get_hosts().iter().all(is_socket) {
        config.ssl_mode(SslMode::Disable);
    }
    Ok(())
}

const fn is_socket(host: &Host) -> bool {
    !matches!(host, Host::Tcp(_))
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        let ports = self.config.get_ports();
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            match host {
                Host::Tcp(name) if name.contains(':') => write!(f, "[{name}]")?,
                Host::Tcp(name) => f.write_str(name)?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{}", path.display())?,
            }
            let port = ports.get(index).or(ports.first()).unwrap_or(&5432);
            write!(f, ":{port}")?;
        }
        if let Some(name) = self.config.get_dbname() {
            write!(f, "/{name}")?;
        }
        write!(f, "?sslmode={}", self.sslmode)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}
