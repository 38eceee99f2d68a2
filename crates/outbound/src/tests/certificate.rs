//! A receiver with TLS, whose certificate the system does not know.

use super::{AttemptFault, post};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const SETTINGS: &str = "
[req]
distinguished_name = name
x509_extensions = receiver
[name]
[receiver]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost
";

/// Makes a certificate for `localhost` in `folder` that signs itself.
fn self_signed(folder: &Path) -> (PathBuf, PathBuf) {
    let [settings, key, certificate] =
        ["openssl.cnf", "key.pem", "certificate.pem"].map(|name| folder.join(name));
    std::fs::write(&settings, SETTINGS).unwrap();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-days",
            "2",
            "-nodes",
            "-subj",
            "/CN=localhost",
        ])
        .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .arg("-config")
        .arg(&settings)
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    (certificate, key)
}

/// A receiver that takes everything once there is a safe connection. Answers with its port and
/// its certificate's file.
pub(super) fn receiver_with_tls(folder: &Path) -> (u16, PathBuf) {
    let (certificate, key) = self_signed(folder);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(&certificate).unwrap()],
            PrivateKeyDer::from_pem_file(key).unwrap(),
        );
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A client that does not trust the certificate breaks off.
            let _ = answer(stream.unwrap(), Arc::clone(&config));
        }
    });
    (port, certificate)
}

fn answer(mut stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let mut tls = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut tls = Stream::new(&mut tls, &mut stream);
    let _ = tls.read(&mut [0; 4096])?;
    tls.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (port, _) = receiver_with_tls(folder.path());
    for host in ["127.0.0.1", "localhost"] {
        let posted = post(&format!("https://{host}:{port}/")).await;
        assert_eq!(posted, Err(AttemptFault::Tls), "{host}");
    }
}
