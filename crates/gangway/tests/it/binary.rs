//! The real binary, in a folder of its own.

use crate::support::{TestData, no_tls};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, Command};

const PATIENCE: Duration = Duration::from_secs(20);

/// A folder to run commands in, and the environment they run with.
pub struct Home {
    data: TestData,
    environment: Vec<(String, String)>,
}

/// A command that came to its end.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A command that goes on until it is told to stop, or the test ends.
pub struct Running {
    child: Child,
    pub out: Talk,
    pub err: Talk,
}

/// What a running command says, line by line.
pub struct Talk(Lines<BufReader<Box<dyn AsyncRead + Send + Unpin>>>);

impl Home {
    /// Commands use the store that this test run is about.
    pub fn new() -> Self {
        Self::on(TestData::new())
    }

    pub fn on(data: TestData) -> Self {
        let environment = if data.is_in_folder() {
            // The file is where it is without being named.
            Vec::new()
        } else {
            let variable =
                |(key, value): (&str, String)| (format!("GANGWAY_{}", key.to_uppercase()), value);
            data.settings().into_iter().map(variable).collect()
        };
        Self { data, environment }
    }

    /// Commands are told nothing of a store: what they make is in the folder.
    pub fn bare() -> Self {
        Self {
            data: TestData::sqlite(),
            environment: Vec::new(),
        }
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.data.path().join(name)
    }

    /// The file in which a [`demo`](Self::demo) remembers its secrets.
    pub fn demo_memory(&self) -> PathBuf {
        self.path(if self.data.is_in_folder() {
            "data/gangway.db.demo.json"
        } else {
            "gangway.keys.demo.json"
        })
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Sets a variable for the commands to come.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.push((name.to_owned(), value.into()));
    }

    /// What a variable was set to last.
    pub fn value(&self, name: &str) -> &str {
        let mut set = self.environment.iter().rev();
        let (_, value) = set.find(|(known, _)| known == name).unwrap();
        value
    }

    /// Whether this variable is set.
    pub fn knows(&self, name: &str) -> bool {
        self.environment.iter().any(|(known, _)| known == name)
    }

