//! The sidecar as a whole: built from a store, opened, searched.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::build::{BuildOptions, build_graph};
use super::collect::{GraphOptions, build_sidecar_with};
use super::exact::brute_force;
use super::frozen::unreachable;
use super::quantise::{CodeTerms, Codes, QueryCode, code_len, encode, mean_of};
use super::search::{WalkOptions, walk};
use super::sections::{SectionKind, reseal, section_range};
use super::testing::{Random, Topics, key, random_unit};
use super::*;
use crate::matches::DocBits;
use crate::passage_key::PassageKey;

const MODEL: &str = "tiny-0123";

/// A store in a folder of its own and the passages of one segment.
struct Bed {
    dir: tempfile::TempDir,
    dim: usize,
    vectors: Vec<Vec<f32>>,
    passages: Vec<(u32, u32, PassageKey)>,
    max_doc: u32,
}

impl Bed {
    /// Puts vectors into a store; each becomes a document of one passage.
    fn new(vectors: Vec<Vec<f32>>) -> Self {
        let dim = vectors.first().map_or(8, Vec::len);
        let dir = tempfile::tempdir().unwrap();
        let mut writer = EmbeddingStore::open_writer(dir.path(), MODEL, dim).unwrap();
        for (number, vector) in (0..).zip(&vectors) {
            writer.put(&key(number), vector).unwrap();
        }
        writer.flush().unwrap();
        let max_doc = vectors.len() as u32;
        let passages = (0..max_doc)
            .map(|doc| (doc, 0, key(u64::from(doc))))
            .collect();
        Self {
            dir,
            dim,
            vectors,
            passages,
            max_doc,
        }
    }

    fn topics(seed: u64, dim: usize, count: usize, topics: usize) -> (Self, Random, Topics) {
        let mut random = Random::new(seed);
        let topics = Topics::new(&mut random, dim, topics);
        let vectors = (0..count).map(|_| topics.vector(&mut random)).collect();
        (Self::new(vectors), random, topics)
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("segment.sidecar")
    }

    fn identity(&self) -> SidecarIdentity {
        SidecarIdentity {
            model_id: MODEL.into(),
            dim: self.dim,
            segment: "0123456789abcdef0123456789abcdef".into(),
            max_doc: self.max_doc,
        }
    }

    fn store(&self) -> EmbeddingStore {
        EmbeddingStore::open(self.dir.path(), MODEL, self.dim).unwrap()
    }

    fn build(&self, graph_from: usize, threads: usize) -> BuiltSidecar {
        let graph = GraphOptions {
            from: graph_from,
            threads,
        };
        let passages = self.passages.iter().copied();
        let (path, store) = (self.path(), self.store());
        build_sidecar_with(
            &path,
            &self.identity(),
            passages,
            &store,
            graph,
            &mut |_| {},
        )
        .unwrap()
    }

    fn open(&self) -> Sidecar {
        Sidecar::open(&self.path(), &self.identity()).unwrap()
    }

    fn scanned(&self) -> Sidecar {
        self.build(usize::MAX, 1);
        self.open()
    }

    fn walked(&self) -> Sidecar {
        assert!(self.build(1, 1).graph);
        self.open()
    }
}

fn share_of_docs(random: &mut Random, max_doc: u32, percent: usize) -> DocBits {
    let mut docs = DocBits::empty(max_doc);
    for doc in 0..max_doc {
        if random.below(100) < percent {
            docs.insert(doc);
        }
    }
    docs
}

fn recall(found: &[PassageCandidate], expected: &[PassageCandidate]) -> f64 {
    let expected: BTreeSet<u32> = expected.iter().map(|candidate| candidate.doc).collect();
    let right = found
        .iter()
        .filter(|candidate| expected.contains(&candidate.doc))
        .count();
    right as f64 / expected.len().max(1) as f64
}

