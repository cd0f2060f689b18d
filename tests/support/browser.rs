//! A real browser, driven over WebDriver (<https://www.w3.org/TR/webdriver2/>):
//! headless Chromium by its chromedriver. No more of the protocol than the tests
//! of the pages need, so that no crate for it is.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Name of an element's reference, fixed by the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What Chromium is started with: no window, and not a word to the network.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// Time a page has to become as expected.
const PATIENCE: Duration = Duration::from_secs(20);

/// A key that is no character, as WebDriver writes it.
pub mod keys {
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Down.
    pub const DOWN: &str = "\u{e015}";
    /// Tab.
    pub const TAB: &str = "\u{e004}";
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Arrow to the right.
    pub const RIGHT: &str = "\u{e014}";
}

/// A browser with one window, an empty profile and no memory of other tests;
/// ended when the value is dropped.
pub struct Browser {
    // Dropped in this order: the driver ends before its profile is removed.
    driver: Driver,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts it; where there is no Chromium says so and returns `None`.
    pub fn start() -> Option<Self> {
        Self::start_with(&json!({}))
    }

    /// Starts it with scripts of pages switched off, as a reader can.
    pub fn start_without_javascript() -> Option<Self> {
        Self::start_with(&json!({ "profile.managed_default_content_settings.javascript": 2 }))
    }

    fn start_with(preferences: &Value) -> Option<Self> {
        let found = on_path(&["chromedriver"]).zip(on_path(&[
            "chromium",
            "chromium-browser",
            "google-chrome",
        ]));
        let Some((driver, chromium)) = found else {
            println!("skipped: no Chromium");
            return None;
        };
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let driver = Driver::start(&driver);
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let session = driver.send(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"args": flags, "binary": chromium, "prefs": preferences},
                "goog:loggingPrefs": {"browser": "ALL"},
            }}}),
        );
        let session = session.expect("Chromium starts")["sessionId"]
            .as_str()
            .expect("a session has an id")
            .to_owned();
        let browser = Self {
            driver,
            session,
            _profile: profile,
        };
        browser.keep_focus();
        Some(browser)
    }

    /// Makes the page believe that its window is in front. Without a window system
    /// Chromium may only find that out at the first key, and `:focus` matches nothing.
    fn keep_focus(&self) {
        let command = json!({
            "cmd": "Emulation.setFocusEmulationEnabled", "params": { "enabled": true }
        });
        self.post("goog/cdp/execute", &command);
    }

    #[track_caller]
    fn post(&self, command: &str, body: &Value) -> Value {
        match self.command("POST", command, body) {
            Ok(value) => value,
            Err(problem) => panic!("{command} {body}: {problem}"),
        }
    }

    fn command(&self, method: &str, command: &str, body: &Value) -> Result<Value, String> {
        let path = format!("/session/{}/{command}", self.session);
        self.driver.send(method, &path, body)
    }

    /// Goes to an address and waits until it is loaded.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    /// The address of the page, decoded.
    #[track_caller]
    pub fn url(&self) -> String {
        let url = self.command("GET", "url", &Value::Null);
        let url = url.expect("a page has an address");
        percent_decoded(url.as_str().expect("an address is text"))
    }

    /// Sets the size of the page, small ones like a telephone's.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500
        });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size });
        self.post("goog/cdp/execute", &command);
    }

    /// Makes the reader prefer `light` or `dark` pages.
    #[track_caller]
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let media = json!({ "media": "", "features": features });
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": media });
        self.post("goog/cdp/execute", &command);
    }

    /// Runs a script of the test in the page, and returns its value. For looking,
    /// not for doing: what a reader does goes by keys and clicks.
    #[track_caller]
    pub fn look(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Errors that the page wrote to the console since the last call.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().expect("a log is a list").iter();
        entries
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    fn find(&self, css: &str) -> Vec<String> {
        let found = self.command(
            "POST",
            "elements",
            &json!({ "using": "css selector", "value": css }),
        );
        let found = found.unwrap_or_default();
        let elements = found.as_array().map(Vec::as_slice).unwrap_or_default();
        elements
            .iter()
            .filter_map(|element| element[ELEMENT].as_str().map(str::to_owned))
            .collect()
    }

    /// How many elements there are.
    pub fn count(&self, css: &str) -> usize {
        self.find(css).len()
    }

    /// The first element; waits for it.
    #[track_caller]
    fn first(&self, css: &str) -> String {
        self.wait(css, || self.find(css).into_iter().next())
    }

    /// The texts of all elements, as a reader sees them.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let elements = self.find(css);
        elements.iter().map(|id| self.text_of(id)).collect()
    }

    /// The text of the first element, as a reader sees it; waits for it.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.text_of(&self.first(css))
    }

    fn text_of(&self, element: &str) -> String {
        let text = self.command("GET", &format!("element/{element}/text"), &Value::Null);
        let text = text.expect("an element has a text");
        text.as_str().expect("a text is text").to_owned()
    }

    /// A property of the first element, `null` where it has none: `value`,
    /// `checked`, `href` (the whole address).
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        let path = format!("element/{}/property/{name}", self.first(css));
        let value = self.command("GET", &path, &Value::Null);
        value.expect("a property can be read")
    }

    /// Clicks on the first element.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let path = format!("element/{}/click", self.first(css));
        self.post(&path, &json!({}));
    }

    /// Puts the mouse over the first element.
    #[track_caller]
    pub fn hover(&self, css: &str) {
        self.point("mouse", css, &[]);
    }

    /// Taps on the first element with a finger.
    #[track_caller]
    pub fn tap(&self, css: &str) {
        self.point("touch", css, &["pointerDown", "pointerUp"]);
    }

    /// Drags the first element of one selector onto that of another with the mouse.
    #[track_caller]
    pub fn drag(&self, from: &str, onto: &str) {
        let to = |css: &str, duration: u32| {
            let element = json!({ ELEMENT: self.first(css) });
            json!({ "type": "pointerMove", "duration": duration, "origin": element, "x": 0, "y": 0 })
        };
        let wait = json!({ "type": "pause", "duration": 200 });
        let actions = json!([
            to(from, 0),
            { "type": "pointerDown", "button": 0 },
            wait,
            to(onto, 300),
            wait,
            { "type": "pointerUp", "button": 0 },
        ]);
        let pointer = json!({
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions
        });
        self.post("actions", &json!({ "actions": [pointer] }));
    }

    #[track_caller]
    fn point(&self, kind: &str, css: &str, then: &[&str]) {
        let element = json!({ ELEMENT: self.first(css) });
        let to = json!({ "type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0 });
        let then = then.iter().map(|kind| json!({ "type": kind, "button": 0 }));
        let actions: Vec<Value> = [to].into_iter().chain(then).collect();
        let pointer = json!({
            "type": "pointer", "id": kind, "parameters": { "pointerType": kind }, "actions": actions
        });
        self.post("actions", &json!({ "actions": [pointer] }));
    }

    /// Clicks on the first element and waits until the address has changed.
    #[track_caller]
    pub fn follow(&self, css: &str) {
        self.moves(|| self.click(css));
    }

    /// Types into the first element, after what it has.
    #[track_caller]
    pub fn type_into(&self, css: &str, text: &str) {
        let path = format!("element/{}/value", self.first(css));
        self.post(&path, &json!({ "text": text }));
    }

    /// Empties a field.
    #[track_caller]
    pub fn clear(&self, css: &str) {
        let path = format!("element/{}/clear", self.first(css));
        self.post(&path, &json!({}));
    }

    /// Presses keys one after another, wherever the focus is.
    ///
    /// Chromium drops keys that come before a page is first painted, which is later than
    /// its load event on a busy machine; a person cannot be that fast.
    #[track_caller]
    pub fn press(&self, text: &str) {
        self.wait("the first paint", || {
            let painted = self.look("return performance.getEntriesByType('paint').length > 0");
            (painted == true).then_some(())
        });
        let strokes: Vec<Value> = text
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("actions", &json!({ "actions": [keyboard] }));
    }

    /// Whether the focus is on an element of this selector.
    pub fn is_focused(&self, css: &str) -> bool {
        self.count(&format!(":is({css}):focus")) > 0
    }

    /// Does something that leads to another address, and waits for that.
    #[track_caller]
    pub fn moves(&self, action: impl FnOnce()) {
        let before = self.url();
        action();
        self.wait("another address", || (self.url() != before).then_some(()));
    }

    /// Waits until `look` sees something.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "waited in vain for {what} at {}: {}",
                self.url(),
                self.text_of(&self.find("body")[0])
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends Chromium, which would outlive its driver.
        let _ = self.driver.send(
            "DELETE",
            &format!("/session/{}", self.session),
            &Value::Null,
        );
    }
}

