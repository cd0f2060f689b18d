//! A [`Library`]: everything of one installation, opened together. The folder
//! with index and import log, the embedding store, the model, the configuration.
//!
//! What is opened fits together or is refused: an index of another format, and
//! vectors of another model than the one given, name the command that mends it.
//! Without a model a library serves words alone and says why.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use leian_corpus::thesaurus::Thesaurus;
use leian_indexer::{EmbeddingStore, LegalIndex, Manifest, ModelRecord, Snapshot};
use leian_models::Embedder;

use crate::casework::{self, Store};
use crate::error::{LibraryError, Result};
use crate::operations::config::Config;
use crate::operations::coverage::CoverageCache;
use crate::operations::thesaurus::SiteThesaurus;
use crate::retrieval::suggest::NamesCache;

/// Name of the default model's folder, looked for in `models/` beside a library.
pub const DEFAULT_MODEL: &str = "multilingual-e5-small";

/// Where the parts of an installation are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryPaths {
    /// The library folder.
    pub library: PathBuf,
    /// The root of the embedding store; one folder per model below it.
    pub embeddings: PathBuf,
    /// The model folder that was asked for. `None`: the default one if it is
    /// there (see [`LibraryPaths::default_model`]).
    pub model: Option<PathBuf>,
}

impl LibraryPaths {
    /// The usual places for a library at `library`.
    #[must_use]
    pub fn new(library: impl Into<PathBuf>) -> Self {
        let library = library.into();
        Self {
            embeddings: library.join("embeddings"),
            library,
            model: None,
        }
    }

    /// Where the default model is looked for: `models/` beside the library.
    #[must_use]
    pub fn default_model(&self) -> PathBuf {
        let library = std::path::absolute(&self.library).unwrap_or_else(|_| self.library.clone());
        let beside = library.parent().unwrap_or(&library);
        beside.join("models").join(DEFAULT_MODEL)
    }

    /// The folder of the two indexes.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.library.join("index")
    }

    /// The import log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.library.join("library.db")
    }

    /// The folder of import reports.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.library.join("imports")
    }

    /// The library's own synonyms, which may be absent.
    #[must_use]
    pub fn thesaurus(&self) -> PathBuf {
        self.library.join("thesaurus.tsv")
    }

    /// What people made.
    #[must_use]
    pub fn casework(&self) -> PathBuf {
        self.library.join("casework.db")
    }

    /// The library's own configuration, which may be absent.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.library.join("leian.toml")
    }
}

/// Whether searches by meaning are possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelState {
    /// A model is loaded and fits the library.
    Ready,
    /// There is none; words alone are served.
    Absent {
        /// Why, and what to do: a Chinese sentence for readers.
        why: String,
    },
}

/// An open library. `Send + Sync`; one serves a whole program.
pub struct Library {
    paths: LibraryPaths,
    config: Config,
    thesaurus: SiteThesaurus,
    names: NamesCache,
    index: LegalIndex,
    embedder: Option<Embedder>,
    model_state: ModelState,
    /// Set when another process changed the library's model while it was open.
    model_lost: OnceLock<ModelState>,
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    reloading: Mutex<()>,
    coverage: CoverageCache,
    casework: OnceLock<Store>,
    opening_casework: Mutex<()>,
}

impl Library {
    /// Opens an existing library with its model.
    ///
    /// # Errors
    /// `NoLibrary` when there is none; `OtherModel`, or the index's own refusal,
    /// when the parts do not fit; the model's error when a folder was asked for
    /// and cannot be used.
    pub fn open(paths: &LibraryPaths) -> Result<Self> {
        require_library(paths)?;
        let (embedder, state) = load_model(paths)?;
        Self::assemble(paths, LegalIndex::open(&paths.index())?, embedder, state)
    }

    /// Opens an existing library without loading a model, for work that needs
    /// none.
    ///
    /// # Errors
    /// As [`Self::open`], but for the model.
    pub fn open_text_only(paths: &LibraryPaths) -> Result<Self> {
        require_library(paths)?;
        let index = LegalIndex::open(&paths.index())?;
        Self::assemble(paths, index, None, not_loaded())
    }

    /// Opens the library, making an empty one when there is none.
    ///
    /// # Errors
    /// As [`Self::open`]; also when the folders cannot be made.
    pub fn create_or_open(paths: &LibraryPaths) -> Result<Self> {
        let (embedder, state) = load_model(paths)?;
        let index = create_index(paths)?;
        Self::assemble(paths, index, embedder, state)
    }