#[test]
fn a_scan_finds_exactly_what_brute_force_finds() {
    for seed in 0..6 {
        let (mut bed, mut random, topics) = Bed::topics(seed, 40, 700, 25);
        // Several passages a document, and texts that several documents share.
        bed.max_doc = 300;
        bed.passages = (0..1000)
            .map(|number| {
                (
                    random.below(290) as u32,
                    number,
                    key(random.below(700) as u64),
                )
            })
            .collect();
        let sidecar = bed.scanned();
        assert!(!sidecar.has_graph());
        let some = share_of_docs(&mut random, bed.max_doc, 20);
        let one = share_of_docs(&mut random, bed.max_doc, 1);
        for allowed in [
            AllowedDocs::All,
            AllowedDocs::Only(&some),
            AllowedDocs::Only(&one),
        ] {
            for k in [1, 3, 10, 100, 1000] {
                let query = topics.vector(&mut random);
                let expected = brute_force(&sidecar.view(), &query, &allowed, k);
                let found = sidecar.search(&query, &allowed, k).unwrap();
                assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(&expected) {
                    assert_eq!((found.doc, found.passage), (expected.doc, expected.passage));
                    assert!((found.cosine - expected.cosine).abs() < 1e-6);
                }
            }
        }
    }
}

/// The written floor: recall@10 of the default search against the exact one.
#[test]
fn recall_of_the_graph_is_at_least_95_percent() {
    let (bed, mut random, topics) = Bed::topics(1, 96, 8_000, 160);
    let sidecar = bed.walked();
    let mut total = 0.0;
    for _ in 0..100 {
        let query = topics.vector(&mut random);
        let expected = sidecar
            .search_exactly(&query, &AllowedDocs::All, 10)
            .unwrap();
        let found = sidecar.search(&query, &AllowedDocs::All, 10).unwrap();
        assert_eq!(found.len(), 10);
        assert!(
            found
                .windows(2)
                .all(|pair| pair[0].cosine >= pair[1].cosine)
        );
        total += recall(&found, &expected);
    }
    assert!(total / 100.0 >= 0.95, "recall@10 {}", total / 100.0);
}

#[test]
fn recall_does_not_fall_when_documents_are_deleted() {
    let (bed, mut random, topics) = Bed::topics(2, 96, 8_000, 160);
    let sidecar = bed.walked();
    let alive = share_of_docs(&mut random, bed.max_doc, 70);
    let allowed = AllowedDocs::Only(&alive);
    let mut total = 0.0;
    for _ in 0..60 {
        let query = topics.vector(&mut random);
        let expected = brute_force(&sidecar.view(), &query, &allowed, 10);
        let found = sidecar.search(&query, &allowed, 10).unwrap();
        assert!(found.iter().all(|candidate| alive.contains(candidate.doc)));
        total += recall(&found, &expected);
    }
    assert!(total / 60.0 >= 0.95, "recall@10 {}", total / 60.0);
}

/// Below what the search would choose itself, so the walk is called directly.
#[test]
fn a_filter_inside_the_walk_keeps_recall_or_gives_up() {
    let (bed, mut random, topics) = Bed::topics(3, 64, 6_000, 120);
    let sidecar = bed.walked();
    let view = sidecar.view();
    let graph = view.graph.clone().unwrap();
    for percent in [50, 20, 5, 1] {
        let docs = share_of_docs(&mut random, bed.max_doc, percent);
        let allowed = AllowedDocs::Only(&docs);
        let is_allowed = |vector: u32| docs.contains(view.passages_of(vector)[0].doc);
        let mut total = 0.0;
        let mut walks = 0;
        for _ in 0..30 {
            let query = topics.vector(&mut random);
            let coded = QueryCode::new(&query, view.mean);
            let options = WalkOptions {
                ef: 64,
                budget: usize::MAX,
            };
            let walked = walk(&graph, view.codes, &coded, options, &is_allowed);
            assert!(walked.complete);
            let expected = brute_force(&view, &query, &allowed, 10);
            let best = walked.found.iter().take(40).map(|ranked| ranked.vector());
            let found: BTreeSet<u32> = best.map(|vector| view.passages_of(vector)[0].doc).collect();
            assert!(found.iter().all(|doc| docs.contains(*doc)));
            let right = expected
                .iter()
                .filter(|candidate| found.contains(&candidate.doc))
                .count();
            total += right as f64 / expected.len() as f64;
            walks += 1;
            // With a budget the walk stops, and says so.
            let short = WalkOptions { ef: 64, budget: 50 };
            assert!(!walk(&graph, view.codes, &coded, short, &is_allowed).complete);
            // The search itself chooses a scan here and misses nothing.
            let chosen = sidecar.search(&query, &allowed, 10).unwrap();
            assert!(percent == 50 || recall(&chosen, &expected) == 1.0);
        }
        let recall = total / f64::from(walks);
        assert!(recall >= 0.95, "{percent}%: recall@10 {recall}");
    }
}

