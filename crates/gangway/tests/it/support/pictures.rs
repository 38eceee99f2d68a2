//! A host of pictures: real https, with a certificate that only a server that is told so believes.

use super::{Answer, TestApp, TestPartner};
use reqwest::Method;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

pub const SET_BUSINESS: &str = "/api/settings/setBusiness";
pub const GET_BUSINESS: &str = "/api/settings/getBusiness";

/// What is answered to one path.
#[derive(Debug, Clone)]
pub enum Served {
    /// A file, whatever its type is said to be.
    File(&'static str, Vec<u8>),
    /// A status with headers and no body.
    Status(u16, String),
    /// A file without a length, which never ends.
    Endless,
    /// Half of a file, and then nothing more.
    Half(Vec<u8>),
    /// Nothing at all.
    Silence,
}

/// A host on a free port of this machine. Everything is forgotten with it.
pub struct Pictures {
    folder: tempfile::TempDir,
    port: u16,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    served: Mutex<HashMap<String, Served>>,
    asked: Mutex<Vec<String>>,
}

const SETTINGS: &str = "
[req]
distinguished_name = name
x509_extensions = host
[name]
[host]
basicConstraints = CA:FALSE
subjectAltName = IP:127.0.0.1
";

impl Pictures {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Arc::new(self_signed(folder.path()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Inner::default());
        let serving = Arc::clone(&inner);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, inner) = (Arc::clone(&config), Arc::clone(&serving));
                // A client that has heard enough breaks off.
                std::thread::spawn(move || inner.answer(stream.unwrap(), config));
            }
        });
        Self {
            folder,
            port,
            inner,
        }
    }

    /// The certificate's file.
    pub fn authority(&self) -> String {
        let path = self.folder.path().join("certificate.pem");
        path.to_str().unwrap().to_owned()
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    /// From now on this is answered there; gives the address.
    pub fn serves(&self, path: &str, served: Served) -> String {
        let mut all = self.inner.served.lock().unwrap();
        all.insert(path.to_owned(), served);
        self.url(path)
    }

    /// A png of this size.
    pub fn png(&self, path: &str, width: u32, height: u32) -> String {
        self.serves(path, Served::File("image/png", png(width, height)))
    }

    /// The paths that were asked for, in their order.
    pub fn asked(&self) -> Vec<String> {
        self.inner.asked.lock().unwrap().clone()
    }

    /// A server that believes this host.
    pub async fn app(&self) -> TestApp {
        self.app_with(&[]).await
    }

    /// The same with settings.
    pub async fn app_with(&self, settings: &[(&str, &str)]) -> TestApp {
        let authority = self.authority();
        let mut all = vec![("webhooks.ca_file", authority.as_str())];
        all.extend(settings);
        TestApp::with(&all).await
    }
}

impl Inner {
    fn answer(&self, stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
        let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
        let mut tls = StreamOwned::new(connection, stream);
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            tls.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let head = String::from_utf8_lossy(&head);
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push(path.clone());
        let served = self.served.lock().unwrap().get(&path).cloned();
        let missing = Served::Status(404, String::new());
        match served.unwrap_or(missing) {
            Served::File(media_type, file) => {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\n");
                write!(tls, "{head}content-length: {}\r\n\r\n", file.len())?;
                tls.write_all(&file)?;
            }
            Served::Status(status, headers) => {
                write!(
                    tls,
                    "HTTP/1.1 {status} x\r\n{headers}content-length: 0\r\n\r\n"
                )?;
            }
            Served::Endless => {
                write!(tls, "HTTP/1.1 200 OK\r\n\r\n")?;
                let much = vec![0; 16 * 1024];
                loop {
                    tls.write_all(&much)?;
                }
            }
            Served::Half(file) => {
                write!(
                    tls,
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                    file.len()
                )?;
                tls.write_all(&file[..file.len() / 2])?;
            }
            Served::Silence => {
                // Until the client goes.
                let _ = tls.read(&mut [0])?;
            }
        }
        tls.conn.send_close_notify();
        tls.flush()
    }
}

fn self_signed(folder: &Path) -> ServerConfig {
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
            "/CN=pictures",
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
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(&certificate).unwrap()],
            PrivateKeyDer::from_pem_file(key).unwrap(),
        )
        .unwrap()
}

/// A real picture.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    let pixels = vec![0x80; usize::try_from(width * height).unwrap()];
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    file
}

impl TestApp {
    /// Changes how a partner's pages look.
    pub async fn brand(&self, partner: &TestPartner, body: Value) -> Answer {
        self.call(
            Method::PATCH,
            SET_BUSINESS,
            Some(&partner.token),
            Some(body),
        )
        .await
    }

    /// How a partner's pages look.
    pub async fn branding(&self, partner: &TestPartner) -> Value {
        let answer = self
            .call(Method::GET, GET_BUSINESS, Some(&partner.token), None)
            .await;
        answer.expect(200, 1);
        answer.json
    }
}
