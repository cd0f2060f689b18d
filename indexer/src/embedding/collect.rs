//! Building the sidecar of one segment: which vector stands for which passages,
//! codes, graph, file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::EXACT_LIMIT;
use super::build::{BuildOptions, build_graph};
use super::error::{EmbeddingError, Result};
use super::files::replace_file;
use super::frozen::OwnedGraph;
use super::quantise::{CodeTerms, Codes, code_len, encode, mean_of};
use super::sections::{SEGMENT_BYTES, SectionKind, SectionsWriter, SidecarHeader};
use super::sidecar::{DocVector, PassagePlace, SidecarIdentity};
use super::store::EmbeddingStore;
use crate::passage_key::PassageKey;

/// Passages between two reports of progress.
const REPORT_EVERY: usize = 4_096;
/// Passages are numbered in u32, and offsets go one further.
const MAX_PASSAGES: u64 = u32::MAX as u64 - 1;

/// What the building of a sidecar is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidecarStage {
    /// Fetching vectors from the store.
    Collecting,
    /// Inserting vectors into the graph.
    Graph,
    /// Writing the file.
    Writing,
}

/// How far the building of sidecars is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SidecarProgress {
    /// Which segment, from 0. Filled in by whoever goes over the segments.
    pub segment: usize,
    /// How many segments there are. Filled in likewise.
    pub segments: usize,
    /// What is being done.
    pub stage: SidecarStage,
    /// Vectors done in this stage.
    pub done: usize,
    /// Vectors of this stage; 0 while it is unknown.
    pub total: usize,
}

/// What a refresh of all sidecars did, and how things stand after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarReport {
    /// Sidecars built or built anew.
    pub built: usize,
    /// Sidecars left as they were.
    pub kept: usize,
    /// Files removed because their segment is gone.
    pub removed: usize,
    /// Sidecars that have a graph.
    pub graphs: usize,
    /// Unique vectors in all sidecars.
    pub vectors: usize,
    /// Passages that have a vector.
    pub passages: usize,
    /// Passages that have none yet.
    pub missing: usize,
}

/// What building one sidecar gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltSidecar {
    /// The file.
    pub path: PathBuf,
    /// Unique vectors in it.
    pub vectors: usize,
    /// Passages that have a vector.
    pub passages: usize,
    /// Passages that have none in the store.
    pub missing: usize,
    /// Whether it holds a graph.
    pub graph: bool,
    /// Size of the file.
    pub size_bytes: u64,
}

/// Builds the sidecar of one segment at `path`: beside it first, synced, then
/// renamed, so that a reader sees the old file or the new one, whole.
///
/// `passages` gives every passage of the segment as document, passage number and
/// key, in any order. With `graph`, [`EXACT_LIMIT`] or more unique vectors get a
/// graph; fewer are scanned anyway.
///
/// # Errors
/// `Mismatch` or `Dimension` when the store is of another model, `NoSuchDocument`,
/// `TooMany`, `Graph` when hnsw_rs fails, or when the file cannot be written.
pub fn build_sidecar(
    path: &Path,
    identity: &SidecarIdentity,
    passages: impl Iterator<Item = (u32, u32, PassageKey)>,
    store: &EmbeddingStore,
    graph: bool,
    progress: &mut dyn FnMut(SidecarProgress),
) -> Result<BuiltSidecar> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let graph = GraphOptions {
        from: if graph { EXACT_LIMIT } else { usize::MAX },
        threads,
    };
    build_sidecar_with(path, identity, passages, store, graph, progress)
}

/// Whether there is a graph, and how it is built.
#[derive(Clone, Copy, Debug)]
pub(super) struct GraphOptions {
    /// From how many unique vectors on.
    pub(super) from: usize,
    pub(super) threads: usize,
}

