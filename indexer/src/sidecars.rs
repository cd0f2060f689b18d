//! The sidecars of all segments: `sidecars/MODEL/SEGMENT.vectors`.
//!
//! Sidecars are derived data. One that is missing, torn or of another make is
//! simply not there for searching, and built by the next refresh.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;

use crate::columns;
use crate::embedding::{
    EmbeddingError, EmbeddingStore, Sidecar, SidecarIdentity, SidecarProgress, SidecarReport,
    build_sidecar,
};
use crate::error::{IndexError, Result};
use crate::manifest::{Manifest, ModelRecord};
use crate::stamp::Stamp;

/// Folder of sidecars in the index folder.
const FOLDER: &str = "sidecars";

/// File that is replaced whenever a sidecar was built or removed.
const GENERATION_FILE: &str = "generation";

/// Ending of a sidecar's name.
const SUFFIX: &str = "vectors";

/// All sidecars of one index.
pub struct Sidecars {
    dir: PathBuf,
    /// Sidecars that were opened, for the next snapshot: opening one checks all
    /// of its graph.
    opened: Mutex<HashMap<PathBuf, (Stamp, Arc<Sidecar>)>>,
}

impl Sidecars {
    /// The sidecars of the index in `index_dir`.
    pub fn new(index_dir: &Path) -> Self {
        Self {
            dir: index_dir.join(FOLDER),
            opened: Mutex::default(),
        }
    }

    /// The file that changes with every refresh that did something.
    pub fn generation_file(&self) -> PathBuf {
        self.dir.join(GENERATION_FILE)
    }

