//! A running server.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Time a server has to end after it was asked to.
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// A server process; ended when the value is dropped.
pub struct Server {
    child: Child,
    base: String,
}

/// An answer of a server.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Value of `Content-Type`, empty when absent.
    pub content_type: String,
    /// The body.
    pub body: String,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let content_type = response.headers().get("content-type");
        Self {
            content_type: content_type
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            status: response.status().as_u16(),
            body: response
                .body_mut()
                .read_to_string()
                .expect("the body is text"),
        }
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

impl Server {
    /// Starts the command and waits until it prints its address.
    ///
    /// # Panics
    /// When it ends without serving, with what it said.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("leian can be started");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("stdout can be read");
        let base = line.trim().to_owned();
        if !base.starts_with("http://") {
            let mut stderr = String::new();
            if let Some(mut pipe) = child.stderr.take() {
                let _ = pipe.read_to_string(&mut stderr);
            }
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server did not start: {stderr}");
        }
        // Nobody reads its log; drained so that it never waits for us.
        if let Some(mut pipe) = child.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut pipe, &mut std::io::sink()));
        }
        Self { child, base }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of a path that begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.base
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .expect("the address ends with a port")
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Fetches a file: its status and bytes.
    #[track_caller]
    pub fn file(&self, path: &str) -> (u16, Vec<u8>) {
        let mut response = agent().get(self.url(path)).call().expect("an answer");
        let bytes = response.body_mut().read_to_vec().expect("a body");
        (response.status().as_u16(), bytes)
    }

    /// Gets a path; an answer of any status is an answer.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        let answer = agent().get(self.url(path)).call();
        Answer::of(answer.expect("the server answers"))
    }

    /// Posts a body to a path.
    #[track_caller]
    pub fn post(&self, path: &str, media_type: &str, body: &str) -> Answer {
        let request = agent()
            .post(self.url(path))
            .header("content-type", media_type);
        Answer::of(request.send(body).expect("the server answers"))
    }

    /// Posts a body to a path with further headers.
    #[track_caller]
    pub fn post_with(
        &self,
        path: &str,
        media_type: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = agent()
            .post(self.url(path))
            .header("content-type", media_type);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send(body).expect("the server answers"))
    }

    /// Posts a body and returns the status of the first answer, a redirect included;
    /// `None` when there is no whole answer.
    pub fn try_post(&self, path: &str, media_type: &str, body: &str) -> Option<u16> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .build()
            .into();
        let request = agent
            .post(self.url(path))
            .header("content-type", media_type);
        request
            .send(body)
            .ok()
            .map(|answer| answer.status().as_u16())
    }

    /// Ends it at once (SIGKILL).
    pub fn kill(&self) {
        let pid = self.pid().to_string();
        let killed = Command::new("kill").args(["-9", &pid]).status();
        assert!(killed.expect("kill can be run").success());
    }

    /// Asks it to end (SIGTERM) and returns how it did.
    ///
    /// # Panics
    /// When it does not end in time.
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill can be run");
        assert!(asked.success(), "the server was gone already");
        let began = Instant::now();
        while began.elapsed() < STOP_WITHIN {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server did not end within {STOP_WITHIN:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
