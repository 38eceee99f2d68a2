//! A list that has to be built anew: the first request after a write.

use crate::http;
use crate::load::median;
use crate::measured::{self, Target};
use crate::server::Server;
use anyhow::bail;

/// Pairs of a write and a removal; each of the two is a change of the list.
const PAIRS: usize = 10;

/// The median time of the first request after a write, in milliseconds. Written is on the
/// first node, read on the last. The list is as long as before when this returns.
pub(crate) async fn median_ms(nodes: &[Server], target: &Target) -> anyhow::Result<f64> {
    let (Some(writer), Some(reader)) = (nodes.first(), nodes.last()) else {
        bail!("there is no node");
    };
    let client = measured::client(writer, &target.partner)?;
    let mut times = Vec::new();
    for n in 0..PAIRS {
        let made = client.create_account(&measured::sample(n)).await?;
        times.push(first_read(reader, target).await?);
        client.delete_account(&made.whatsapp).await?;
        times.push(first_read(reader, target).await?);
    }
    Ok(median(times))
}

async fn first_read(reader: &Server, target: &Target) -> anyhow::Result<f64> {
    let took = http::list(&reader.url, &target.token).await?.took;
    Ok(took.as_secs_f64() * 1000.0)
}
