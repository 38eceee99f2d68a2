//! A load balancer as simple as they come: each connection goes to some node that takes it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

/// Listens, and gives its address. Ends with the test.
pub(crate) async fn start(nodes: Vec<SocketAddr>) -> SocketAddr {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let nodes = nodes.clone();
            tokio::spawn(async move {
                let first = NEXT.fetch_add(1, Ordering::Relaxed);
                for n in 0..nodes.len() {
                    let node = nodes[(first + n) % nodes.len()];
                    if let Ok(mut server) = TcpStream::connect(node).await {
                        // Either side may be killed at any moment.
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                        return;
                    }
                }
            });
        }
    });
    address
}
