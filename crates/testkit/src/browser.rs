//! Real Chromium, driven by its driver. `cargo xtask test` installs both and names them.

use anyhow::Context;
use std::collections::BTreeMap;
use std::process::Stdio;
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How the window looks.
#[derive(Debug, Clone, Copy)]
pub struct BrowserOptions {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Language that it asks for.
    pub language: &'static str,
    /// Dark colour scheme.
    pub dark: bool,
}

impl Default for BrowserOptions {
    fn default() -> Self {
        Self {
            width: 390,
            height: 844,
            language: "en-US",
            dark: false,
        }
    }
}

/// A browser of its own with an empty profile; ends with the value.
#[derive(Debug)]
pub struct Browser {
    /// The window.
    pub driver: WebDriver,
    _process: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Errors
    /// When the browser or its driver is not named by the environment or does not start.
    pub async fn start(options: BrowserOptions) -> anyhow::Result<Self> {
        let program = tool("GANGWAY_CHROMEDRIVER")?;
        let browser = tool("GANGWAY_CHROMIUM")?;
        let profile = tempfile::tempdir()?;
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let port = port_of(&mut process).await?;
        let mut wishes = DesiredCapabilities::chrome();
        wishes.set_binary(&browser)?;
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ] {
            wishes.add_arg(argument)?;
        }
        wishes.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        wishes.add_arg(&format!(
            "--window-size={},{}",
            options.width, options.height
        ))?;
        wishes.add_arg(&format!("--lang={}", options.language))?;
        wishes.add_arg(&format!("--accept-lang={}", options.language))?;
        if options.dark {
            wishes.add_arg("--force-dark-mode")?;
        }
        // Headless windows are never narrower than 500 pixels; emulation is.
        let metrics = BTreeMap::from([
            ("width", options.width),
            ("height", options.height),
            ("pixelRatio", 2),
        ]);
        let emulation = BTreeMap::from([("deviceMetrics", metrics)]);
        wishes.add_experimental_option("mobileEmulation", emulation)?;
        let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), wishes).await?;
        Ok(Self {
            driver,
            _process: process,
            _profile: profile,
        })
    }

    /// Ends the session in order.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn quit(self) -> anyhow::Result<()> {
        Ok(self.driver.quit().await?)
    }
}

fn tool(variable: &str) -> anyhow::Result<String> {
    std::env::var(variable)
        .with_context(|| format!("{variable} is not set: run the tests with `cargo xtask test`"))
}

/// The port that the driver took, which it prints once it listens.
async fn port_of(process: &mut Child) -> anyhow::Result<u16> {
    let out = process.stdout.take().context("the driver has no output")?;
    let mut lines = BufReader::new(out).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, rest)) = line.split_once("started successfully on port ") {
            return Ok(rest.trim_end_matches('.').trim().parse()?);
        }
    }
    anyhow::bail!("the driver ended without naming its port")
}
