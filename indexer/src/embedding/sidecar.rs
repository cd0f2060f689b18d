//! The vectors of one index segment, in one mapped file: opening and searching.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use bytemuck::{Pod, Zeroable};
use xxhash_rust::xxh3::xxh3_64;

use super::EXACT_LIMIT;
use super::candidates::Candidates;
use super::error::{EmbeddingError, Result};
use super::exact::{RESCORED, scan};
use super::frozen::{Graph, GraphPlaces};
use super::quantise::{CodeTerms, Codes, QueryCode, code_len};
use super::search::{WalkOptions, walk};
use super::sections::{MappedSections, SectionKind};
use super::store::EmbeddingStore;
use crate::matches::DocBits;
use crate::passage_key::PassageKey;

/// Results that a walk keeps when few are asked for: recall@10 of .98 and more on
/// law texts (see the tests for the floor).
const EF_SEARCH: usize = 64;
/// Up to so many allowed documents their vectors are counted, above estimated.
const COUNTED_DOCS: usize = 2_048;

/// What a sidecar belongs to. A file made for anything else is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarIdentity {
    /// The model that made the vectors.
    pub model_id: String,
    /// Length of a vector.
    pub dim: usize,
    /// The index segment's unique id, at most 64 bytes.
    pub segment: String,
    /// Documents of the segment, deleted ones included: numbers are below this.
    pub max_doc: u32,
}

/// Which documents of a segment may be found.
#[derive(Clone, Copy, Debug)]
pub enum AllowedDocs<'a> {
    /// Every document; right only for a segment without deletes.
    All,
    /// Those of the set.
    Only(&'a DocBits),
}

/// A document with its passage nearest to the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassageCandidate {
    /// tantivy's number of the document in its segment.
    pub doc: u32,
    /// The passage, as it was numbered when the sidecar was built.
    pub passage: u32,
    /// Cosine with the query, from the f32 vectors.
    pub cosine: f32,
}

impl AllowedDocs<'_> {
    #[inline]
    pub(super) fn contains(&self, doc: u32) -> bool {
        match self {
            Self::All => true,
            Self::Only(docs) => docs.contains(doc),
        }
    }
}

/// A document and passage that a vector stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub(super) struct PassagePlace {
    pub(super) doc: u32,
    pub(super) passage: u32,
}

/// A vector of a document, and which passage it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct DocVector {
    pub(super) passage: u32,
    pub(super) vector: u32,
}

/// The vectors of one index segment, mapped, checked and ready to search.
/// `Send + Sync`; share it in an `Arc`.
pub struct Sidecar {
    sections: MappedSections,
    places: Places,
    graph: Option<GraphPlaces>,
    /// One bit a vector whose f32 values were found to match their checksum.
    proven: Vec<AtomicU64>,
    /// Documents that have a vector.
    docs: usize,
}

/// Where the sections of the file lie.
struct Places {
    mean: Range<usize>,
    codes: Range<usize>,
    terms: Range<usize>,
    checksums: Range<usize>,
    passage_offsets: Range<usize>,
    passages: Range<usize>,
    doc_offsets: Range<usize>,
    doc_vectors: Range<usize>,
    missing_keys: Range<usize>,
    vectors: Range<usize>,
}

impl Places {
    fn find(sections: &MappedSections) -> Result<Self> {
        let header = &sections.header;
        let (dim, n) = (header.dim as usize, header.vectors as usize);
        let (passages, docs) = (header.passages as usize, header.max_doc as usize);
        Ok(Self {
            mean: sections.place::<f32>(SectionKind::Mean.id(), dim)?,
            codes: sections.place::<i8>(SectionKind::Codes.id(), n * code_len(dim))?,
            terms: sections.place::<CodeTerms>(SectionKind::CodeTerms.id(), n)?,
            checksums: sections.place::<u64>(SectionKind::VectorChecksums.id(), n)?,
            passage_offsets: sections.place::<u32>(SectionKind::PassageOffsets.id(), n + 1)?,
            passages: sections.place::<PassagePlace>(SectionKind::Passages.id(), passages)?,
            doc_offsets: sections.place::<u32>(SectionKind::DocOffsets.id(), docs + 1)?,
            doc_vectors: sections.place::<DocVector>(SectionKind::DocVectors.id(), passages)?,
            missing_keys: sections.place_of_any::<[u8; 32]>(SectionKind::MissingKeys.id())?,
            vectors: sections.place::<f32>(SectionKind::Vectors.id(), n * dim)?,
        })
    }
}

