//! Text into index terms, on one thread, over the sample library: words, which
//! search and highlights use, and the character bigrams of phrases. jieba alone, with
//! the same dictionary, shows what article numbers, folding and compounds add.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use leian_indexer::analyzer::{dictionary, grams, words};

mod support;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .sample_size(20)
        .configure_from_args();
    tokenize(&mut criterion);
    criterion.final_summary();
}

fn tokenize(criterion: &mut Criterion) {
    let texts = support::entry_texts(&support::sample_documents());
    // Loads the dictionary, which happens once a process.
    let terms: usize = texts.iter().map(|text| words(text).len()).sum();
    let size_bytes: usize = texts.iter().map(String::len).sum();
    println!("{} entries, {size_bytes} bytes, {terms} terms", texts.len());
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::BytesDecimal(size_bytes as u64));
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .map(|text| words(black_box(text)).len())
                .sum::<usize>()
        });
    });
    group.bench_function("grams", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .map(|text| grams(black_box(text)).len())
                .sum::<usize>()
        });
    });
    group.bench_function("jieba alone", |bencher| {
        let jieba = dictionary();
        bencher.iter(|| {
            let cut = |text: &String| jieba.cut(black_box(text), true).len();
            texts.iter().map(cut).sum::<usize>()
        });
    });
    group.finish();
}
