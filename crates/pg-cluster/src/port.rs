//! A free port that stays free while the server is down.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, bail};

use crate::random;

/// Below the ports that systems lend to outgoing connections: one of those could take the port of a server that is
/// stopped for a moment, and the server could not come back.
const FIRST: u32 = 10_000;
const COUNT: u32 = 20_000;
const ATTEMPTS: usize = 100;

pub(crate) fn free() -> Result<u16> {
    for _ in 0..ATTEMPTS {
        let port = u16::try_from(FIRST + random::number()? % COUNT)?;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!(
        "no free port on 127.0.0.1 between {FIRST} and {}",
        FIRST + COUNT
    )
}