#[test]
fn many_copies_of_few_texts_share_one_vector_each() {
    let (mut bed, mut random, topics) = Bed::topics(4, 48, 2_020, 40);
    // 2,000 documents of their own text, then 300 documents for each of 20 texts.
    bed.max_doc = 8_000;
    bed.passages = (0..8_000u32)
        .map(|doc| {
            (
                doc,
                0,
                key(if doc < 2_000 {
                    doc.into()
                } else {
                    2_000 + u64::from(doc % 20)
                }),
            )
        })
        .collect();
    let sidecar = bed.walked();
    assert_eq!((sidecar.vectors(), sidecar.passages()), (2_020, 8_000));
    for copy in 0..20u32 {
        let found = sidecar.search(&bed.vectors[2_000 + copy as usize], &AllowedDocs::All, 50);
        let found: Vec<u32> = found
            .unwrap()
            .iter()
            .map(|candidate| candidate.doc)
            .collect();
        let expected: Vec<u32> = (2_000..8_000)
            .filter(|doc| doc % 20 == copy)
            .take(50)
            .collect();
        assert_eq!(found, expected);
    }
    let query = topics.vector(&mut random);
    let found = sidecar.search(&query, &AllowedDocs::All, 3_000).unwrap();
    assert_eq!(
        found,
        brute_force(&sidecar.view(), &query, &AllowedDocs::All, 3_000)
    );
}

#[test]
fn different_texts_with_one_vector_are_one_vector() {
    let mut random = Random::new(5);
    let vector = random_unit(&mut random, 16);
    let other = random_unit(&mut random, 16);
    let mut bed = Bed::new(vec![vector.clone(), vector.clone(), other, vector.clone()]);
    bed.passages = vec![
        (2, 1, key(3)),
        (2, 0, key(0)),
        (0, 5, key(1)),
        (1, 0, key(2)),
    ];
    let sidecar = bed.scanned();
    assert_eq!((sidecar.vectors(), sidecar.passages()), (2, 4));
    let found = sidecar.search(&vector, &AllowedDocs::All, 9).unwrap();
    // Equal cosines by document; within a document the first passage.
    let places: Vec<_> = found
        .iter()
        .map(|found| (found.doc, found.passage))
        .collect();
    assert_eq!(places, [(0, 5), (2, 0), (1, 0)]);
}

#[test]
fn a_search_finds_as_many_documents_as_asked_for_when_some_have_many_passages() {
    let (mut bed, mut random, topics) = Bed::topics(6, 64, 7_000, 10);
    // All passages near each other belong to the same few documents.
    bed.max_doc = 500;
    let centre = topics.vector(&mut random);
    let dot = |v: &[f32]| v.iter().zip(&centre).map(|(a, b)| a * b).sum::<f32>();
    let mut order: Vec<usize> = (0..7_000).collect();
    order.sort_by(|&a, &b| dot(&bed.vectors[b]).total_cmp(&dot(&bed.vectors[a])));
    bed.passages = (0..7_000u32)
        .map(|place| (place / 14, place % 14, key(order[place as usize] as u64)))
        .collect();
    let sidecar = bed.walked();
    for k in [1, 10, 50, 500, 600] {
        let found = sidecar.search(&centre, &AllowedDocs::All, k).unwrap();
        let docs: BTreeSet<u32> = found.iter().map(|candidate| candidate.doc).collect();
        assert_eq!((found.len(), docs.len()), (k.min(500), k.min(500)));
        let expected = brute_force(&sidecar.view(), &centre, &AllowedDocs::All, k);
        assert!(recall(&found, &expected) >= 0.9, "k {k}");
    }
}