/// A running chromedriver; killed when dropped.
struct Driver {
    child: Child,
    base: String,
    agent: ureq::Agent,
}

impl Driver {
    /// Starts it on a port of its own choice. It takes the same number for IPv4 and
    /// IPv6 and ends where one of them is in use, so it may need another try.
    fn start(program: &Path) -> Self {
        let (child, port) = (0..10)
            .find_map(|_| Self::try_start(program))
            .expect("chromedriver starts and tells its port");
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(90)))
            .build()
            .into();
        Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
            agent,
        }
    }

    fn try_start(program: &Path) -> Option<(Child, u16)> {
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver can be started");
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let port = stdout.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        if port.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        Some((child, port?))
    }

    /// Sends a command; a refusal is the driver's message.
    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.base);
        let answer = match method {
            "POST" => self.agent.post(url).send_json(body),
            "DELETE" => self.agent.delete(url).call(),
            _ => self.agent.get(url).call(),
        };
        let mut answer = answer.map_err(|error| error.to_string())?;
        let status = answer.status();
        let mut body: Value = answer
            .body_mut()
            .read_json()
            .map_err(|error| error.to_string())?;
        let value = body["value"].take();
        match status.is_success() {
            true => Ok(value),
            false => Err(format!("{}: {}", value["error"], value["message"])),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first of these programs that is on the path.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// Undoes the percent-encoding of an address; what is none stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let decoded = (*first == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