    /// [`Self::create_or_open`] without a model.
    ///
    /// # Errors
    /// When an existing library cannot be opened or a new one not be made.
    pub fn create_or_open_text_only(paths: &LibraryPaths) -> Result<Self> {
        let index = create_index(paths)?;
        Self::assemble(paths, index, None, not_loaded())
    }

    /// Opens an existing library with a model that may differ from the one its
    /// vectors were made by; if so, the library forgets those vectors (the
    /// embedding store keeps them). True in the second place when it did.
    ///
    /// # Errors
    /// As [`Self::open`], but for `OtherModel`.
    pub fn open_switching_model(paths: &LibraryPaths) -> Result<(Self, bool)> {
        require_library(paths)?;
        let (embedder, state) = load_model(paths)?;
        let index = LegalIndex::open(&paths.index())?;
        let mut switched = false;
        if let (Some(embedder), Some(record)) = (&embedder, model_record(&index)?)
            && record.id != embedder.id().as_str()
        {
            index.forget_model()?;
            switched = true;
        }
        Ok((Self::assemble(paths, index, embedder, state)?, switched))
    }

    fn assemble(
        paths: &LibraryPaths,
        index: LegalIndex,
        embedder: Option<Embedder>,
        model_state: ModelState,
    ) -> Result<Self> {
        let library = Self {
            paths: paths.clone(),
            config: Config::load(&paths.config())?,
            names: NamesCache::default(),
            thesaurus: SiteThesaurus::open(paths.thesaurus())?,
            index,
            embedder,
            model_state,
            model_lost: OnceLock::new(),
            snapshot: RwLock::new(None),
            reloading: Mutex::new(()),
            coverage: CoverageCache::default(),
            casework: OnceLock::new(),
            opening_casework: Mutex::new(()),
        };
        library.require_same_model()?;
        Ok(library)
    }

    fn require_same_model(&self) -> Result<()> {
        let (Some(embedder), Some(record)) = (&self.embedder, model_record(&self.index)?) else {
            return Ok(());
        };
        if record.id == embedder.id().as_str() {
            return Ok(());
        }
        Err(LibraryError::OtherModel {
            library: self.paths.library.clone(),
            made_by: record.id,
            folder: self
                .paths
                .model
                .clone()
                .unwrap_or_else(|| self.paths.default_model()),
            given: embedder.id().to_string(),
        })
    }

    /// Where its parts are.
    pub fn paths(&self) -> &LibraryPaths {
        &self.paths
    }

    /// Its configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Its synonyms, as they are now.
    pub fn thesaurus(&self) -> Arc<Thesaurus> {
        self.thesaurus.current()
    }

    /// The names that are suggested of the newest view.
    pub(crate) fn names_cache(&self) -> &NamesCache {
        &self.names
    }

    /// Its index.
    pub fn index(&self) -> &LegalIndex {
        &self.index
    }

    /// Its model, if there is one.
    pub fn embedder(&self) -> Option<&Embedder> {
        match self.model_lost.get() {
            None => self.embedder.as_ref(),
            Some(_) => None,
        }
    }

    /// Whether there is a model, and if not, why.
    pub fn model_state(&self) -> &ModelState {
        self.model_lost.get().unwrap_or(&self.model_state)
    }

    /// The model whose vectors the index holds; absent before the first ones.
    ///
    /// # Errors
    /// When the manifest cannot be read.
    pub fn model_of_vectors(&self) -> Result<Option<ModelRecord>> {
        model_record(&self.index)
    }