fn coded(vectors: &[Vec<f32>]) -> (Vec<i8>, Vec<CodeTerms>, usize) {
    let dim = vectors[0].len();
    let mean = mean_of(dim, vectors.iter().map(Vec::as_slice));
    let mut codes = vec![0; vectors.len() * code_len(dim)];
    let places = codes.chunks_exact_mut(code_len(dim));
    let terms = vectors
        .iter()
        .zip(places)
        .map(|(v, code)| encode(v, &mean, code).0)
        .collect();
    (codes, terms, code_len(dim))
}

#[test]
fn every_vector_can_be_reached_in_graphs_of_all_sizes() {
    let mut random = Random::new(7);
    for count in [1, 2, 3, 17, 101, 1_500] {
        let topics = Topics::new(&mut random, 32, 6);
        let mut vectors: Vec<_> = (0..count).map(|_| topics.vector(&mut random)).collect();
        // Equal and opposite vectors, which a sidecar would not have so many of.
        let last = vectors.len() - 1;
        for place in (0..count).step_by(5) {
            vectors[place] = vectors[last].clone();
        }
        let (codes, terms, code_len) = coded(&vectors);
        let codes = Codes {
            codes: &codes,
            terms: &terms,
            code_len,
        };
        for threads in [1, 3] {
            let graph = build_graph(codes, BuildOptions { threads }, &mut |_| {}).unwrap();
            assert_eq!(unreachable(&graph), 0, "{count} vectors, {threads} threads");
        }
    }
    let none = Codes {
        codes: &[],
        terms: &[],
        code_len: 32,
    };
    assert!(build_graph(none, BuildOptions { threads: 1 }, &mut |_| {}).is_err());
}

#[test]
fn one_thread_builds_the_same_file_every_time() {
    let (bed, ..) = Bed::topics(8, 32, 1_200, 30);
    bed.build(1, 1);
    let first = fs::read(bed.path()).unwrap();
    bed.build(1, 1);
    assert_eq!(fs::read(bed.path()).unwrap(), first);
}

#[test]
fn several_threads_build_as_good_a_graph() {
    let (bed, mut random, topics) = Bed::topics(9, 64, 5_000, 100);
    assert!(bed.build(1, 2).graph);
    let sidecar = bed.open();
    let queries: Vec<_> = (0..50).map(|_| topics.vector(&mut random)).collect();
    let recalls = queries.iter().map(|query| {
        let expected = sidecar
            .search_exactly(query, &AllowedDocs::All, 10)
            .unwrap();
        recall(
            &sidecar.search(query, &AllowedDocs::All, 10).unwrap(),
            &expected,
        )
    });
    assert!(recalls.sum::<f64>() / 50.0 >= 0.95);
}

#[test]
fn missing_vectors_are_counted_and_named_until_the_store_has_them() {
    let (mut bed, mut random, topics) = Bed::topics(10, 16, 30, 3);
    bed.max_doc = 40;
    bed.passages.extend([
        (30, 0, key(900)),
        (31, 0, key(901)),
        (31, 1, key(900)),
        (31, 2, key(4)),
    ]);
    let built = bed.build(usize::MAX, 1);
    assert_eq!((built.vectors, built.passages, built.missing), (30, 31, 3));
    let sidecar = bed.open();
    assert_eq!(
        (sidecar.vectors(), sidecar.passages(), sidecar.missing()),
        (30, 31, 3)
    );
    let keys: BTreeSet<_> = sidecar.missing_keys().collect();
    assert_eq!(keys, BTreeSet::from([key(900), key(901)]));
    assert_eq!(sidecar.gains_from(&bed.store()), 0);

    let mut writer = EmbeddingStore::open_writer(bed.dir.path(), MODEL, bed.dim).unwrap();
    writer.put(&key(900), &topics.vector(&mut random)).unwrap();
    writer.flush().unwrap();
    assert_eq!(sidecar.gains_from(&writer.reader()), 1);
    assert_eq!(bed.build(usize::MAX, 1).missing, 1);
    // Who has the old file open goes on searching it.
    assert_eq!(
        sidecar
            .search(&bed.vectors[3], &AllowedDocs::All, 1)
            .unwrap()[0]
            .doc,
        3
    );
}