/// Everything of a sidecar that a search reads.
pub(super) struct View<'a> {
    pub(super) codes: Codes<'a>,
    pub(super) mean: &'a [f32],
    pub(super) lost: f32,
    pub(super) graph: Option<Graph<'a>>,
    sections: &'a MappedSections,
    vectors: &'a [f32],
    vectors_at: u64,
    checksums: &'a [u64],
    proven: &'a [AtomicU64],
    passage_offsets: &'a [u32],
    passages: &'a [PassagePlace],
    doc_offsets: &'a [u32],
    doc_vectors: &'a [DocVector],
}

impl<'a> View<'a> {
    /// The f32 values of a vector, checked when they are read for the first time.
    ///
    /// # Errors
    /// `Damaged` when they do not match their checksum.
    pub(super) fn vector(&self, vector: u32) -> Result<&'a [f32]> {
        let place = vector as usize;
        let dim = self.mean.len();
        let values = &self.vectors[place * dim..(place + 1) * dim];
        let (word, bit) = (&self.proven[place / 64], 1u64 << (place % 64));
        if word.load(Ordering::Relaxed) & bit == 0 {
            if xxh3_64(bytemuck::cast_slice(values)) != self.checksums[place] {
                let offset = self.vectors_at + (place * dim * size_of::<f32>()) as u64;
                return Err(self
                    .sections
                    .damaged(offset, "a vector does not match its checksum"));
            }
            word.fetch_or(bit, Ordering::Relaxed);
        }
        Ok(values)
    }

    /// The passages that a vector stands for, by document.
    #[inline]
    pub(super) fn passages_of(&self, vector: u32) -> &'a [PassagePlace] {
        let place = vector as usize;
        let range = self.passage_offsets[place]..self.passage_offsets[place + 1];
        &self.passages[range.start as usize..range.end as usize]
    }

    /// The vectors of a document, by passage; none for a number beyond `max_doc`.
    #[inline]
    pub(super) fn vectors_of(&self, doc: u32) -> &'a [DocVector] {
        let offsets = self.doc_offsets.get(doc as usize..).unwrap_or_default();
        match offsets {
            [start, end, ..] => &self.doc_vectors[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// How many vectors belong to an allowed document, more or less.
    fn allowed_vectors(&self, allowed: &AllowedDocs<'_>, docs: usize) -> usize {
        let all = self.codes.len();
        match allowed {
            AllowedDocs::All => all,
            AllowedDocs::Only(set) if set.len() <= COUNTED_DOCS => set
                .iter()
                .map(|doc| self.vectors_of(doc).len())
                .sum::<usize>()
                .min(all),
            AllowedDocs::Only(set) => {
                (all as u64 * set.len() as u64 / docs.max(1) as u64).min(all as u64) as usize
            }
        }
    }
}

impl Sidecar {
    /// Opens the sidecar at `path` and checks that it is whole and belongs to
    /// `expected`. Everything but the f32 vectors is checked here; of those, each
    /// is checked when a search first reads it, and all by [`Self::verify`].
    ///
    /// # Errors
    /// `Mismatch`, `Damaged`; in both cases build it anew.
    pub fn open(path: &Path, expected: &SidecarIdentity) -> Result<Self> {
        let sections = MappedSections::open(path)?;
        check_identity(&sections, expected)?;
        let places = Places::find(&sections)?;
        let graph = GraphPlaces::find(&sections)?;
        let words = (sections.header.vectors as usize).div_ceil(64);
        let proven = (0..words).map(|_| AtomicU64::new(0)).collect();
        let mut sidecar = Self {
            sections,
            places,
            graph,
            proven,
            docs: 0,
        };
        let view = sidecar.view();
        check_lists(&view, expected.max_doc).map_err(|why| sidecar.sections.damaged(0, why))?;
        sidecar.docs = view
            .doc_offsets
            .windows(2)
            .filter(|pair| pair[0] < pair[1])
            .count();
        Ok(sidecar)
    }

    pub(super) fn view(&self) -> View<'_> {
        let (sections, places) = (&self.sections, &self.places);
        View {
            codes: Codes {
                codes: sections.values(&places.codes),
                terms: sections.values(&places.terms),
                code_len: code_len(sections.header.dim as usize),
            },
            mean: sections.values(&places.mean),
            lost: sections.header.lost,
            graph: self.graph.as_ref().map(|graph| graph.view(sections)),
            sections,
            vectors: sections.values(&places.vectors),
            vectors_at: places.vectors.start as u64,
            checksums: sections.values(&places.checksums),
            proven: &self.proven,
            passage_offsets: sections.values(&places.passage_offsets),
            passages: sections.values(&places.passages),
            doc_offsets: sections.values(&places.doc_offsets),
            doc_vectors: sections.values(&places.doc_vectors),
        }
    }

    /// The `k` allowed documents nearest to `query`, each with its nearest
    /// passage; best first, ties by document, then passage. Fewer when fewer
    /// documents have vectors. Approximate where there is a graph and it pays to
    /// walk it, otherwise exact.
    ///
    /// # Errors
    /// `Dimension`, `NotUnit` for a query without direction, `Damaged` when an
    /// f32 vector turns out to be.
    pub fn search(
        &self,
        query: &[f32],
        allowed: &AllowedDocs<'_>,
        k: usize,
    ) -> Result<Vec<PassageCandidate>> {
        let query = direction(query, self.sections.header.dim as usize)?;
        let view = self.view();
        if k == 0 || view.codes.len() == 0 {
            return Ok(Vec::new());
        }
        let coded = QueryCode::new(&query, view.mean);
        if let Some(graph) = &view.graph
            && let Some(found) = self.walk(&view, graph, &query, &coded, allowed, k)?
        {
            return Ok(found);
        }
        scan(&view, &query, &coded, allowed, k)
    }

    /// As [`Self::search`], but always exact: what approximate results are measured
    /// against.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn search_exactly(
        &self,
        query: &[f32],
        allowed: &AllowedDocs<'_>,
        k: usize,
    ) -> Result<Vec<PassageCandidate>> {
        let query = direction(query, self.sections.header.dim as usize)?;
        let view = self.view();
        if k == 0 {
            return Ok(Vec::new());
        }
        scan(
            &view,
            &query,
            &QueryCode::new(&query, view.mean),
            allowed,
            k,
        )
    }

    /// `None` when scanning is better, or turned out to be.
    fn walk(
        &self,
        view: &View<'_>,
        graph: &Graph<'_>,
        query: &[f32],
        coded: &QueryCode,
        allowed: &AllowedDocs<'_>,
        k: usize,
    ) -> Result<Option<Vec<PassageCandidate>>> {
        let candidates_of = view.allowed_vectors(allowed, self.docs);
        let is_allowed = |vector: u32| {
            view.passages_of(vector)
                .iter()
                .any(|place| allowed.contains(place.doc))
        };
        // Of several passages of one document only one counts.
        let per_doc = (view.codes.len() as f64 / self.docs.max(1) as f64).clamp(1.0, 4.0);
        let mut ef = EF_SEARCH.max((1.5 * k as f64 * per_doc) as usize);
        while walk_pays(view.codes.len(), candidates_of, ef) {
            let options = WalkOptions {
                ef,
                budget: candidates_of / 3,
            };
            let walked = walk(graph, view.codes, coded, options, &is_allowed);
            if !walked.complete {
                return Ok(None);
            }
            let found = walked.found.iter().map(|ranked| ranked.vector());
            let mut candidates = Candidates::new(view, query, allowed);
            let rescored = RESCORED.max(2 * k);
            candidates.score(found.clone().take(rescored))?;
            if candidates.settle(k).is_none() {
                candidates.score(found.skip(rescored))?;
            }
            if candidates.settle(k).is_some() {
                return Ok(Some(candidates.into_best(k)));
            }
            ef *= 2;
        }
        Ok(None)
    }

    /// Number of unique vectors.
    pub fn vectors(&self) -> usize {
        self.sections.header.vectors as usize
    }

    /// Number of passages that have a vector.
    pub fn passages(&self) -> usize {
        self.sections.header.passages as usize
    }

    /// Number of passages that had no vector when it was built.
    pub fn missing(&self) -> usize {
        self.sections.header.missing as usize
    }

    /// The different texts that had no vector when it was built.
    pub fn missing_keys(&self) -> impl Iterator<Item = PassageKey> + '_ {
        let keys: &[[u8; 32]] = self.sections.values(&self.places.missing_keys);
        keys.iter().map(|key| PassageKey(*key))
    }

    /// Number of missing texts that `store` has by now: worth building anew when
    /// it is not 0.
    pub fn gains_from(&self, store: &EmbeddingStore) -> usize {
        self.missing_keys()
            .filter(|key| store.contains(key))
            .count()
    }

    /// True when large searches walk a graph.
    pub fn has_graph(&self) -> bool {
        self.graph.is_some()
    }

    /// True when it has so many vectors that it should have a graph and has none.
    pub fn wants_graph(&self) -> bool {
        !self.has_graph() && self.vectors() >= EXACT_LIMIT
    }

    /// Size of the file.
    pub fn size_bytes(&self) -> u64 {
        self.sections.size_bytes()
    }

    /// Reads everything and checks it, the f32 vectors included.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn verify(&self) -> Result<()> {
        self.sections.verify()
    }
}

