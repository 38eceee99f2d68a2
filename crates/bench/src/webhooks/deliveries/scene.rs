//! A store with partners, their receivers, and a server that sends.

use super::creating::{self, Until};
use super::receiver::Receivers;
use crate::measured;
use crate::server::{self, Partner, Server, Store};
use crate::usage;
use anyhow::{Context, ensure};
use gangway_pg_cluster::{Cluster, Database};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// Connections that create what is to wait.
const AT_ONCE: usize = 64;

pub(super) struct Scene {
    pub(super) receivers: Receivers,
    /// The process that all of PostgreSQL's belong to.
    pub(super) postmaster: Option<u32>,
    binary: PathBuf,
    store: Store,
    partners: Vec<Partner>,
    server: Option<Server>,
    // Dropped after the server that uses them.
    _database: Option<Database>,
    _folder: TempDir,
}

impl Scene {
    /// With a partner for each receiver.
    pub(super) async fn make(
        binary: &Path,
        cluster: Option<&Cluster>,
        receivers: usize,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = cluster
            .map(|cluster| Database::create(&cluster.url("postgres")))
            .transpose()?;
        let store = match &database {
            Some(database) => Store::postgres(database.url(), folder.path()),
            None => Store::sqlite(folder.path()),
        };
        let postmaster = match &database {
            Some(database) => Some(postmaster(database.url()).await?),
            None => None,
        };
        let partners = (0..receivers)
            .map(|n| server::partner(binary, &store, &format!("Partner {n}")))
            .collect::<anyhow::Result<_>>()?;
        let mut scene = Self {
            receivers: Receivers::start(receivers)?,
            postmaster,
            binary: binary.to_owned(),
            store,
            partners,
            server: None,
            _database: database,
            _folder: folder,
        };
        scene.start().await?;
        Ok(scene)
    }

    pub(super) fn partners(&self) -> &[Partner] {
        &self.partners
    }

    pub(super) fn server(&self) -> anyhow::Result<&Server> {
        self.server.as_ref().context("the server does not run")
    }

    /// Starts the server as it comes, but for the way to receivers on this machine.
    pub(super) async fn start(&mut self) -> anyhow::Result<()> {
        let allowed = ["webhooks.allow=127.0.0.1/32"];
        let server = server::gangway_anywhere(&self.binary, &self.store, &allowed).await?;
        self.server = Some(server);
        Ok(())
    }

    /// Has so many deliveries wait for the server, which does not run after that: the events
    /// come about before there are webhooks, and are sent again once there are.
    pub(super) async fn wait_up(&mut self, deliveries: usize) -> anyhow::Result<()> {
        let server = self.server()?;
        let until = Until::Count(deliveries);
        creating::create(server, &self.partners, 0, until, AT_ONCE).await?;
        for (partner, url) in self.partners.iter().zip(&self.receivers.urls) {
            measured::client(server, partner)?.set_webhook(url).await?;
        }
        let server = self.server.take().context("the server does not run")?;
        server.stop().await?;
        let mut queued = 0;
        for partner in &self.partners {
            queued += server::replay(&self.binary, &self.store, partner)?;
        }
        ensure!(
            queued == deliveries,
            "{queued} deliveries wait, not {deliveries}"
        );
        Ok(())
    }
}

async fn postmaster(database: &str) -> anyhow::Result<u32> {
    let (client, connection) = tokio_postgres::connect(database, NoTls).await?;
    tokio::spawn(connection);
    let row = client.query_one("SELECT pg_backend_pid()", &[]).await?;
    usage::parent(u32::try_from(row.try_get::<_, i32>(0)?)?)
}