#[test]
fn a_damaged_vector_of_the_store_counts_as_missing() {
    let (bed, ..) = Bed::topics(11, 16, 20, 3);
    let file = bed.store().dir().join("vectors-00000.bin");
    let mut bytes = fs::read(&file).unwrap();
    bytes[512 + 4 * (32 + 64 + 8) + 50] ^= 1;
    fs::write(&file, &bytes).unwrap();
    assert_eq!(bed.build(usize::MAX, 1).missing, 1);
}

#[test]
fn a_segment_without_vectors_has_an_empty_sidecar() {
    let mut bed = Bed::new(Vec::new());
    for passages in [vec![], vec![(0, 0, key(1))]] {
        bed.max_doc = passages.len() as u32;
        bed.passages = passages;
        assert!(!bed.build(1, 1).graph);
        let sidecar = bed.open();
        assert_eq!(sidecar.vectors(), 0);
        assert!(!sidecar.wants_graph());
        let query = random_unit(&mut Random::new(1), bed.dim);
        assert!(
            sidecar
                .search(&query, &AllowedDocs::All, 10)
                .unwrap()
                .is_empty()
        );
        assert!(
            sidecar
                .search_exactly(&query, &AllowedDocs::All, 10)
                .unwrap()
                .is_empty()
        );
    }
}

#[test]
fn queries_are_checked() {
    let (bed, mut random, topics) = Bed::topics(12, 24, 200, 10);
    let sidecar = bed.scanned();
    let query = topics.vector(&mut random);
    let all = AllowedDocs::All;
    assert!(matches!(
        sidecar.search(&query[1..], &all, 3),
        Err(EmbeddingError::Dimension {
            found: 23,
            expected: 24
        })
    ));
    for wrong in [0.0, f32::NAN, f32::INFINITY] {
        let refused = sidecar.search(&[wrong; 24], &all, 3);
        assert!(
            matches!(refused, Err(EmbeddingError::NotUnit { .. })),
            "{wrong}"
        );
    }
    let long: Vec<f32> = query.iter().map(|value| value * 7.5).collect();
    let (found, same) = (
        sidecar.search(&query, &all, 5),
        sidecar.search(&long, &all, 5),
    );
    for (found, same) in found.unwrap().iter().zip(same.unwrap()) {
        assert_eq!((found.doc, found.passage), (same.doc, same.passage));
        assert!((found.cosine - same.cosine).abs() < 1e-6);
    }
    assert!(sidecar.search(&query, &all, 0).unwrap().is_empty());
    let none = DocBits::empty(bed.max_doc);
    assert!(
        sidecar
            .search(&query, &AllowedDocs::Only(&none), 5)
            .unwrap()
            .is_empty()
    );
    // A set that was made for a larger segment does no harm.
    let larger = DocBits::full(bed.max_doc + 100);
    assert_eq!(
        sidecar
            .search(&query, &AllowedDocs::Only(&larger), 500)
            .unwrap()
            .len(),
        200
    );
}