impl std::fmt::Debug for Sidecar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sidecar")
            .field("path", &self.sections.path)
            .field("vectors", &self.vectors())
            .field("graph", &self.has_graph())
            .finish()
    }
}

/// Whether a walk with `ef` costs less than a scan of the allowed vectors. Measured:
/// a walk takes about 200 + 16 · ef distances, each about three times as long as one
/// of a scan, and more as fewer vectors are allowed, but less than in proportion.
fn walk_pays(vectors: usize, allowed: usize, ef: usize) -> bool {
    let (vectors, allowed) = (vectors as f64, allowed.max(1) as f64);
    allowed > 3.0 * (200.0 + 16.0 * ef as f64) * (vectors / allowed).powf(0.8)
}

/// The query with length one.
fn direction(query: &[f32], dim: usize) -> Result<Vec<f32>> {
    if query.len() != dim {
        return Err(EmbeddingError::Dimension {
            found: query.len(),
            expected: dim,
        });
    }
    let norm = query
        .iter()
        .map(|value| f64::from(*value).powi(2))
        .sum::<f64>()
        .sqrt() as f32;
    if !norm.is_finite() || norm <= f32::MIN_POSITIVE {
        return Err(EmbeddingError::NotUnit { norm });
    }
    Ok(query.iter().map(|value| value / norm).collect())
}

