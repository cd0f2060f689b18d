//! The embedding store: a vector for every text that was ever embedded, under
//! the hash of the text.
//!
//! A folder per model, `ROOT/MODEL/`, with append-only files of records (see
//! `layout.rs`) and one writer lock. Readers map the files; a writer appends and
//! never changes what is there. Whatever happens, a record is either whole and
//! proven by its checksum or it is not there.

mod archive;
mod index;
mod layout;
mod volume;
mod writer;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use self::index::{KeyIndex, Location};
use self::layout::{KeyEntry, RecordLayout, check_model_id};
use self::volume::{Volume, VolumeFile};
use super::error::{EmbeddingError, Result};
use crate::passage_key::PassageKey;

pub use self::archive::{ArchiveInfo, ExportReport, ImportReport, archive_info};
pub use self::writer::StoreWriter;

/// Vectors of one model, for reading. A view of what was flushed when it was
/// opened or last refreshed. Cheap to clone; `Send + Sync`.
#[derive(Clone)]
pub struct EmbeddingStore {
    place: Arc<Place>,
    volumes: Vec<Arc<Volume>>,
    keys: Arc<KeyIndex>,
    damage: Arc<Damage>,
}

/// A record that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreProblem {
    /// The file.
    pub path: PathBuf,
    /// Where the record begins.
    pub offset: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// Which store it is; the same for a view and all its clones.
struct Place {
    dir: PathBuf,
    model_id: String,
    layout: RecordLayout,
}

/// The damaged records met so far, shared by a view and its clones.
#[derive(Default)]
struct Damage {
    any: AtomicBool,
    met: Mutex<Met>,
}

#[derive(Default)]
struct Met {
    /// With the key that the index has for the place.
    places: HashMap<Location, PassageKey>,
    problems: Vec<StoreProblem>,
}

impl Damage {
    fn holds(&self, location: Location) -> bool {
        self.any.load(Ordering::Acquire) && self.lock().places.contains_key(&location)
    }

    fn report(&self, place: &Place, location: Location, key: &PassageKey) {
        let problem = place.problem(location);
        let mut met = self.lock();
        if met.places.insert(location, *key).is_none() {
            tracing::warn!(
                file = %problem.path.display(),
                offset = problem.offset,
                "a vector of the embedding store is damaged and will be computed again"
            );
            met.problems.push(problem);
            self.any.store(true, Ordering::Release);
        }
    }

    /// A panic elsewhere leaves the list whole, so a poisoned lock is no obstacle.
    fn lock(&self) -> std::sync::MutexGuard<'_, Met> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn problem(&self, location: Location) -> StoreProblem {
        StoreProblem {
            path: layout::volume_path(&self.dir, location.volume),
            offset: self.layout.offset(location.record),
            reason: "the record does not match its checksum".into(),
        }
    }
}

impl EmbeddingStore {
    /// Opens the vectors of `model_id` under `root` for reading. A folder that
    /// does not exist is an empty store.
    ///
    /// # Errors
    /// `ModelId`; `Mismatch` when the files are of another model, dimension or
    /// format.
    pub fn open(root: &Path, model_id: &str, dim: usize) -> Result<Self> {
        let mut store = Self::empty(root, model_id, dim)?;
        store.refresh()?;
        Ok(store)
    }

    /// Opens the vectors for writing, making the folder if there is none. Checks
    /// every record and cuts off a torn tail.
    ///
    /// # Errors
    /// `WriterBusy` when this or another process has a writer already; otherwise
    /// as [`Self::open`].
    pub fn open_writer(root: &Path, model_id: &str, dim: usize) -> Result<StoreWriter> {
        StoreWriter::open(Self::empty(root, model_id, dim)?)
    }

    fn empty(root: &Path, model_id: &str, dim: usize) -> Result<Self> {
        check_model_id(model_id)?;
        Ok(Self {
            place: Arc::new(Place {
                dir: root.join(model_id),
                model_id: model_id.into(),
                layout: RecordLayout { dim },
            }),
            volumes: Vec::new(),
            keys: Arc::default(),
            damage: Arc::default(),
        })
    }

