//! Names and passwords that nothing else on this machine has.

use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

/// 128 bits as lower-case hexadecimal digits: fit for a URL, for SQL and for a file name.
pub(crate) fn hex() -> Result<String> {
    let bytes: [u8; 16] = bytes()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(crate) fn number() -> Result<u32> {
    Ok(u32::from_ne_bytes(bytes()?))
}

fn bytes<const N: usize>() -> Result<[u8; N]> {
    const SOURCE: &str = "/dev/urandom";
    let mut bytes = [0; N];
    File::open(SOURCE)
        .and_then(|mut source| source.read_exact(&mut bytes))
        .with_context(|| format!("cannot read {SOURCE}"))?;
    Ok(bytes)
}
