//! The limit: an axum handler that does nothing but send bytes.

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use axum::serve::ListenerExt;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Serves each file under its number and prints the address.
pub(crate) async fn run(files: &[PathBuf]) -> anyhow::Result<()> {
    let mut router = Router::new();
    for (number, file) in files.iter().enumerate() {
        let bytes = Bytes::from(std::fs::read(file)?);
        let send = move || async move { ([(header::CONTENT_TYPE, "application/json")], bytes) };
        router = router.route(&format!("/{number}"), get(send));
    }
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // Without it the comparison would be unfair to nobody but this handler.
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}
