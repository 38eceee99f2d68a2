//! What the operator's commands have in common: they work on the store itself, also while servers
//! run.

use super::{ConfigArgs, block_on};
use crate::config::StoreSettings;
use crate::server::{OpenStore, World, open_existing_store, open_store};
use clap::Args;
use gangway_app::{Actor, Deed, Operator};
use gangway_crypto::KeyRing;
use gangway_domain::PartnerId;

#[derive(Debug, Clone, Args)]
pub(super) struct OnStore {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// A change that concerns this partner, where it does one.
pub(super) fn deed(action: &'static str, partner: Option<PartnerId>, subject: &str) -> Deed {
    Deed {
        action,
        partner,
        subject: subject.to_owned(),
    }
}

/// Makes a change and writes it into the audit log.
pub(super) async fn audited<T>(
    operator: &Operator,
    deed: Deed,
    change: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let actor = Actor {
        person: None,
        name: "command line".to_owned(),
        address: None,
    };
    operator.audited(&actor, deed, change).await
}

impl OnStore {
    /// Works on a store that is there.
    pub(super) fn run(
        &self,
        work: impl AsyncFnOnce(&Operator) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.opened(open_existing_store, work)
    }

    /// Works on a store that is made where it is missing.
    pub(super) fn run_on_any(
        &self,
        work: impl AsyncFnOnce(&Operator) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.opened(open_store, work)
    }

    /// Where browsers reach the server.
    pub(super) fn address(&self) -> anyhow::Result<String> {
        Ok(self.config.layers(&[], &[])?.address()?)
    }

    fn opened(
        &self,
        open: impl AsyncFnOnce(&StoreSettings, &World) -> anyhow::Result<(OpenStore, KeyRing)>,
        work: impl AsyncFnOnce(&Operator) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let settings = self.config.layers(&[], &[])?.store()?;
        block_on(async {
            let world = World::real();
            let (store, _keys) = open(&settings, &world).await?;
            let operator = Operator::new(store.store.clone(), world.clock, world.rng);
            let outcome = work(&operator).await;
            drop(operator);
            store.close().await;
            outcome
        })
    }
}