    /// Sets what a server does not start without.
    pub fn set_meta(&mut self) {
        self.set("GANGWAY_META_APP_ID", "67");
        self.set("GANGWAY_META_APP_SECRET", "secret");
        self.set("GANGWAY_META_CONFIG_ID", "81");
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.data.path());
        let foreign = std::env::vars().filter(|(name, _)| name.starts_with("GANGWAY_"));
        for (name, _) in foreign {
            command.env_remove(name);
        }
        command
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            // What a person at a terminal has; with it a backtrace would be noise of ours.
            .env_remove("RUST_BACKTRACE")
            .env("NO_PROXY", "*")
            .env("no_proxy", "*")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs a command of the binary to its end.
    pub async fn gangway<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_gangway"));
        ended(command.args(arguments)).await
    }

    /// The same, where it has to succeed; gives what it printed.
    pub async fn output<A: AsRef<OsStr>>(&self, arguments: &[A]) -> String {
        let run = self.gangway(arguments).await;
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    }

    /// The same, read as JSON.
    pub async fn json<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Value {
        serde_json::from_str(&self.output(arguments).await).unwrap()
    }

    /// Runs a command as the first partner of a demo.
    pub async fn as_partner(&self, ready: &Value, arguments: &[&str]) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_gangway"));
        for (name, key) in [
            ("GANGWAY_URL", "url"),
            ("GANGWAY_CLIENT_ID", "client_id"),
            ("GANGWAY_CLIENT_SECRET", "client_secret"),
        ] {
            command.env(name, ready[key].as_str().unwrap());
        }
        ended(command.args(arguments)).await
    }

    /// Runs a shell script in the folder.
    pub async fn shell(&self, script: &str) -> Ended {
        ended(self.command("sh").args(["-c", script])).await
    }

    /// Starts a command of the binary that goes on.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut child = self
            .command(env!("CARGO_BIN_EXE_gangway"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = Talk::of(Box::new(child.stdout.take().unwrap()));
        let err = Talk::of(Box::new(child.stderr.take().unwrap()));
        Running { child, out, err }
    }

    /// Starts a command of the binary that goes on, and whose talk goes to the end of a file.
    pub fn start_logging(&self, arguments: &[&str], log: &str) -> Child {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.path(log))
            .unwrap();
        self.command(env!("CARGO_BIN_EXE_gangway"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    /// Starts a demo that takes free ports; gives what it says once it is ready.
    pub async fn demo(&self) -> (Running, Value) {
        let data = self.path("data");
        let data = data.to_str().unwrap();
        let arguments = ["demo", "--json", "--listen", "127.0.0.1:0", "--data", data];
        let mut running = self.start(&arguments);
        let ready = running.out.json().await;
        (running, ready)
    }

    /// Starts a simulator and has the commands to come use it.
    pub async fn sandbox(&mut self) -> Running {
        self.sandbox_with(&[]).await
    }

    pub async fn sandbox_with(&mut self, options: &[&str]) -> Running {
        let serve = ["sandbox", "serve", "--listen", "127.0.0.1:0"];
        let mut running = self.start(&[&serve, options].concat());
        loop {
            let line = running.out.line().await;
            let setting = line.strip_prefix("export ").unwrap();
            let (name, value) = setting.split_once('=').unwrap();
            let value = value.trim_matches('\'');
            if name == "GANGWAY_META_GRAPH_URL" {
                self.set("GANGWAY_SANDBOX_URL", value);
            }
            self.set(name, value);
            if name == "GANGWAY_META_SYSTEM_TOKEN" {
                return running;
            }
        }
    }

    /// Starts a server on the database of this place; gives its address.
    pub async fn serve(&self) -> (Running, String) {
        let mut running = self.start(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--set",
            "log_format=json",
            "--set",
            "meta.number_patience_seconds=0",
        ]);
        loop {
            let said: Value = serde_json::from_str(&running.err.line().await).unwrap();
            if said["fields"]["message"] == "ready" {
                let address = said["fields"]["address"].as_str().unwrap();
                return (running, format!("http://{address}"));
            }
        }
    }

    /// Makes a partner on the same database.
    pub async fn partner(&self, name: &str) -> Value {
        self.json(&["partner", "create", name, "--json"]).await
    }
}

async fn ended(command: &mut Command) -> Ended {
    let run = tokio::time::timeout(PATIENCE, command.output());
    let run = run.await.expect("the command does not end").unwrap();
    Ended {
        code: code(run.status),
        out: String::from_utf8(run.stdout).unwrap(),
        err: String::from_utf8(run.stderr).unwrap(),
    }
}

fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

impl Ended {
    /// One message on stderr that names what has to be mended; nothing else anywhere.
    pub fn refuses(&self, expected: &[&str]) {
        let shown = format!("{}{}", self.out, self.err);
        assert_ne!(self.code, 0, "{shown}");
        assert_eq!(self.out, "", "{shown}");
        assert_eq!(self.err.matches("error:").count(), 1, "{shown}");
        for noise in ["panicked", "backtrace", "RUST_", "Os {", "\u{1b}["] {
            assert!(!self.err.contains(noise), "{shown}");
        }
        for part in expected {
            assert!(self.err.contains(part), "{part:?} is not in: {shown}");
        }
    }
}

impl Running {
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Asks it to end, as an init system does; gives the exit code.
    pub async fn stop(mut self) -> i32 {
        terminate(&mut self.child).await
    }

    /// The same; gives what it had still to say on stdout.
    pub async fn last_words(mut self) -> String {
        assert_eq!(terminate(&mut self.child).await, 0);
        self.out.rest().await
    }

    /// Ends it at once.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// Asks a process to end, as an init system does; gives the exit code.
pub async fn terminate(child: &mut Child) -> i32 {
    let kill = format!("kill -TERM {}", child.id().unwrap());
    let told = Command::new("sh").args(["-c", &kill]).status().await;
    assert!(told.unwrap().success());
    let end = tokio::time::timeout(PATIENCE, child.wait()).await;
    code(end.expect("it does not stop").unwrap())
}

impl Talk {
    fn of(source: Box<dyn AsyncRead + Send + Unpin>) -> Self {
        Self(BufReader::new(source).lines())
    }

    pub async fn line(&mut self) -> String {
        let next = tokio::time::timeout(PATIENCE, self.0.next_line()).await;
        let line = next.expect("it says nothing").unwrap();
        line.expect("it ended")
    }

    pub async fn json(&mut self) -> Value {
        serde_json::from_str(&self.line().await).unwrap()
    }

    /// All that is still said, up to its end.
    pub async fn rest(&mut self) -> String {
        let mut rest = String::new();
        while let Some(line) = self.0.next_line().await.unwrap() {
            rest += &line;
        }
        rest
    }
}

/// A client of the API that knows nothing of this code.
pub struct Http {
    client: reqwest::Client,
    url: String,
}

impl Http {
    pub fn to(url: &str) -> Self {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(no_tls())
            .build()
            .unwrap();
        Self {
            client,
            url: url.to_owned(),
        }
    }

    pub async fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let request = self.client.get(format!("{}{path}", self.url));
        let answer = request.bearer_auth(token).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub async fn list(&self, token: &str) -> (u16, Value) {
        self.get("/api/whatsapp/getAccounts", token).await
    }

    /// A token for the credential in what a command printed.
    pub async fn token(&self, credential: &Value) -> Option<String> {
        let body = json!({
            "client_id": credential["client_id"],
            "client_secret": credential["client_secret"],
        });
        let url = format!("{}/api/settings/accessToken", self.url);
        let answer = self.client.post(url).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        answer["access_token"].as_str().map(str::to_owned)
    }

    /// What the dashboard answers to this e-mail address and password.
    pub async fn sign_in(&self, person: &Value) -> u16 {
        let form = json!({"email": person["email"], "password": person["password"]});
        self.send_form("/sign-in", &form).await
    }

    /// A page of the dashboard, for somebody who signs in for it.
    pub async fn page_of(&self, person: &Value, path: &str) -> String {
        let signed_in = self.send("/sign-in", person).await;
        let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
        let url = format!("{}/dashboard{path}", self.url);
        let request = self.client.get(url).header("cookie", cookie);
        let page = request.send().await.unwrap();
        assert_eq!(page.status(), 200);
        page.text().await.unwrap()
    }

    /// Sends a form to a page of the dashboard; gives the status.
    pub async fn send_form(&self, path: &str, form: &Value) -> u16 {
        self.send(path, form).await.status().as_u16()
    }

    async fn send(&self, path: &str, form: &Value) -> reqwest::Response {
        let url = format!("{}/dashboard{path}", self.url);
        let request = self.client.post(url).header("origin", &self.url);
        request.form(form).send().await.unwrap()
    }
}