#[test]
fn a_sidecar_of_something_else_is_refused_by_name() {
    let (bed, ..) = Bed::topics(13, 16, 50, 5);
    bed.build(usize::MAX, 1);
    let right = bed.identity();
    for (wrong, named) in [
        (
            SidecarIdentity {
                model_id: "other".into(),
                ..right.clone()
            },
            "model tiny-0123",
        ),
        (
            SidecarIdentity {
                dim: 32,
                ..right.clone()
            },
            "dimension 16, expected 32",
        ),
        (
            SidecarIdentity {
                segment: "ffff".into(),
                ..right.clone()
            },
            "segment 0123",
        ),
        (
            SidecarIdentity {
                max_doc: 51,
                ..right.clone()
            },
            "document count 50",
        ),
    ] {
        let error = Sidecar::open(&bed.path(), &wrong).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
    let passages = || bed.passages.iter().copied();
    let other = SidecarIdentity {
        max_doc: 49,
        ..right
    };
    let refused = build_sidecar(
        &bed.path(),
        &other,
        passages(),
        &bed.store(),
        false,
        &mut |_| {},
    );
    assert!(matches!(
        refused,
        Err(EmbeddingError::NoSuchDocument {
            doc: 49,
            max_doc: 49
        })
    ));
    assert!(Sidecar::open(&bed.path(), &bed.identity()).is_ok());
}

#[test]
fn every_flipped_byte_and_every_cut_is_refused() {
    let (mut bed, ..) = Bed::topics(14, 20, 40, 4);
    bed.passages.push((3, 1, key(999)));
    bed.build(1, 1);
    let bytes = fs::read(bed.path()).unwrap();
    let vectors = section_range(&bytes, SectionKind::Vectors.id());
    let wrong = bed.dir.path().join("wrong");
    let open = |bytes: &[u8]| {
        fs::write(&wrong, bytes).unwrap();
        Sidecar::open(&wrong, &bed.identity())
    };
    assert!(open(&bytes).unwrap().verify().is_ok());
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        let opened = open(&flipped);
        if vectors.contains(&at) {
            // Read by few searches, and checked by those that read it.
            let sidecar = opened.unwrap();
            assert!(sidecar.verify().is_err(), "byte {at}");
            let query = &bed.vectors[(at - vectors.start) / 80];
            let searched = sidecar.search(query, &AllowedDocs::All, 3);
            assert!(
                matches!(searched, Err(EmbeddingError::Damaged { .. })),
                "byte {at}"
            );
        } else {
            assert!(opened.is_err(), "byte {at}");
        }
    }
    for length in (0..bytes.len())
        .step_by(13)
        .chain(bytes.len() - 70..bytes.len())
    {
        assert!(open(&bytes[..length]).is_err(), "length {length}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(open(&longer).is_err());
}

/// Wrong numbers under right checksums: refused, or harmless.
#[test]
fn no_number_in_the_file_leads_out_of_it() {
    let (bed, mut random, topics) = Bed::topics(15, 20, 300, 20);
    bed.build(1, 1);
    let bytes = fs::read(bed.path()).unwrap();
    let kinds = [
        SectionKind::PassageOffsets.id(),
        SectionKind::Passages.id(),
        SectionKind::DocOffsets.id(),
        SectionKind::DocVectors.id(),
        SectionKind::CodeTerms.id(),
        SectionKind::Mean.id(),
        SectionKind::GraphOffsets.id(),
        SectionKind::GraphNeighbours.id(),
        SectionKind::GraphOffsets.of_layer(1),
        SectionKind::GraphNeighbours.of_layer(1),
        SectionKind::GraphNodes.of_layer(1),
        SectionKind::GraphDown.of_layer(1),
    ];
    let wrong = bed.dir.path().join("wrong");
    let mut refused = 0;
    for round in 0..600 {
        let mut changed = bytes.clone();
        let section = section_range(&bytes, kinds[round % kinds.len()]);
        if section.is_empty() {
            continue;
        }
        let at = section.start + random.below(section.len());
        changed[at] ^= 1 << random.below(8);
        reseal(&mut changed);
        fs::write(&wrong, &changed).unwrap();
        match Sidecar::open(&wrong, &bed.identity()) {
            Err(_) => refused += 1,
            Ok(sidecar) => {
                let docs = share_of_docs(&mut random, bed.max_doc, 50);
                for allowed in [AllowedDocs::All, AllowedDocs::Only(&docs)] {
                    let query = topics.vector(&mut random);
                    sidecar.search(&query, &allowed, 10).unwrap();
                    let view = sidecar.view();
                    let coded = QueryCode::new(&query, view.mean);
                    let options = WalkOptions {
                        ef: 20,
                        budget: usize::MAX,
                    };
                    walk(
                        view.graph.as_ref().unwrap(),
                        view.codes,
                        &coded,
                        options,
                        &|_| true,
                    );
                }
            }
        }
    }
    assert!(refused > 100, "{refused}");
}
