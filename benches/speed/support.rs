//! What the timings share: the sample library, seeded numbers, percentiles.
#![allow(dead_code, reason = "every timing uses another part")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use leian_corpus::Document;
use leian_corpus::import::{Outcome, SourceFile, read_file, walk};

/// SplitMix64 (Steele, Lea & Flood 2014): small, seeded, the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Roughly normal: the sum of four uniform values, with variance one.
    pub fn normal(&mut self) -> f32 {
        let uniform = |_| (self.next() >> 40) as f32 / (1u64 << 24) as f32;
        ((0..4).map(uniform).sum::<f32>() - 2.0) * 3f32.sqrt()
    }
}

/// The files of the sample library.
pub fn sample_files() -> Vec<SourceFile> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus/library"));
    let (files, errors) = walk(&[folder]);
    assert!(errors.is_empty() && !files.is_empty(), "{errors:?}");
    files
}

/// The documents of the sample library.
pub fn sample_documents() -> Vec<Document> {
    read_documents(&sample_files())
}

/// Reads `files` as an import does.
pub fn read_documents(files: &[SourceFile]) -> Vec<Document> {
    let mut documents = Vec::new();
    for file in files {
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    documents
}

/// All text of `documents`, one string an entry.
pub fn entry_texts(documents: &[Document]) -> Vec<String> {
    let entries = documents.iter().flat_map(Document::entries);
    entries
        .map(|entry| {
            let sections: Vec<&str> = entry.sections.iter().map(|s| s.text.as_str()).collect();
            sections.join("\n")
        })
        .collect()
}

/// Runs `work` once for each item, after a first round that fills the caches, and
/// prints the median and the tail, which a mean over many runs would hide.
pub fn print_percentiles<T>(name: &str, items: &[T], mut work: impl FnMut(&T)) {
    items.iter().for_each(&mut work);
    let mut times: Vec<Duration> = items
        .iter()
        .map(|item| {
            let started = Instant::now();
            work(item);
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
        times[place - 1].as_secs_f64() * 1e3
    };
    println!(
        "{name}: p50 {:.3} ms, p95 {:.3} ms, p99 {:.3} ms over {}",
        at(0.5),
        at(0.95),
        at(0.99),
        times.len()
    );
}