    /// The sidecars that are ready, by segment.
    pub fn open_all(
        &self,
        model: &ModelRecord,
        segments: &[SegmentReader],
    ) -> Vec<Option<Arc<Sidecar>>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let mut present = HashSet::new();
        let sidecars = segments
            .iter()
            .map(|reader| {
                let path = self.path(model, reader);
                present.insert(path.clone());
                let stamp = Stamp::of(&[&path]);
                if let Some((known, sidecar)) = opened.get(&path)
                    && *known == stamp
                {
                    return Some(sidecar.clone());
                }
                let sidecar = Arc::new(open(&path, &identity(model, reader))?);
                opened.insert(path, (stamp, sidecar.clone()));
                Some(sidecar)
            })
            .collect();
        opened.retain(|path, _| present.contains(path));
        sidecars
    }

    /// The model of the manifest of `index_dir`, which becomes that of `store`
    /// when it has none.
    pub fn claim_model(&self, index_dir: &Path, store: &EmbeddingStore) -> Result<ModelRecord> {
        let wanted = ModelRecord {
            id: store.model_id().to_owned(),
            dim: store.dim(),
        };
        let manifest = Manifest::read(index_dir)?.ok_or_else(|| IndexError::NotFound {
            dir: index_dir.to_owned(),
        })?;
        match manifest.model {
            Some(ref model) if *model == wanted => {}
            Some(model) => {
                return Err(IndexError::Mismatch {
                    dir: index_dir.to_owned(),
                    what: "vectors of model",
                    found: model.id,
                    expected: wanted.id,
                    mend: format!(
                        "choose that model again (LEIAN_MODEL), or remove the index with `rm -r \
                         {}` and run `leian import` again",
                        index_dir.display()
                    ),
                });
            }
            None => Manifest {
                model: Some(wanted.clone()),
                ..manifest
            }
            .write(index_dir)?,
        }
        Ok(wanted)
    }

    /// Builds what is missing or can be better, and removes what belongs to no
    /// segment.
    pub fn refresh(
        &self,
        model: &ModelRecord,
        segments: &[SegmentReader],
        store: &EmbeddingStore,
        finish: bool,
        progress: &mut dyn FnMut(SidecarProgress),
    ) -> Result<SidecarReport> {
        let folder = self.folder(model);
        fs::create_dir_all(&folder).map_err(IndexError::io("create", &folder))?;
        let mut report = SidecarReport::default();
        for (segment, reader) in segments.iter().enumerate() {
            let mut numbered = |step: SidecarProgress| {
                progress(SidecarProgress {
                    segment,
                    segments: segments.len(),
                    ..step
                });
            };
            self.refresh_one(model, reader, store, finish, &mut numbered, &mut report)?;
        }
        report.removed = self.remove_orphans(model, segments)?;
        if report.built + report.removed > 0 {
            self.advance_generation()?;
        }
        Ok(report)
    }

    fn refresh_one(
        &self,
        model: &ModelRecord,
        reader: &SegmentReader,
        store: &EmbeddingStore,
        finish: bool,
        progress: &mut dyn FnMut(SidecarProgress),
        report: &mut SidecarReport,
    ) -> Result<()> {
        let path = self.path(model, reader);
        let identity = identity(model, reader);
        if let Some(old) = open(&path, &identity)
            && old.gains_from(store) == 0
            && !(finish && old.wants_graph())
        {
            report.kept += 1;
            report.graphs += usize::from(old.has_graph());
            report.vectors += old.vectors();
            report.passages += old.passages();
            report.missing += old.missing();
            return Ok(());
        }
        let passages = columns::passages(reader)?.into_iter();
        let built = build_sidecar(&path, &identity, passages, store, finish, progress)
            .map_err(IndexError::embedding("build a sidecar of vectors"))?;
        report.built += 1;
        report.graphs += usize::from(built.graph);
        report.vectors += built.vectors;
        report.passages += built.passages;
        report.missing += built.missing;
        Ok(())
    }

    /// Removes sidecars of other segments and what interrupted builds left.
    fn remove_orphans(&self, model: &ModelRecord, segments: &[SegmentReader]) -> Result<usize> {
        let wanted: HashSet<PathBuf> = segments
            .iter()
            .map(|reader| self.path(model, reader))
            .collect();
        let folder = self.folder(model);
        let mut removed = 0;
        for file in fs::read_dir(&folder).map_err(IndexError::io("list", &folder))? {
            let path = file.map_err(IndexError::io("list", &folder))?.path();
            if !wanted.contains(&path) {
                fs::remove_file(&path).map_err(IndexError::io("remove", &path))?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes every sidecar of every model.
    pub fn remove_all(&self) -> Result<()> {
        match fs::remove_dir_all(&self.dir) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(IndexError::io("remove", &self.dir)(error))
            }
            _ => Ok(()),
        }
    }

    fn advance_generation(&self) -> Result<()> {
        let path = self.generation_file();
        let temporary = path.with_extension("tmp");
        let time = jiff::Timestamp::now().to_string();
        fs::write(&temporary, time).map_err(IndexError::io("write", &temporary))?;
        fs::rename(&temporary, &path).map_err(IndexError::io("rename", &temporary))
    }

    fn folder(&self, model: &ModelRecord) -> PathBuf {
        self.dir.join(&model.id)
    }

    fn path(&self, model: &ModelRecord, reader: &SegmentReader) -> PathBuf {
        let name = reader.segment_id().uuid_string();
        self.folder(model).join(name).with_extension(SUFFIX)
    }
}

fn identity(model: &ModelRecord, reader: &SegmentReader) -> SidecarIdentity {
    SidecarIdentity {
        model_id: model.id.clone(),
        dim: model.dim,
        segment: reader.segment_id().uuid_string(),
        max_doc: reader.max_doc(),
    }
}

/// Opens a sidecar; one that is not there or not whole is as good as none.
fn open(path: &Path, identity: &SidecarIdentity) -> Option<Sidecar> {
    match Sidecar::open(path, identity) {
        Ok(sidecar) => Some(sidecar),
        Err(EmbeddingError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "sidecar of vectors is not usable");
            None
        }
    }
}