pub(super) fn build_sidecar_with(
    path: &Path,
    identity: &SidecarIdentity,
    passages: impl Iterator<Item = (u32, u32, PassageKey)>,
    store: &EmbeddingStore,
    graph: GraphOptions,
    progress: &mut dyn FnMut(SidecarProgress),
) -> Result<BuiltSidecar> {
    check_fits(identity, store)?;
    let mut report = |stage, done, total| {
        progress(SidecarProgress {
            segment: 0,
            segments: 1,
            stage,
            done,
            total,
        });
    };
    let mut collected = Collected::default();
    for (number, (doc, passage, key)) in passages.enumerate() {
        collected.add(identity, store, PassagePlace { doc, passage }, key)?;
        if number % REPORT_EVERY == 0 {
            report(SidecarStage::Collecting, number, 0);
        }
    }
    let coded = CodedVectors::of(identity.dim, &collected.vectors);
    let count = collected.vectors.len();
    let built = if count >= graph.from.max(1) {
        let options = BuildOptions {
            threads: graph.threads,
        };
        let mut inserted = |done| report(SidecarStage::Graph, done, count);
        Some(build_graph(coded.view(), options, &mut inserted)?)
    } else {
        None
    };
    report(SidecarStage::Writing, 0, count);
    let sidecar = Assembled {
        identity,
        collected,
        coded,
        graph: built,
    };
    let summary = sidecar.write(path)?;
    report(SidecarStage::Writing, count, count);
    Ok(summary)
}

fn check_fits(identity: &SidecarIdentity, store: &EmbeddingStore) -> Result<()> {
    if store.dim() != identity.dim {
        return Err(EmbeddingError::Dimension {
            found: store.dim(),
            expected: identity.dim,
        });
    }
    if store.model_id() != identity.model_id {
        return Err(EmbeddingError::Mismatch {
            path: store.dir().into(),
            what: "model",
            found: store.model_id().into(),
            expected: identity.model_id.clone(),
        });
    }
    if identity.segment.len() > SEGMENT_BYTES {
        return Err(EmbeddingError::TooMany {
            what: "bytes of a segment id",
            count: identity.segment.len() as u64,
            limit: SEGMENT_BYTES as u64,
        });
    }
    Ok(())
}

/// The unique vectors of a segment and what each stands for.
#[derive(Default)]
struct Collected<'s> {
    vectors: Vec<Cow<'s, [f32]>>,
    /// Vector, then document and passage.
    passages: Vec<(u32, PassagePlace)>,
    missing: u64,
    missing_keys: Vec<PassageKey>,
    /// `None` for a text without vector.
    by_key: HashMap<PassageKey, Option<u32>>,
    /// Different texts can have the same vector, for example when they differ only
    /// beyond the model's limit. A graph with many equal points falls apart.
    by_content: HashMap<u128, u32>,
}

impl<'s> Collected<'s> {
    fn add(
        &mut self,
        identity: &SidecarIdentity,
        store: &'s EmbeddingStore,
        place: PassagePlace,
        key: PassageKey,
    ) -> Result<()> {
        if place.doc >= identity.max_doc {
            return Err(EmbeddingError::NoSuchDocument {
                doc: place.doc,
                max_doc: identity.max_doc,
            });
        }
        let count = self.passages.len() as u64 + self.missing + 1;
        if count > MAX_PASSAGES {
            return Err(EmbeddingError::TooMany {
                what: "passages",
                count,
                limit: MAX_PASSAGES,
            });
        }
        let vector = match self.by_key.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let found = store.get(&key).map(|values| {
                    let content = xxh3_128(bytemuck::cast_slice(&values));
                    let next = self.vectors.len() as u32;
                    let vector = *self.by_content.entry(content).or_insert(next);
                    if vector == next || self.vectors[vector as usize] != values {
                        self.vectors.push(values);
                        next
                    } else {
                        vector
                    }
                });
                if found.is_none() {
                    self.missing_keys.push(key);
                }
                *new.insert(found)
            }
        };
        match vector {
            Some(vector) => self.passages.push((vector, place)),
            None => self.missing += 1,
        }
        Ok(())
    }

    /// Passages by vector, with offsets.
    fn by_vector(&mut self) -> (Vec<u32>, Vec<PassagePlace>) {
        self.passages.sort_unstable();
        self.passages.dedup();
        let offsets = offsets(
            self.vectors.len(),
            self.passages.iter().map(|(vector, _)| *vector),
        );
        (
            offsets,
            self.passages.iter().map(|(_, place)| *place).collect(),
        )
    }

    /// Vectors by document, with offsets.
    fn by_doc(&mut self, max_doc: u32) -> (Vec<u32>, Vec<DocVector>) {
        self.passages
            .sort_unstable_by_key(|(vector, place)| (*place, *vector));
        let docs = self.passages.iter().map(|(_, place)| place.doc);
        let offsets = offsets(max_doc as usize, docs);
        let vectors = self.passages.iter();
        let vectors = vectors
            .map(|&(vector, place)| DocVector {
                passage: place.passage,
                vector,
            })
            .collect();
        (offsets, vectors)
    }
}

