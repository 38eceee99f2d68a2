//! A database of so many accounts, with its nodes and the handlers beside them.

use super::spread;
use crate::list::plan::PostgresPlan;
use crate::load::Load;
use crate::measured::{self, Target};
use crate::server::{self, Server, Store};
use crate::table::grouped;
use crate::writes::Writers;
use crate::{filler, http};
use anyhow::Context;
use gangway_pg_cluster::{Cluster, Database};
use std::path::Path;
use tempfile::TempDir;

pub(super) struct Installation {
    pub(super) accounts: usize,
    pub(super) nodes: Vec<Server>,
    pub(super) targets: Vec<Target>,
    pub(super) writers: Writers,
    bare: Vec<Server>,
    // Dropped after the servers that use them.
    _database: Database,
    _folder: TempDir,
}

impl Installation {
    pub(super) async fn make(
        binary: &Path,
        cluster: &Cluster,
        accounts: usize,
        plan: &PostgresPlan,
    ) -> anyhow::Result<Self> {
        let database = Database::create(&cluster.url("postgres"))?;
        let folder = tempfile::tempdir()?;
        let store = Store::postgres(database.url(), folder.path());
        let partners = measured::partners(binary, &store)?;
        println!(
            "making {} accounts over the API",
            grouped(measured::ACCOUNTS)
        );
        let node = server::gangway(binary, &store).await?;
        for measured in &partners {
            measured::seed(&node, &measured.partner, measured.accounts).await?;
        }
        // Nobody looks at the tables while they have no indexes.
        drop(node);
        filler::fill(database.url(), accounts)
            .await
            .context("cannot fill the store")?;

        let mut nodes = Vec::new();
        for _ in 0..plan.nodes {
            nodes.push(server::gangway(binary, &store).await?);
        }
        let first = nodes.first().context("there is no node")?;
        let targets = measured::targets(first, &partners, folder.path()).await?;
        let writers = Writers::make(binary, &store, first, folder.path()).await?;
        let files: Vec<_> = targets.iter().map(|target| target.file.clone()).collect();
        let shared = usize::from(plan.shared.unwrap_or(0));
        let mut bare = Vec::new();
        for _ in 0..plan.nodes {
            bare.push(server::bare(&files, Some(database.url()), shared).await?);
        }
        Ok(Self {
            accounts,
            nodes,
            targets,
            writers,
            bare,
            _database: database,
            _folder: folder,
        })
    }

    /// Gangway's list of the measured partner of this number.
    pub(super) fn list(&self, number: usize) -> Load {
        spread(&self.nodes, http::LIST).with("Authorization", self.bearer(number))
    }

    /// The same bytes from the bare handler, behind what comes after the file's number.
    pub(super) fn bare(&self, number: usize, read: &str) -> Load {
        spread(&self.bare, &format!("/{number}{read}")).with("Authorization", self.bearer(number))
    }

    fn bearer(&self, number: usize) -> String {
        format!("Bearer {}", self.targets[number].token)
    }
}
