//! What every handler shares: the library, and how much work it takes at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::error::{ErrorCode, HttpError};
use crate::library::Library;

/// Uploads that are read and checked at the same time; one more gets `busy`.
const UPLOADS_AT_ONCE: usize = 8;

/// How much a server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time from request to answer; after it the client gets `timeout`.
    pub timeout: Duration,
    /// Largest body of a request. The longest query in JSON, every character
    /// escaped, fits.
    pub body_bytes: usize,
    /// Searches and readings that run at the same time. They use the processor
    /// alone, so more than there are cores would only make all of them slower.
    pub at_once: usize,
    /// Requests that may wait for their turn; one more gets `busy`.
    pub waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            timeout: Duration::from_secs(30),
            body_bytes: 256 * 1024,
            at_once: cores.max(2),
            waiting: 256,
        }
    }
}

/// The state of a running server; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    library: Arc<Library>,
    limits: Limits,
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    uploads: Arc<Semaphore>,
    local_only: bool,
}

impl AppState {
    /// Serves `library` under the usual limits.
    #[must_use]
    pub fn new(library: Arc<Library>) -> Self {
        Self::with_limits(library, Limits::default())
    }

    /// Serves `library` under `limits`.
    #[must_use]
    pub fn with_limits(library: Arc<Library>, limits: Limits) -> Self {
        Self {
            library,
            limits,
            turns: Arc::new(Semaphore::new(limits.at_once)),
            waiting: Arc::default(),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            local_only: false,
        }
    }

    /// Answers only requests that name this machine as itself (localhost, 127.0.0.1,
    /// [::1]): a site whose name was made to lead here must not read or write.
    #[must_use]
    pub fn local_only(mut self, local_only: bool) -> Self {
        self.local_only = local_only;
        self
    }

    /// Whether only requests that name this machine as itself are answered.
    pub fn is_local_only(&self) -> bool {
        self.local_only
    }

    /// The limits it runs under.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Places for uploads that are read at the same time.
    pub fn uploads(&self) -> &Arc<Semaphore> {
        &self.uploads
    }

    /// Runs `job` on a thread that may block, when it is its turn. The turn is
    /// held until the job ends, also when its client has left before.
    ///
    /// # Errors
    /// The job's own; `busy` when too many wait; `internal` when the job panics.
    pub async fn work<T, F>(&self, job: F) -> Result<T, HttpError>
    where
        T: Send + 'static,
        F: FnOnce(&Library) -> Result<T, HttpError> + Send + 'static,
    {
        let place = WaitingPlace::take(&self.waiting, self.limits.waiting)?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| HttpError::internal("the server is stopping"))?;
        drop(place);
        let library = Arc::clone(&self.library);
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            job(&library)
        })
        .await
        .unwrap_or_else(|error| Err(HttpError::internal(error)))
    }

    /// Runs a quick `job` on a thread that may block, at once.
    ///
    /// # Errors
    /// The job's own; `internal` when it panics.
    pub async fn look<T, F>(&self, job: F) -> Result<T, HttpError>
    where
        T: Send + 'static,
        F: FnOnce(&Library) -> Result<T, HttpError> + Send + 'static,
    {
        let library = Arc::clone(&self.library);
        tokio::task::spawn_blocking(move || job(&library))
            .await
            .unwrap_or_else(|error| Err(HttpError::internal(error)))
    }
}

/// One of the places in the queue; given back when dropped, so also when the
/// client leaves while waiting.
struct WaitingPlace(Arc<AtomicUsize>);

impl WaitingPlace {
    fn take(waiting: &Arc<AtomicUsize>, most: usize) -> Result<Self, HttpError> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(Arc::clone(waiting));
        if before >= most {
            return Err(HttpError::new(ErrorCode::Busy, "请求过多，请稍后再试"));
        }
        Ok(place)
    }
}

impl Drop for WaitingPlace {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
