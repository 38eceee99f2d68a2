//! The nodes: started, killed, stopped, started again.

use super::balancer;
use crate::binary::{Home, terminate};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::sync::Mutex;

pub(crate) struct Fleet {
    home: Arc<Home>,
    nodes: Vec<Node>,
    /// Where callers go who do not choose a node.
    pub(crate) public: SocketAddr,
}

struct Node {
    address: SocketAddr,
    running: Mutex<Option<Child>>,
}

impl Fleet {
    pub(crate) async fn start(home: Arc<Home>, nodes: usize) -> Arc<Self> {
        let nodes: Vec<Node> = (0..nodes)
            .map(|_| Node {
                address: free_address(),
                running: Mutex::new(None),
            })
            .collect();
        let public = balancer::start(nodes.iter().map(|node| node.address).collect()).await;
        let fleet = Arc::new(Self {
            home,
            nodes,
            public,
        });
        // All at once: they find an empty database and make one schema and one key file.
        fleet.all_up().await;
        fleet
    }

    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().map(|node| node.address).collect()
    }

    /// Starts every node that is down and waits until all answer.
    pub(crate) async fn all_up(&self) {
        for node in &self.nodes {
            self.up(node).await;
        }
        for node in &self.nodes {
            self.answers(node.address).await;
        }
    }

    async fn up(&self, node: &Node) {
        let mut running = node.running.lock().await;
        if let Some(child) = running.as_mut()
            && child.try_wait().unwrap().is_none()
        {
            return;
        }
        let listen = node.address.to_string();
        let public_url = format!("public_url=http://{}", self.public);
        let arguments = ["serve", "--listen", &listen, "--set", &public_url];
        *running = Some(self.home.start_logging(&arguments, &log_of(node.address)));
    }

    async fn answers(&self, address: SocketAddr) {
        for _ in 0..600 {
            if TcpStream::connect(address).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let log = std::fs::read_to_string(self.home.path(log_of(address)));
        panic!("no node answers at {address}: {log:?}");
    }

    /// Kills a node and starts it again as soon as that is noticed; waits until it answers.
    pub(crate) async fn kill_and_start(&self, node: usize) {
        let node = &self.nodes[node];
        if let Some(mut child) = node.running.lock().await.take() {
            child.kill().await.unwrap();
        }
        self.up(node).await;
        self.answers(node.address).await;
    }

    /// Takes a node down, in turn and mostly without a warning, and starts it again.
    pub(crate) async fn strike(&self, round: usize) {
        let node = &self.nodes[round % self.nodes.len()];
        if let Some(mut child) = node.running.lock().await.take() {
            if round % 4 == 3 {
                terminate(&mut child).await;
            } else {
                child.kill().await.unwrap();
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        self.up(node).await;
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
}

fn log_of(node: SocketAddr) -> String {
    format!("node-{}.log", node.port())
}
