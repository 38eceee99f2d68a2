//! A partner's receiver, in the test's own process: it keeps what arrives, whatever it then
//! does with the caller.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// What an endless answer promises.
const FLOOD: u64 = 1 << 30;
const DRIP: Duration = Duration::from_millis(100);

/// What becomes of a request once it was read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Manner {
    /// An answer with this status.
    Answers(u16),
    /// Nothing, ever.
    Hangs,
    /// The connection is closed.
    Drops,
    /// The connection is torn down.
    Resets,
    /// This status, and then 1 GB.
    Floods(u16),
    /// An answer that never gets through with its headers, byte by byte.
    Drips,
}

/// A request that came in whole.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) path: String,
    /// Its `webhook-id`.
    pub(crate) id: String,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
    /// Whether it was taken: answered as it should be.
    pub(crate) taken: bool,
}

/// What to do with a request whose `webhook-id` came so often before.
type Rule = dyn Fn(usize) -> Manner + Send + Sync;

pub(crate) struct Receiver {
    address: SocketAddr,
    desk: Arc<Desk>,
}

struct Desk {
    rule: Box<Rule>,
    arrived: Mutex<Vec<Arrival>>,
    times: Mutex<HashMap<String, usize>>,
    written: AtomicU64,
}

impl Receiver {
    /// Listens. Ends with the test.
    pub(crate) async fn start(rule: impl Fn(usize) -> Manner + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk {
            rule: Box::new(rule),
            arrived: Mutex::default(),
            times: Mutex::default(),
            written: AtomicU64::new(0),
        });
        let clerk = Arc::clone(&desk);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let clerk = Arc::clone(&clerk);
                // A caller may be killed at any moment.
                tokio::spawn(async move { clerk.serve(stream).await });
            }
        });
        Self { address, desk }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that came, in this order.
    pub(crate) fn arrived(&self) -> Vec<Arrival> {
        self.desk.arrived.lock().unwrap().clone()
    }

    /// How many ids have come.
    pub(crate) fn ids(&self) -> usize {
        self.desk.times.lock().unwrap().len()
    }

    /// How many bytes of its endless answers were taken off it.
    pub(crate) fn flooded(&self) -> u64 {
        self.desk.written.load(Ordering::Relaxed)
    }
}

impl Desk {
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut ahead = Vec::new();
        while let Some(arrival) = read(&mut stream, &mut ahead).await? {
            match self.take(arrival) {
                Manner::Answers(status) => {
                    let answer = format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n");
                    stream.write_all(answer.as_bytes()).await?;
                }
                Manner::Hangs => return gone(&mut stream).await,
                Manner::Drops => return Ok(()),
                Manner::Resets => return stream.set_zero_linger(),
                Manner::Floods(status) => return self.flood(&mut stream, status).await,
                Manner::Drips => return drip(&mut stream).await,
            }
        }
        Ok(())
    }

    fn take(&self, mut arrival: Arrival) -> Manner {
        let before = {
            let mut times = self.times.lock().unwrap();
            let times = times.entry(arrival.id.clone()).or_default();
            *times += 1;
            *times - 1
        };
        let manner = (self.rule)(before);
        arrival.taken = matches!(manner, Manner::Answers(200..=299));
        self.arrived.lock().unwrap().push(arrival);
        manner
    }

    async fn flood(&self, stream: &mut TcpStream, status: u16) -> io::Result<()> {
        let head = format!("HTTP/1.1 {status} So\r\ncontent-length: {FLOOD}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let chunk = [b'x'; 16 * 1024];
        for _ in 0..FLOOD / chunk.len() as u64 {
            stream.write_all(&chunk).await?;
            self.written
                .fetch_add(chunk.len() as u64, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Until the caller has had enough.
async fn gone(stream: &mut TcpStream) -> io::Result<()> {
    while stream.read(&mut [0; 64]).await? > 0 {}
    Ok(())
}

async fn drip(stream: &mut TcpStream) -> io::Result<()> {
    let mut answer = b"HTTP/1.1 200 So\r\nx-slow: ".to_vec().into_iter();
    loop {
        stream.write_all(&[answer.next().unwrap_or(b'x')]).await?;
        tokio::time::sleep(DRIP).await;
    }
}

/// The next request of a connection; `None` at its end. What came after it is in `ahead`.
async fn read(stream: &mut TcpStream, ahead: &mut Vec<u8>) -> io::Result<Option<Arrival>> {
    const END: &[u8] = b"\r\n\r\n";
    let head = loop {
        if let Some(at) = ahead.windows(END.len()).position(|bytes| bytes == END) {
            let rest = ahead.split_off(at + END.len());
            break String::from_utf8(std::mem::replace(ahead, rest)).unwrap();
        }
        if stream.read_buf(ahead).await? == 0 {
            return Ok(None);
        }
    };
    let mut lines = head.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers: HashMap<String, &str> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    while ahead.len() < length {
        if stream.read_buf(ahead).await? == 0 {
            return Ok(None);
        }
    }
    let rest = ahead.split_off(length);
    Ok(Some(Arrival {
        path,
        id: headers["webhook-id"].to_owned(),
        body: std::mem::replace(ahead, rest),
        at: Instant::now(),
        taken: false,
    }))
}
