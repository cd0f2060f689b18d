//! One folder with the two indexes: `manifest.json`, `tantivy/`, `sidecars/`.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use leian_corpus::clock::Clock;
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

use crate::analyzer;
use crate::columns::{self, SegmentColumns, day_number};
use crate::directory::ReadableDirectory;
use crate::embedding::{EmbeddingStore, SidecarProgress, SidecarReport};
use crate::error::{IndexError, Result};
use crate::fulltext::entry_text::read_entry;
use crate::fulltext::writer::IndexWriter;
use crate::manifest::{self, Manifest};
use crate::matches::DocBits;
use crate::passage_key::PassageKey;
use crate::schema::{self, Fields};
use crate::sidecars::Sidecars;
use crate::snapshot::Snapshot;
use crate::stamp::Stamp;
use crate::versions::EntryTable;

/// The index of one library. Opens cheaply; many may be open in many processes,
/// one [`IndexWriter`] at a time writes.
pub struct LegalIndex {
    dir: PathBuf,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// Columns of segments, which never change, for the next snapshot.
    columns: Mutex<HashMap<SegmentId, Arc<SegmentColumns>>>,
    sidecars: Sidecars,
    clock: Clock,
}

impl LegalIndex {
    /// Opens the index in `dir`, making an empty one if there is none.
    ///
    /// # Errors
    /// `Mismatch` when the index was made by another format, analyzer,
    /// dictionary or schema.
    pub fn open_or_create(dir: &Path) -> Result<Self> {
        let folder = dir.join(TANTIVY_FOLDER);
        fs::create_dir_all(&folder).map_err(IndexError::io("create", &folder))?;
        // Of two imports that begin together one makes the index and the other
        // waits to find it, instead of making it once more over what the first wrote.
        let _making = match folder.join(META_FILE).exists() {
            true => None,
            false => Some(lock_folder(dir)?),
        };
        // The manifest comes first: an index without one would be of unknown make.
        match Manifest::read(dir)? {
            Some(manifest) => manifest.check(dir)?,
            None if folder.join(META_FILE).exists() => {
                return Err(IndexError::Damaged {
                    path: dir.join(manifest::FILE_NAME),
                    reason: "it is missing, so nothing says what made this index".to_owned(),
                });
            }
            None => Manifest::current().write(dir)?,
        }
        let index = Index::open_or_create(directory(&folder)?, schema::build().0)
            .map_err(IndexError::tantivy("open the index"))?;
        Self::with(dir, index)
    }

    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// `NotFound` when there is none; `Mismatch` as in [`Self::open_or_create`].
    pub fn open(dir: &Path) -> Result<Self> {
        let folder = dir.join(TANTIVY_FOLDER);
        let manifest = Manifest::read(dir)?;
        let Some(manifest) = manifest.filter(|_| folder.join(META_FILE).exists()) else {
            return Err(IndexError::NotFound {
                dir: dir.to_owned(),
            });
        };
        manifest.check(dir)?;
        let index =
            Index::open(directory(&folder)?).map_err(IndexError::tantivy("open the index"))?;
        Self::with(dir, index)
    }

    fn with(dir: &Path, index: Index) -> Result<Self> {
        analyzer::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(IndexError::tantivy("read the index"))?;
        Ok(Self {
            dir: dir.to_owned(),
            index,
            fields: schema::build().1,
            reader,
            columns: Mutex::default(),
            sidecars: Sidecars::new(dir),
            clock: Clock::default(),
        })
    }

    /// The same index by another clock: which versions are in force depends on the day.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The folder of the index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What made the index, with the model of its vectors.
    ///
    /// # Errors
    /// When the manifest cannot be read.
    pub fn manifest(&self) -> Result<Manifest> {
        Manifest::read(&self.dir)?.ok_or_else(|| IndexError::NotFound {
            dir: self.dir.clone(),
        })
    }

    /// The one writer.
    ///
    /// # Errors
    /// `WriterBusy` when this or another process has one already.
    pub fn writer(&self) -> Result<IndexWriter> {
        IndexWriter::new(self.dir.clone(), &self.index, &self.fields)
    }

