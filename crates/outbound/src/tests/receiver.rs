//! Receivers that behave in all sorts of ways.

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

/// A receiver that does this with each connection once something of the request is there.
/// Answers with its port.
pub(super) async fn receiver<F>(answer: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> u16
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            tokio::spawn(answer(stream));
        }
    });
    port
}
