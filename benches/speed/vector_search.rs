//! The nearest vectors: the exact scan of eight-bit codes against the walk over the
//! frozen graph, with and without a filter, and how many of the nearest the walk
//! finds. Vectors are seeded and lie as those of e5 over legal texts do.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use leian_indexer::embedding::{
    AllowedDocs, EmbeddingStore, PassageCandidate, Sidecar, SidecarIdentity, build_sidecar,
};
use leian_indexer::{DocBits, PassageKey};
use support::Random;

mod support;

/// Length of the default model's vectors.
const DIM: usize = 384;
/// Vectors of a segment; below `EXACT_LIMIT` there is no graph.
const SIZES: [u32; 3] = [5_000, 20_000, 30_000];
/// Vectors of a topic, on average.
const TOPIC_SIZE: u32 = 50;
/// One document in so many is allowed, and so many are asked for: a page, and as
/// many as fusion wants.
const CASES: [(u32, usize); 4] = [(1, 10), (1, 300), (10, 10), (100, 10)];
/// Queries, every one different.
const QUERIES: usize = 200;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    for size in SIZES {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut random = Random(u64::from(size));
        let topics = Topics::new(&mut random, size / TOPIC_SIZE);
        let sidecar = segment(folder.path(), size, &topics, &mut random);
        let queries: Vec<_> = (0..QUERIES).map(|_| topics.vector(&mut random)).collect();
        search(&mut criterion, &sidecar, size, &queries);
    }
    criterion.final_summary();
}

/// A way to search for one query.
type Ask<'a> = &'a dyn Fn(&Vec<f32>) -> Vec<PassageCandidate>;

fn search(criterion: &mut Criterion, sidecar: &Sidecar, size: u32, queries: &[Vec<f32>]) {
    let mut group = criterion.benchmark_group(format!("{size} vectors"));
    for (one_in, k) in CASES {
        let mut bits = DocBits::empty(size);
        (0..size)
            .filter(|doc| one_in == 1 || doc * 7919 % size < size / one_in)
            .for_each(|doc| {
                bits.insert(doc);
            });
        let allowed = match one_in {
            1 => AllowedDocs::All,
            _ => AllowedDocs::Only(&bits),
        };
        let exact = |q: &Vec<f32>| sidecar.search_exactly(q, &allowed, k).expect("found");
        let served = |q: &Vec<f32>| sidecar.search(q, &allowed, k).expect("found");
        let recall: f64 = queries.iter().map(|q| recall(&served(q), &exact(q))).sum();
        let name = format!("top {k} of {} allowed", bits.len());
        println!(
            "{size} vectors, {name}: recall {:.4}",
            recall / queries.len() as f64
        );
        let ways: [(&str, Ask<'_>); 2] = [("exact", &exact), ("served", &served)];
        // Without a graph both are the scan.
        for (way, ask) in &ways[..if sidecar.has_graph() { 2 } else { 1 }] {
            let mut next = queries.iter().cycle();
            group.bench_function(BenchmarkId::new(*way, &name), |bencher| {
                bencher.iter(|| next.next().map(ask));
            });
        }
    }
    group.finish();
}

fn recall(found: &[PassageCandidate], expected: &[PassageCandidate]) -> f64 {
    let found: HashSet<u32> = found.iter().map(|candidate| candidate.doc).collect();
    let hits = expected
        .iter()
        .filter(|candidate| found.contains(&candidate.doc));
    hits.count() as f64 / expected.len().max(1) as f64
}

/// A segment of `size` documents with one passage each.
fn segment(folder: &Path, size: u32, topics: &Topics, random: &mut Random) -> Sidecar {
    let key = |doc: u32| PassageKey::of(&format!("passage {doc}"));
    let mut writer = EmbeddingStore::open_writer(folder, "seeded", DIM).expect("a store is made");
    for doc in 0..size {
        let vector = topics.vector(random);
        writer.put(&key(doc), &vector).expect("a vector is put");
    }
    writer.flush().expect("the vectors are written");
    let identity = SidecarIdentity {
        model_id: "seeded".to_owned(),
        dim: DIM,
        segment: "0".to_owned(),
        max_doc: size,
    };
    let (path, started) = (folder.join("segment"), Instant::now());
    let passages = (0..size).map(|doc| (doc, 0, key(doc)));
    let built = build_sidecar(
        &path,
        &identity,
        passages,
        &writer.reader(),
        true,
        &mut |_| {},
    )
    .expect("the sidecar is built");
    println!(
        "{size} vectors: built in {:.1} s, graph: {}, {} MB",
        started.elapsed().as_secs_f64(),
        built.graph,
        built.size_bytes / 1_000_000
    );
    Sidecar::open(&path, &identity).expect("the sidecar opens")
}

/// All vectors lie in one narrow cone (unrelated ones have cosines around .85), in
/// topics, with topics in fields.
struct Topics {
    shared: Vec<f32>,
    fields: Vec<Vec<f32>>,
    topics: Vec<Vec<f32>>,
}

impl Topics {
    fn new(random: &mut Random, topics: u32) -> Self {
        Self {
            shared: unit(random),
            fields: (0..12).map(|_| unit(random)).collect(),
            topics: (0..topics).map(|_| unit(random)).collect(),
        }
    }

    fn vector(&self, random: &mut Random) -> Vec<f32> {
        let topic = random.below(self.topics.len());
        let (field, topic) = (&self.fields[topic % self.fields.len()], &self.topics[topic]);
        let own = unit(random);
        let mix =
            |i: usize| 0.92 * self.shared[i] + 0.16 * field[i] + 0.24 * topic[i] + 0.22 * own[i];
        normalised((0..DIM).map(mix).collect())
    }
}

fn unit(random: &mut Random) -> Vec<f32> {
    normalised((0..DIM).map(|_| random.normal()).collect())
}

fn normalised(mut vector: Vec<f32>) -> Vec<f32> {
    let norm = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|value| *value /= norm);
    vector
}