    /// An unchanging view of the last commit, with the sidecars that are ready.
    ///
    /// # Errors
    /// When files of the index cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        // Before anything is read: what changes in between makes the view stale.
        let stamp = self.stamp();
        let searcher = self.reload()?;
        let model = self.manifest()?.model;
        let segments = self.segment_columns(&searcher)?;
        let sidecars = match &model {
            Some(model) => self.sidecars.open_all(model, searcher.segment_readers()),
            None => vec![None; segments.len()],
        };
        let today = self.clock.today();
        let table = EntryTable::build(segments, day_number(today));
        Ok(Snapshot::new(
            searcher,
            self.fields.clone(),
            table,
            sidecars,
            model,
            stamp,
            today,
        ))
    }

    /// True when a commit, or a sidecar, was written since `snapshot` was taken,
    /// by this or another process, or another day has begun. Costs a few file status
    /// calls.
    pub fn is_stale(&self, snapshot: &Snapshot) -> bool {
        self.clock.today() != snapshot.today() || self.stamp() != *snapshot.stamp()
    }

    fn stamp(&self) -> Stamp {
        Stamp::of(&[
            &self.dir.join(TANTIVY_FOLDER).join(META_FILE),
            &self.dir.join(manifest::FILE_NAME),
            &self.sidecars.generation_file(),
        ])
    }

    fn reload(&self) -> Result<Searcher> {
        self.reader
            .reload()
            .map_err(IndexError::tantivy("read the last commit"))?;
        Ok(self.reader.searcher())
    }

    fn segment_columns(&self, searcher: &Searcher) -> Result<Vec<(Arc<SegmentColumns>, DocBits)>> {
        let mut cache = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let mut segments = Vec::with_capacity(searcher.segment_readers().len());
        let mut present = HashSet::new();
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let columns = match cache.get(&id) {
                Some(columns) => columns.clone(),
                None => {
                    let columns = Arc::new(SegmentColumns::read(reader, &self.fields)?);
                    cache.insert(id, columns.clone());
                    columns
                }
            };
            present.insert(id);
            segments.push((columns, alive_bits(reader)));
        }
        cache.retain(|id, _| present.contains(id));
        Ok(segments)
    }

    /// Gives the passages that have no vector in `store` to `sink`, as key and
    /// text to embed; each key once, in the order of the index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn missing_passages(
        &self,
        store: &EmbeddingStore,
        sink: &mut dyn FnMut(PassageKey, String),
    ) -> Result<()> {
        let searcher = self.reload()?;
        let mut given = HashSet::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let passages = columns::passages(reader)?;
            for of_entry in passages.chunk_by(|a, b| a.0 == b.0) {
                let mut missing: Vec<(u32, PassageKey)> = of_entry
                    .iter()
                    .map(|&(_, index, key)| (index, key))
                    .collect();
                missing.retain(|(_, key)| !store.contains(key) && given.insert(*key));
                if !missing.is_empty() {
                    let address = DocAddress::new(segment as u32, of_entry[0].0);
                    self.give_passages(&searcher, address, &missing, sink)?;
                }
            }
        }
        Ok(())
    }

    fn give_passages(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        wanted: &[(u32, PassageKey)],
        sink: &mut dyn FnMut(PassageKey, String),
    ) -> Result<()> {
        let entry = read_entry(searcher, &self.fields, address)?;
        let passages = entry.passages();
        for &(index, key) in wanted {
            let text = passages
                .get(index as usize)
                .map(|passage| entry.passage_text(passage));
            match text {
                Some(text) if PassageKey::of(&text) == key => sink(key, text),
                _ => {
                    return Err(IndexError::Damaged {
                        path: self.dir.clone(),
                        reason: format!(
                            "passage {index} of {} is not the one that was indexed; remove the \
                             index folder and run `leian import` again (embeddings are kept)",
                            entry.id
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    /// Brings the sidecars of vectors up to the last commit: builds what is
    /// missing or lacks vectors that `store` has by now, removes what belongs to
    /// no segment. With `finish`, large segments also get their graph.
    ///
    /// # Errors
    /// `Mismatch` when the index holds vectors of another model than `store`.
    pub fn refresh_sidecars(
        &self,
        store: &EmbeddingStore,
        finish: bool,
        progress: &mut dyn FnMut(SidecarProgress),
    ) -> Result<SidecarReport> {
        let searcher = self.reload()?;
        let model = self.sidecars.claim_model(&self.dir, store)?;
        self.sidecars
            .refresh(&model, searcher.segment_readers(), store, finish, progress)
    }

    /// Forgets the vectors of the index's model, so that another model can be
    /// used. Embedding stores are not touched.
    ///
    /// # Errors
    /// When files cannot be removed.
    pub fn forget_model(&self) -> Result<()> {
        let manifest = Manifest {
            model: None,
            ..self.manifest()?
        };
        manifest.write(&self.dir)?;
        self.sidecars.remove_all()
    }
}

/// Folder of the full-text index.
const TANTIVY_FOLDER: &str = "tantivy";

/// tantivy's list of segments, replaced at every commit and merge.
const META_FILE: &str = "meta.json";

fn directory(folder: &Path) -> Result<ReadableDirectory<MmapDirectory>> {
    MmapDirectory::open(folder)
        .map(ReadableDirectory)
        .map_err(IndexError::tantivy("open the index folder"))
}

/// Keeps other processes, and other openers of this one, out of making the index
/// in `dir` until the value is dropped.
fn lock_folder(dir: &Path) -> Result<fs::File> {
    let folder = fs::File::open(dir).map_err(IndexError::io("open", dir))?;
    folder.lock().map_err(IndexError::io("lock", dir))?;
    Ok(folder)
}

fn alive_bits(reader: &SegmentReader) -> DocBits {
    match reader.alive_bitset() {
        None => DocBits::full(reader.max_doc()),
        Some(alive) => {
            let mut bits = DocBits::empty(reader.max_doc());
            alive.iter_alive().for_each(|doc| {
                bits.insert(doc);
            });
            bits
        }
    }
}
