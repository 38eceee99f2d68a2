//! Calls that no decent HTTP client would make.

use super::{Answer, TestApp};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

impl TestApp {
    /// A request to be filled in by the test.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// Sends a request to the partner API, whatever it answers.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::of(request.send().await.unwrap()).await
    }

    /// A body as it is, with the type of JSON.
    pub async fn call_with_bytes(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let request = self
            .request(method, path)
            .bearer_auth(token)
            .header("content-type", "application/json")
            .body(body.into());
        self.send(request).await
    }

    /// Writes bytes to the server's port and reads what comes back until it closes.
    pub async fn raw(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.server.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server may answer and hang up before it has read everything.
        let _ = stream.write_all(body).await;
        let mut read = Vec::new();
        let mut piece = [0; 4096];
        loop {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(n) => read.extend_from_slice(&piece[..n]),
            }
        }
        parse(&read)
    }
}

fn parse(read: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(read).into_owned();
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        let name = HeaderName::try_from(name).unwrap();
        (name, HeaderValue::try_from(value.trim()).unwrap())
    });
    let headers = HeaderMap::from_iter(headers);
    Answer::from_parts(status.parse().unwrap(), headers, body.as_bytes().to_vec())
}