fn check_identity(sections: &MappedSections, expected: &SidecarIdentity) -> Result<()> {
    let header = &sections.header;
    let pairs = [
        ("model", header.model_id.clone(), expected.model_id.clone()),
        (
            "dimension",
            header.dim.to_string(),
            expected.dim.to_string(),
        ),
        ("segment", header.segment.clone(), expected.segment.clone()),
        (
            "document count",
            header.max_doc.to_string(),
            expected.max_doc.to_string(),
        ),
    ];
    for (what, found, expected) in pairs {
        if found != expected {
            return Err(EmbeddingError::Mismatch {
                path: sections.path.clone(),
                what,
                found,
                expected,
            });
        }
    }
    Ok(())
}

/// Everything that a search relies on, so that none of it can lead out of a list.
fn check_lists(view: &View<'_>, max_doc: u32) -> std::result::Result<(), &'static str> {
    let spans = |offsets: &[u32], len: usize| {
        offsets.first() == Some(&0) && offsets.last() == Some(&(len as u32)) && offsets.is_sorted()
    };
    if !spans(view.passage_offsets, view.passages.len()) {
        return Err("its vectors' passages are out of order");
    }
    if !spans(view.doc_offsets, view.doc_vectors.len()) {
        return Err("its documents' vectors are out of order");
    }
    if view.passages.iter().any(|place| place.doc >= max_doc) {
        return Err("a passage belongs to a document that is not there");
    }
    let vectors = view.codes.len() as u32;
    if view.doc_vectors.iter().any(|place| place.vector >= vectors) {
        return Err("a document has a vector that is not there");
    }
    let finite = |terms: &CodeTerms| terms.scale.is_finite() && terms.shift.is_finite();
    if !view.codes.terms.iter().all(finite) || !view.lost.is_finite() {
        return Err("its codes have terms that are no numbers");
    }
    if !view.mean.iter().all(|value| value.is_finite()) {
        return Err("its mean is no vector");
    }
    Ok(())
}