/// Where the items of each owner begin, given the owners of all items, ascending.
fn offsets(owners: usize, of_items: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut offsets = vec![0u32; owners + 1];
    of_items.for_each(|owner| offsets[owner as usize + 1] += 1);
    for owner in 0..owners {
        offsets[owner + 1] += offsets[owner];
    }
    offsets
}

struct CodedVectors {
    mean: Vec<f32>,
    codes: Vec<i8>,
    terms: Vec<CodeTerms>,
    checksums: Vec<u64>,
    lost: f32,
    code_len: usize,
}

impl CodedVectors {
    fn of(dim: usize, vectors: &[Cow<'_, [f32]>]) -> Self {
        let code_len = code_len(dim);
        let mut coded = Self {
            mean: mean_of(dim, vectors.iter().map(AsRef::as_ref)),
            codes: vec![0; vectors.len() * code_len],
            terms: Vec::with_capacity(vectors.len()),
            checksums: Vec::with_capacity(vectors.len()),
            lost: 0.0,
            code_len,
        };
        for (place, vector) in vectors.iter().enumerate() {
            let code = &mut coded.codes[place * code_len..(place + 1) * code_len];
            let (terms, lost) = encode(vector, &coded.mean, code);
            coded.terms.push(terms);
            coded.checksums.push(xxh3_64(bytemuck::cast_slice(vector)));
            coded.lost = coded.lost.max(lost);
        }
        coded
    }

    fn view(&self) -> Codes<'_> {
        Codes {
            codes: &self.codes,
            terms: &self.terms,
            code_len: self.code_len,
        }
    }
}

/// Everything that goes into the file.
struct Assembled<'a, 's> {
    identity: &'a SidecarIdentity,
    collected: Collected<'s>,
    coded: CodedVectors,
    graph: Option<OwnedGraph>,
}

impl Assembled<'_, '_> {
    fn write(mut self, path: &Path) -> Result<BuiltSidecar> {
        let (passage_offsets, passages) = self.collected.by_vector();
        let (doc_offsets, doc_vectors) = self.collected.by_doc(self.identity.max_doc);
        let header = self.header();
        let (coded, collected) = (&self.coded, &self.collected);
        let missing: Vec<[u8; 32]> = collected.missing_keys.iter().map(|key| key.0).collect();
        replace_file(path, &mut |file| {
            let mut writer = SectionsWriter::new(file)?;
            writer.section(SectionKind::Mean.id(), &coded.mean)?;
            writer.section(SectionKind::Codes.id(), &coded.codes)?;
            writer.section(SectionKind::CodeTerms.id(), &coded.terms)?;
            writer.section(SectionKind::VectorChecksums.id(), &coded.checksums)?;
            writer.section(SectionKind::PassageOffsets.id(), &passage_offsets)?;
            writer.section(SectionKind::Passages.id(), &passages)?;
            writer.section(SectionKind::DocOffsets.id(), &doc_offsets)?;
            writer.section(SectionKind::DocVectors.id(), &doc_vectors)?;
            writer.section(SectionKind::MissingKeys.id(), &missing)?;
            if let Some(graph) = &self.graph {
                graph.write(&mut writer)?;
            }
            writer.begin(SectionKind::Vectors.id())?;
            for vector in &collected.vectors {
                writer.append::<f32>(vector)?;
            }
            writer.end();
            writer.finish(&header)
        })?;
        Ok(BuiltSidecar {
            path: path.into(),
            vectors: collected.vectors.len(),
            passages: passages.len(),
            missing: collected.missing as usize,
            graph: self.graph.is_some(),
            size_bytes: fs::metadata(path)
                .map_err(EmbeddingError::io("measure", path))?
                .len(),
        })
    }

    fn header(&self) -> SidecarHeader {
        SidecarHeader {
            model_id: self.identity.model_id.clone(),
            segment: self.identity.segment.clone(),
            dim: self.identity.dim as u32,
            max_doc: self.identity.max_doc,
            vectors: self.collected.vectors.len() as u32,
            passages: self.collected.passages.len() as u32,
            missing: self.collected.missing as u32,
            layers: self
                .graph
                .as_ref()
                .map_or(0, |graph| graph.layers.len() as u32),
            entry: self.graph.as_ref().map_or(0, |graph| graph.entry),
            lost: self.coded.lost,
        }
    }
}
