//! The sample library into an index, without vectors: reading the files, and
//! indexing with one commit at the end. Each document goes in many times, under
//! another id, so that making a folder and committing do not outweigh the rest.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput};
use leian_corpus::{Document, DocumentId};
use leian_indexer::LegalIndex;
use tempfile::TempDir;

mod support;

/// How often each document is indexed.
const COPIES: usize = 10;

fn main() {
    let mut criterion = Criterion::default()
        .measurement_time(Duration::from_secs(10))
        .sample_size(10)
        .configure_from_args();
    import(&mut criterion);
    criterion.final_summary();
}

fn import(criterion: &mut Criterion) {
    let files = support::sample_files();
    let documents = copies(&support::read_documents(&files));
    let size_bytes: usize = support::entry_texts(&documents)
        .iter()
        .map(String::len)
        .sum();
    println!("{} documents, {size_bytes} bytes of text", documents.len());
    // Loads the dictionary, which happens once a process.
    index(&empty_index(), &documents[..1]);
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Elements(files.len() as u64));
    group.bench_function("read files", |bencher| {
        bencher.iter(|| support::read_documents(black_box(&files)));
    });
    group.throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("index and commit", |bencher| {
        let write = |made: (TempDir, LegalIndex)| {
            index(&made, &documents);
            made
        };
        bencher.iter_batched(empty_index, write, BatchSize::PerIteration);
    });
    group.finish();
}

fn copies(documents: &[Document]) -> Vec<Document> {
    let copy = |number: usize| {
        documents.iter().map(move |document| Document {
            id: DocumentId::parse(&format!("{}-{number}", document.id)).expect("ids are short"),
            ..document.clone()
        })
    };
    (0..COPIES).flat_map(copy).collect()
}

fn empty_index() -> (TempDir, LegalIndex) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let index = LegalIndex::open_or_create(folder.path()).expect("an index can be made");
    (folder, index)
}

fn index((_, index): &(TempDir, LegalIndex), documents: &[Document]) {
    let mut writer = index.writer().expect("nobody else writes");
    for document in documents {
        writer.add_document(document).expect("a document is added");
    }
    writer.commit().expect("the commit succeeds");
}