    /// The vector of a text: `dim` values, unit length. `None` when it is not
    /// there, or when its record turns out to be damaged; a damaged one is
    /// reported in [`Self::problems`] and no longer contained.
    pub fn get(&self, key: &PassageKey) -> Option<Cow<'_, [f32]>> {
        let location = self.keys.get(key)?;
        let volume = self.volumes.get(location.volume as usize)?;
        let vector = volume
            .record(location.record)
            .and_then(|record| volume::vector_of(self.place.layout, record, key));
        if vector.is_none() {
            self.damage.report(&self.place, location, key);
        }
        vector.map(floats)
    }

    /// True when there is a vector for `key`; reads no record.
    pub fn contains(&self, key: &PassageKey) -> bool {
        self.keys
            .get(key)
            .is_some_and(|location| !self.damage.holds(location))
    }

    /// Number of different texts with a vector.
    pub fn len(&self) -> usize {
        let met = self.damage.lock();
        // A damaged record that was written anew is no longer the key's place.
        let lost = met
            .places
            .iter()
            .filter(|(place, key)| self.keys.get(key) == Some(**place));
        self.keys.len() - lost.count()
    }

    /// True when there is no vector.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Length of a vector.
    pub fn dim(&self) -> usize {
        self.place.layout.dim
    }

    /// The model that made the vectors.
    pub fn model_id(&self) -> &str {
        &self.place.model_id
    }

    /// The folder of the model's files.
    pub fn dir(&self) -> &Path {
        &self.place.dir
    }

    /// Takes in what was flushed since.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn refresh(&mut self) -> Result<()> {
        let mut number = self.volumes.len().saturating_sub(1) as u32;
        while let Some(mut file) = self.open_volume(number)? {
            let known = self
                .volumes
                .get(number as usize)
                .map_or(0, |volume| volume.records);
            let loaded = file.load_keys(known)?;
            self.take_in(number, known, &loaded.entries)?;
            number += 1;
        }
        Ok(())
    }

    fn open_volume(&self, number: u32) -> Result<Option<VolumeFile>> {
        VolumeFile::open(
            &self.place.dir,
            number,
            &self.place.model_id,
            self.place.layout,
        )
    }

    /// Adds the records from `first` on, which are known to be in the file.
    fn take_in(&mut self, number: u32, first: u32, entries: &[KeyEntry]) -> Result<()> {
        if entries.is_empty() && (number as usize) < self.volumes.len() {
            return Ok(());
        }
        let path = layout::volume_path(&self.place.dir, number);
        let records = first + entries.len() as u32;
        let volume = Arc::new(Volume::map(path, records, self.place.layout)?);
        self.volumes.truncate(number as usize);
        self.volumes.push(volume);
        let keys = Arc::make_mut(&mut self.keys);
        keys.reserve(entries.len());
        for (record, entry) in (first..).zip(entries) {
            let location = Location {
                volume: number,
                record,
            };
            match entry {
                KeyEntry::Key(key) => keys.insert(key, location),
                KeyEntry::DamagedRecord | KeyEntry::Unreadable => {
                    self.damage.report_unkeyed(&self.place, location);
                }
            }
        }
        Ok(())
    }

    /// Damaged records met so far by this view and its clones.
    pub fn problems(&self) -> Vec<StoreProblem> {
        self.damage.lock().problems.clone()
    }

    /// Reads and checks every record of this view.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn verify(&self) -> Result<Vec<StoreProblem>> {
        let mut problems = Vec::new();
        for (number, volume) in (0..).zip(&self.volumes) {
            let Some(mut file) = self.open_volume(number)? else {
                let reason = "the file is gone".into();
                problems.push(StoreProblem {
                    path: volume.path.clone(),
                    offset: 0,
                    reason,
                });
                continue;
            };
            file.scan(0, volume.records, &mut |record, entry| {
                if entry == KeyEntry::DamagedRecord {
                    problems.push(self.place.problem(Location {
                        volume: number,
                        record,
                    }));
                }
            })?;
        }
        Ok(problems)
    }
}

impl Damage {
    /// A damaged record whose key is not known, so that it is not in the index.
    fn report_unkeyed(&self, place: &Place, location: Location) {
        let problem = place.problem(location);
        let mut met = self.lock();
        if !met.problems.contains(&problem) {
            tracing::warn!(
                file = %problem.path.display(),
                offset = problem.offset,
                "a record of the embedding store is damaged and left out"
            );
            met.problems.push(problem);
        }
    }
}

impl std::fmt::Debug for EmbeddingStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbeddingStore")
            .field("dir", &self.place.dir)
            .field("dim", &self.dim())
            .field("len", &self.len())
            .finish()
    }
}

/// The values of a record. Records begin at multiples of four bytes in a map that
/// begins at a page, so nothing is copied here; where a machine stores numbers the
/// other way round, or a map were to begin elsewhere, the values are converted.
fn floats(bytes: &[u8]) -> Cow<'_, [f32]> {
    match bytemuck::try_cast_slice(bytes) {
        Ok(values) if cfg!(target_endian = "little") => Cow::Borrowed(values),
        _ => bytes
            .chunks_exact(4)
            .map(|value| f32::from_le_bytes([value[0], value[1], value[2], value[3]]))
            .collect(),
    }
}

/// # Errors
/// `Dimension` or `NotUnit`.
pub(crate) fn check_unit(vector: &[f32], dim: usize) -> Result<()> {
    if vector.len() != dim {
        return Err(EmbeddingError::Dimension {
            found: vector.len(),
            expected: dim,
        });
    }
    let norm = vector
        .iter()
        .map(|value| f64::from(*value).powi(2))
        .sum::<f64>()
        .sqrt() as f32;
    // Written so that NaN is refused too.
    if (norm - 1.0).abs() <= UNIT_TOLERANCE {
        Ok(())
    } else {
        Err(EmbeddingError::NotUnit { norm })
    }
}

/// How far the norm of a stored vector may be from one: f32 rounding of 1,024
/// values stays far below it, a vector that was never normalised far above.
const UNIT_TOLERANCE: f32 = 1e-3;

#[cfg(test)]
mod tests;
