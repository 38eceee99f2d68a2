//! What cargo knows of this workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The workspace as `cargo metadata` describes it, without dependencies from elsewhere.
pub(crate) struct Workspace {
    metadata: Value,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn load() -> Result<Self> {
        let text = process::capture(
            process::cargo()
                .args([
                    "metadata",
                    "--no-deps",
                    "--format-version",
                    "1",
                    "--manifest-path",
                ])
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")),
        )?;
        let metadata =
            serde_json::from_slice(&text).context("cannot read what `cargo metadata` answered")?;
        Ok(Self { metadata })
    }

    /// The folder of the workspace.
    pub(crate) fn root(&self) -> Result<PathBuf> {
        self.path("workspace_root")
    }

    /// Cargo's target folder.
    pub(crate) fn target_dir(&self) -> Result<PathBuf> {
        self.path("target_directory")
    }

    /// The folder for installed tools and their logs, below cargo's target folder; made where it is missing.
    pub(crate) fn tools_dir(&self) -> Result<PathBuf> {
        let dir = self.target_dir()?.join("tools");
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    /// The workspace's packages, as cargo describes them.
    pub(crate) fn packages(&self) -> Result<&[Value]> {
        let packages = self.metadata["packages"].as_array();
        Ok(packages.context("`cargo metadata` names no packages")?)
    }

    fn path(&self, key: &str) -> Result<PathBuf> {
        let path = self.metadata[key].as_str();
        Ok(path
            .with_context(|| format!("`cargo metadata` names no `{key}`"))?
            .into())
    }
}
