//! Somebody with a browser at the dashboard, as far as it runs no script.

use super::{TestApp, TestPartner};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Response, StatusCode};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

pub const PASSWORD: &str = "correct horse battery";

/// Her browser: it keeps cookies and follows nothing by itself.
pub struct Person<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
    client: reqwest::Client,
}

/// A page as it was answered.
pub struct Seen {
    pub status: StatusCode,
    /// Where it leads, behind `/dashboard`.
    pub to: Option<String>,
    pub body: String,
}

impl Seen {
    /// The page has this text.
    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The page has this text, whatever in it is isolated from the direction of the rest.
    pub fn reads(&self, text: &str) -> bool {
        let plain = self.body.replace(['\u{2068}', '\u{2069}'], "");
        plain.contains(text)
    }

    /// What an attribute of the first element with this id holds.
    pub fn text_of(&self, id: &str) -> String {
        let (_, rest) = self.body.split_once(&format!("id=\"{id}\"")).expect(id);
        let (_, rest) = rest.split_once('>').unwrap();
        let text = rest.split_once('<').unwrap().0;
        text.replace("&#x2f;", "/").replace("&amp;", "&")
    }
}

impl<'a> Person<'a> {
    pub fn at(app: &'a TestApp) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            app,
            cookies: Mutex::default(),
            client,
        }
    }

    /// The first operator, who came by the link of the first start.
    pub async fn operator(app: &'a TestApp) -> Self {
        let link = app.server.first_operator_link().await.unwrap().unwrap();
        let person = Self::at(app);
        person.join(&link, "operator@example.com").await;
        person
    }

    /// Somebody who was invited to a partner.
    pub async fn member(
        app: &'a TestApp,
        operator: &Person<'_>,
        partner: &TestPartner,
        role: &str,
    ) -> Self {
        let email = format!("{role}@example.com");
        let place = format!("/p/{}/members", partner.client_id);
        let form = [("do", "invite"), ("email", &email), ("role", role)];
        let made = operator.send(&place, &form).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let person = Self::at(app);
        person.join(&made.text_of("fresh-link"), &email).await;
        person
    }

    async fn join(&self, link: &str, email: &str) {
        let path = &link[link.find("/join/").unwrap()..];
        let form = [("email", email), ("name", "Dana"), ("password", PASSWORD)];
        let joined = self.send(path, &form).await;
        assert_eq!(joined.status, 303, "{}", joined.body);
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Seen {
        let form = [("email", email), ("password", password)];
        self.send("/sign-in", &form).await
    }

    pub async fn open(&self, path: &str) -> Seen {
        self.open_with(path, &[]).await
    }

    /// With headers of her own.
    pub async fn open_with(&self, path: &str, headers: &[(&str, &str)]) -> Seen {
        let path = if path == "/" { "" } else { path };
        let url = self.app.url(&format!("/dashboard{path}"));
        let mut request = self.client.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.seen(request).await
    }

    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> Seen {
        let url = self.app.url(&format!("/dashboard{path}"));
        self.seen(self.client.post(url).form(form)).await
    }

    /// Sends a form and does not wait for the answer.
    pub async fn send_and_hang_up(&self, path: &str, form: &[(&str, &str)], after: Duration) {
        let answer = tokio::time::timeout(after, self.send(path, form)).await;
        assert!(answer.is_err(), "it was answered before");
    }

    /// Sends a form with a picture in it.
    pub async fn send_with_logo(&self, path: &str, form: &[(&str, &str)], logo: &[u8]) -> Seen {
        const EDGE: &str = "----edge";
        let mut body = Vec::new();
        for (name, value) in form {
            let part = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(logo);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let url = self.app.url(&format!("/dashboard{path}"));
        let media = format!("multipart/form-data; boundary={EDGE}");
        let request = self.client.post(url).header("content-type", media);
        self.seen(request.body(body)).await
    }

    /// As a page of another website would have her browser send it.
    pub async fn send_from_elsewhere(&self, path: &str, form: &[(&str, &str)]) -> Seen {
        let url = self.app.url(&format!("/dashboard{path}"));
        let request = self.client.post(url).form(form);
        self.seen(request.header("sec-fetch-site", "cross-site"))
            .await
    }

    async fn seen(&self, request: reqwest::RequestBuilder) -> Seen {
        let response = self.with_cookies(request).send().await.unwrap();
        self.keep(&response);
        let to = response.headers().get(LOCATION).map(|to| {
            let to = to.to_str().unwrap();
            let path = to.strip_prefix("/dashboard").unwrap();
            // The first page has no slash behind it.
            let slash = if path.starts_with('/') { "" } else { "/" };
            format!("{slash}{path}")
        });
        Seen {
            status: response.status(),
            to,
            body: response.text().await.unwrap(),
        }
    }

    fn with_cookies(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.header(COOKIE, pairs.join("; "))
    }

    /// A stream of a page, as its script opens it.
    pub async fn stream(&self, path: &str) -> Response {
        self.stream_with(path, &[]).await
    }

    pub async fn stream_with(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let url = self.app.url(&format!("/dashboard{path}"));
        let mut request = self.with_cookies(self.client.get(url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    fn keep(&self, response: &Response) {
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
            let (pair, _) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
