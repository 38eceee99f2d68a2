//! The files of a new cluster.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::ClusterOptions;
use crate::account::Account;
use crate::certificate::Certificates;
use crate::command;
use crate::programs::Programs;

pub(crate) const USER: &str = "gangway";

/// Makes the data folder below `folder`, for a superuser with this password.
pub(crate) fn initdb(
    programs: &Programs,
    account: Account,
    folder: &Path,
    password: &str,
) -> Result<()> {
    let password_file = folder.join("password");
    std::fs::write(&password_file, password)?;
    account.takes(&password_file)?;
    let made = command::capture(
        account
            .command(programs.path("initdb"))
            .args([
                "--username",
                USER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
            ])
            // Text is sorted by the rules of a language, as on most servers: a query that counts on the order of the
            // bytes without saying so is found out.
            .args(["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"])
            .arg("--no-sync")
            .arg("--pwfile")
            .arg(&password_file)
            .arg("--pgdata")
            .arg(folder.join("data"))
            .current_dir(folder),
    );
    std::fs::remove_file(&password_file)?;
    made.context("cannot make a cluster")?;
    Ok(())
}

/// Appends the settings of the options to those of `initdb`; of two that name the same thing the later one counts.
pub(crate) fn configure(
    folder: &Path,
    options: &ClusterOptions,
    certificates: Option<&Certificates>,
) -> Result<()> {
    let on_off = |on| if on { "on" } else { "off" }.to_owned();
    let mut settings = vec![
        ("listen_addresses", "127.0.0.1".to_owned()),
        ("unix_socket_directories", folder.display().to_string()),
        ("max_connections", options.max_connections.to_string()),
        ("fsync", on_off(options.fsync)),
    ];
    if let Some(certificates) = certificates {
        settings.extend([
            ("ssl", on_off(true)),
            (
                "ssl_cert_file",
                certificates.certificate.display().to_string(),
            ),
            ("ssl_key_file", certificates.key.display().to_string()),
        ]);
    }
    let own = options.settings.iter();
    settings.extend(own.map(|(name, value)| (name.as_str(), value.clone())));

    let file = folder.join("data/postgresql.conf");
    let mut text = std::fs::read_to_string(&file)?;
    text.push('\n');
    for (name, value) in settings {
        writeln!(text, "{name} = '{}'", value.replace('\'', "''"))?;
    }
    // Written in place, it keeps its owner.
    std::fs::write(&file, text)?;
    Ok(())
}