    /// The vectors of the loaded model, or else of the model the index was made
    /// with; `None` when there is neither.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn store(&self) -> Result<Option<EmbeddingStore>> {
        let of = match self.embedder() {
            Some(embedder) => Some((embedder.id().to_string(), embedder.dim())),
            None => self
                .model_of_vectors()?
                .map(|record| (record.id, record.dim)),
        };
        of.map(|(id, dim)| Ok(EmbeddingStore::open(&self.paths.embeddings, &id, dim)?))
            .transpose()
    }

    /// What people made here, opened when it is first asked for: who only searches needs
    /// no right to write.
    ///
    /// # Errors
    /// When the file cannot be opened or made.
    pub fn casework(&self) -> casework::Result<&Store> {
        let _guard = self
            .opening_casework
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(store) = self.casework.get() {
            return Ok(store);
        }
        let store = Store::open(&self.paths.casework())?;
        Ok(self.casework.get_or_init(|| store))
    }

    /// What was counted of the newest view.
    pub(crate) fn coverage_cache(&self) -> &CoverageCache {
        &self.coverage
    }

    /// The newest view of the library. Cached; taken anew when this or another
    /// process wrote since. While one caller reloads, others go on with the view
    /// they have.
    ///
    /// # Errors
    /// When no view can be had at all. If there is an older one and a newer
    /// cannot be read, the older one is returned and the failure logged.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>> {
        let cached = self.cached();
        if let Some(snapshot) = &cached
            && !self.index.is_stale(snapshot)
        {
            return Ok(Arc::clone(snapshot));
        }
        let _guard = match (self.reloading.try_lock(), cached) {
            (Ok(guard), _) => guard,
            (Err(_), Some(older)) => return Ok(older),
            (Err(_), None) => self
                .reloading
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        // Another caller may have been quicker.
        let cached = self.cached();
        if let Some(snapshot) = &cached
            && !self.index.is_stale(snapshot)
        {
            return Ok(Arc::clone(snapshot));
        }
        self.notice_other_model();
        match (self.index.snapshot(), cached) {
            (Ok(snapshot), _) => {
                let snapshot = Arc::new(snapshot);
                *self
                    .snapshot
                    .write()
                    .unwrap_or_else(std::sync::PoisonError::into_inner) =
                    Some(Arc::clone(&snapshot));
                Ok(snapshot)
            }
            (Err(error), Some(older)) => {
                tracing::warn!(%error, "cannot read the newest state of the library, serving the one before");
                Ok(older)
            }
            (Err(error), None) => Err(error.into()),
        }
    }

    fn cached(&self) -> Option<Arc<Snapshot>> {
        self.snapshot
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// A query vector of one model must never meet vectors of another, so when
    /// another process switched the model this one serves words alone from here.
    fn notice_other_model(&self) {
        let (Some(embedder), Ok(Some(record))) = (&self.embedder, model_record(&self.index)) else {
            return;
        };
        if record.id != embedder.id().as_str() {
            let why = format!(
                "案例库的向量已改由模型 {} 生成，与正在运行的 {} 不同；请用新模型重新启动服务",
                record.id,
                embedder.id()
            );
            if self.model_lost.set(ModelState::Absent { why }).is_ok() {
                tracing::warn!(
                    model = record.id,
                    "the library changed its model; serving words alone until restarted"
                );
            }
        }
    }
}

fn require_library(paths: &LibraryPaths) -> Result<()> {
    if paths.index().join("manifest.json").is_file() {
        return Ok(());
    }
    Err(LibraryError::NoLibrary {
        path: paths.library.clone(),
    })
}

fn create_index(paths: &LibraryPaths) -> Result<LegalIndex> {
    std::fs::create_dir_all(&paths.library)
        .map_err(LibraryError::io("create library folder", &paths.library))?;
    Ok(LegalIndex::open_or_create(&paths.index())?)
}

fn model_record(index: &LegalIndex) -> Result<Option<ModelRecord>> {
    let path = index.dir().join("manifest.json");
    let text = std::fs::read_to_string(&path).map_err(LibraryError::io("read", &path))?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| LibraryError::io("read", &path)(error.into()))?;
    Ok(manifest.model)
}

fn not_loaded() -> ModelState {
    ModelState::Absent {
        why: "本次操作未加载模型".to_owned(),
    }
}

/// The model that was asked for, or the default one when it is there. A folder
/// that was asked for, or that exists, and cannot be used is an error: going on
/// without would hide it.
fn load_model(paths: &LibraryPaths) -> Result<(Option<Embedder>, ModelState)> {
    let folder = match &paths.model {
        Some(folder) => folder.clone(),
        None => {
            let folder = paths.default_model();
            if !folder.exists() {
                return Ok((None, absent(&folder)));
            }
            folder
        }
    };
    Ok((Some(Embedder::load(&folder)?), ModelState::Ready))
}

fn absent(folder: &Path) -> ModelState {
    ModelState::Absent {
        why: format!(
            "没有找到向量模型（{}），目前只能按字词检索；运行 scripts/fetch_model.sh 取得默认模型，\
             或用 --model（环境变量 LEIAN_MODEL）指定模型文件夹，再运行 leian embed",
            folder.display()
        ),
    }
}
