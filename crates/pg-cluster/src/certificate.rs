//! A certificate authority of one cluster, and its server's certificate.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::account::Account;
use crate::command;

/// The sections say what each certificate may be used for; the system's own settings are left out of it.
const SETTINGS: &str = "\
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
";
const DAYS: &str = "30";

/// The files that the server's settings name.
#[derive(Debug)]
pub(crate) struct Certificates {
    pub(crate) authority: PathBuf,
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Certificates {
    /// Makes them in `folder` with the `openssl` program.
    pub(crate) fn make(folder: &Path, account: Account) -> Result<Self> {
        let [settings, authority_key, request] =
            ["openssl.cnf", "authority.key", "server.csr"].map(|name| folder.join(name));
        let made = Self {
            authority: folder.join("authority.crt"),
            certificate: folder.join("server.crt"),
            key: folder.join("server.key"),
        };
        std::fs::write(&settings, SETTINGS)?;
        let new_key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ];
        openssl(
            Command::new("openssl")
                .args([
                    "req",
                    "-x509",
                    "-days",
                    DAYS,
                    "-subj",
                    "/CN=Cluster of a test",
                ])
                .args(["-extensions", "authority"])
                .args(new_key)
                .arg("-config")
                .arg(&settings)
                .arg("-keyout")
                .arg(&authority_key)
                .arg("-out")
                .arg(&made.authority),
        )?;
        openssl(
            Command::new("openssl")
                .args(["req", "-new", "-subj", "/CN=localhost"])
                .args(new_key)
                .arg("-config")
                .arg(&settings)
                .arg("-keyout")
                .arg(&made.key)
                .arg("-out")
                .arg(&request),
        )?;
        openssl(
            Command::new("openssl")
                .args(["x509", "-req", "-days", DAYS, "-CAcreateserial"])
                .args(["-extensions", "server", "-extfile"])
                .arg(&settings)
                .arg("-CA")
                .arg(&made.authority)
                .arg("-CAkey")
                .arg(&authority_key)
                .arg("-in")
                .arg(&request)
                .arg("-out")
                .arg(&made.certificate),
        )?;
        // The server refuses a key that others can read.
        std::fs::set_permissions(&made.key, std::fs::Permissions::from_mode(0o600))?;
        for file in [&made.authority, &made.certificate, &made.key] {
            account.takes(file)?;
        }
        Ok(made)
    }
}

fn openssl(command: &mut Command) -> Result<()> {
    command::capture(command).context("cannot make a certificate")?;
    Ok(())
}
