//! Putting two lists in one order: what fusion adds to a search once both lists
//! are there. Scores are seeded; entries are numbers, as cheap as real references.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use leian_server::retrieval::fusion::{CosineScale, SEMANTIC_DEPTH, SEMANTIC_LIMIT};
use leian_server::retrieval::ranking::{Listed, Lists, Questions, rank};
use support::Random;

mod support;

/// Lexical matches: of a narrow, a usual and a very common query.
const MATCHES: [usize; 3] = [100, 1_000, 30_000];
/// Lexical matches that are fused.
const WINDOW: usize = 1_000;
/// Entries of the library.
const ENTRIES: usize = 100_000;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .configure_from_args();
    fuse(&mut criterion);
    criterion.final_summary();
}

fn fuse(criterion: &mut Criterion) {
    let mut random = Random(5);
    let mut group = criterion.benchmark_group("ranking");
    for matches in MATCHES {
        let semantic = list(&mut random, SEMANTIC_DEPTH, 0.84..0.93);
        let cosines: Vec<f32> = semantic.iter().map(|listed| listed.score).collect();
        let lists = Lists {
            named: Vec::new(),
            lexical: Some(list(&mut random, matches, 2.0..20.0)),
            semantic: Some(semantic[..SEMANTIC_LIMIT].to_vec()),
            cosines: CosineScale::of(&cosines),
            window: WINDOW,
            likely: Vec::new(),
        };
        group.bench_function(BenchmarkId::from_parameter(matches), |bencher| {
            let ask = Questions {
                semantic_weight: &|_: u32| 0.6,
                members: &|_: u32| true,
                unlearned: &|_: u32, fused| fused,
                compare: &|a: u32, b: u32| a.cmp(&b),
            };
            bencher.iter(|| rank(black_box(&lists), &ask));
        });
    }
    group.finish();
}

/// Different entries with scores between two bounds, best first.
fn list(random: &mut Random, count: usize, scores: std::ops::Range<f32>) -> Vec<Listed<u32>> {
    let mut entries: Vec<u32> = (0..ENTRIES as u32).collect();
    for place in 0..count {
        let other = place + random.below(ENTRIES - place);
        entries.swap(place, other);
    }
    let step = (scores.end - scores.start) / count as f32;
    let listed = |(place, &entry): (usize, &u32)| Listed {
        entry,
        found: entry,
        score: scores.end - step * place as f32,
        passage: 0,
    };
    entries[..count].iter().enumerate().map(listed).collect()
}
