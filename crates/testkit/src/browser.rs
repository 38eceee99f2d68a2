//! Real Chromium, driven by its driver. `cargo xtask test` installs both and names them.

use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver, WindowHandle,
};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How often something is looked for, and how long between two looks: ten seconds in all.
const PATIENCE: u32 = 400;
const PAUSE: Duration = Duration::from_millis(25);

/// How the window looks.
#[derive(Debug, Clone, Copy)]
pub struct BrowserOptions {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels to a CSS pixel.
    pub scale: u32,
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
            scale: 2,
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
    main: WindowHandle,
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
        let (process, port) = driver(&program).await?;
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
        // Headless windows are never narrower than 500 pixels; emulation is.
        let metrics = BTreeMap::from([
            ("width", options.width),
            ("height", options.height),
            ("pixelRatio", options.scale),
        ]);
        let emulation = BTreeMap::from([("deviceMetrics", metrics)]);
        wishes.add_experimental_option("mobileEmulation", emulation)?;
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), wishes).await?;
        let main = driver.window().await?;
        let browser = Self {
            driver,
            main,
            _process: process,
            _profile: profile,
        };
        let scheme = if options.dark { "dark" } else { "light" };
        browser
            .devtools(
                "Emulation.setEmulatedMedia",
                serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
            )
            .await?;
        Ok(browser)
    }

    /// Runs a script in every document of the main window before the document's own ones.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn before_every_document(&self, script: &str) -> anyhow::Result<()> {
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            serde_json::json!({ "source": script }),
        )
        .await
    }

    /// Gives a command of the DevTools protocol to the current window.
    async fn devtools(&self, command: &str, parameters: serde_json::Value) -> anyhow::Result<()> {
        self.driver.cdp().send_raw(command, parameters).await?;
        Ok(())
    }

    /// Goes to the window that the page opened, once it is there.
    ///
    /// # Errors
    /// When none opens within ten seconds.
    pub async fn to_popup(&self) -> anyhow::Result<()> {
        for _ in 0..PATIENCE {
            let windows = self.driver.windows().await?;
            if let Some(popup) = windows.into_iter().find(|window| *window != self.main) {
                return Ok(self.driver.switch_to_window(popup).await?);
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("no second window opened")
    }

    /// Waits until only the first window is left.
    ///
    /// # Errors
    /// When another one is still there after ten seconds.
    pub async fn popup_closes(&self) -> anyhow::Result<()> {
        for _ in 0..PATIENCE {
            if self.driver.windows().await?.len() == 1 {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("a second window stays open")
    }

    /// Goes back to the window that was there first.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn to_main(&self) -> anyhow::Result<()> {
        Ok(self.driver.switch_to_window(self.main.clone()).await?)
    }

    /// Asks an expression until it is true.
    ///
    /// # Errors
    /// When it does not become true within ten seconds; the message says what it is then.
    pub async fn until(&self, expression: &str) -> anyhow::Result<()> {
        let script = format!("return Boolean({expression})");
        for _ in 0..PATIENCE {
            // While a document is replaced there is nothing to ask.
            if let Ok(answer) = self.driver.execute(&script, Vec::new()).await
                && answer.json().as_bool() == Some(true)
            {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        let seen = self.script("return document.body.innerText").await?;
        bail!("{expression} did not become true; the page says: {seen}")
    }

    /// Runs a script and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn script(&self, script: &str) -> anyhow::Result<serde_json::Value> {
        let answer = self.driver.execute(script, Vec::new()).await?;
        Ok(answer.json().clone())
    }

    /// What windows wrote to the console since the last call, warnings and errors only.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn complaints(&self) -> anyhow::Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        let loud = log
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"));
        Ok(loud
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect())
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

/// A driver that listens, and its port.
async fn driver(program: &str) -> anyhow::Result<(Child, u16)> {
    // It wants the free port that it finds for IPv4 also for IPv6, where another program may
    // have it, and then ends.
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(port) = port_of(&mut process).await? {
            return Ok((process, port));
        }
    }
    anyhow::bail!("the driver ended {TRIES} times without naming its port")
}

/// The port that the driver took, which it prints once it listens.
async fn port_of(process: &mut Child) -> anyhow::Result<Option<u16>> {
    let out = process.stdout.take().context("the driver has no output")?;
    let mut lines = BufReader::new(out).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, rest)) = line.split_once("started successfully on port ") {
            return Ok(Some(rest.trim_end_matches('.').trim().parse()?));
        }
    }
    Ok(None)
}
