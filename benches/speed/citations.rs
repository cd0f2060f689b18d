//! Citations: finding them in the text of cases, and the whole check of a document of
//! twenty pages against a library.
//!
//! The cases are those of `LEIAN_SHARED/data/cases`, or the sample library where that is
//! not set. The library is the one that `LEIAN_LIBRARY` names, which should hold the
//! national laws; without it the check is left out.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use leian_corpus::import::{SourceFile, walk};
use leian_corpus::{ArticleNumber, extract_citations, graph, knowledge};
use leian_server::retrieval::{CitedText, check_citations};
use leian_server::{Library, LibraryPaths};
use support::Random;

mod support;

/// Pages of the document, and what a page of an indictment holds in characters.
const PAGES: usize = 20;
const PAGE_CHARS: usize = 800;
/// Citations of the document.
const CITATIONS: usize = 60;
/// Documents, every one different; each is checked once, so that nothing is warm but
/// the library's files.
const DOCUMENTS: usize = 100;

/// Laws that criminal and public interest documents cite, with an article that is
/// there, of the first so many.
const LAWS: &[(&str, u32)] = &[
    ("《中华人民共和国刑法》", 450),
    ("刑法", 450),
    ("《中华人民共和国刑事诉讼法》", 300),
    ("刑事诉讼法", 300),
    ("《人民检察院刑事诉讼规则》", 680),
    (
        "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》",
        650,
    ),
    ("《中华人民共和国民法典》", 1250),
    ("《中华人民共和国行政诉讼法》", 100),
    ("《中华人民共和国民事诉讼法》", 290),
    ("《中华人民共和国环境保护法》", 70),
    ("《中华人民共和国未成年人保护法》", 120),
    ("《中华人民共和国监察法》", 60),
    ("《中华人民共和国合同法》", 400),
    ("《江边市渡船管理条例》", 30),
];

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .sample_size(20)
        .configure_from_args();
    let cases = case_files();
    extraction(&mut criterion, &cases);
    readings(&mut criterion, &cases);
    whole_check();
    criterion.final_summary();
}

fn extraction(criterion: &mut Criterion, cases: &[SourceFile]) {
    let texts: Vec<String> = cases
        .iter()
        .filter_map(|file| std::fs::read_to_string(&file.path).ok())
        .collect();
    assert!(
        !texts.is_empty(),
        "LEIAN_SHARED has no data/cases with texts"
    );
    let size_bytes: usize = texts.iter().map(String::len).sum();
    let found: usize = texts.iter().map(|text| extract_citations(text).len()).sum();
    println!(
        "{} cases, {size_bytes} bytes, {found} citations",
        texts.len()
    );
    let mut group = criterion.benchmark_group("citations");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(size_bytes as u64));
    group.bench_function("extract from all cases", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                black_box(extract_citations(black_box(text)));
            }
        });
    });
    group.finish();
}

fn case_files() -> Vec<SourceFile> {
    let shared = std::env::var_os("LEIAN_SHARED").map(PathBuf::from);
    match shared.map(|shared| shared.join("data/cases")) {
        Some(cases) => walk(&[cases]).0,
        None => support::sample_files(),
    }
}

/// What an import reads of every document: what it cites, and what filters take.
fn readings(criterion: &mut Criterion, cases: &[SourceFile]) {
    let documents = support::read_documents(cases);
    let mut group = criterion.benchmark_group("readings of all cases");
    group.sample_size(10);
    group.throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("what they cite", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                black_box(graph::of_document(black_box(document)));
            }
        });
    });
    group.bench_function("what filters take", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                black_box(knowledge::of_document(black_box(document)));
            }
        });
    });
    group.finish();
}

fn whole_check() {
    let Some(folder) = std::env::var_os("LEIAN_LIBRARY").map(PathBuf::from) else {
        println!("skipped: LEIAN_LIBRARY names no library to check a document against");
        return;
    };
    let library = Library::open_text_only(&LibraryPaths::new(folder)).expect("the library opens");
    let snapshot = library.snapshot().expect("the library can be read");
    let documents = documents();
    let check =
        |text: &CitedText| check_citations(&snapshot, text).expect("the library can be read");
    let found: usize = documents
        .iter()
        .map(|text| check(text).citations.len())
        .sum();
    let chars: usize = documents.iter().map(|text| text.text.chars().count()).sum();
    println!(
        "{DOCUMENTS} documents of {} characters with {} citations each",
        chars / DOCUMENTS,
        found / DOCUMENTS
    );
    support::print_percentiles("check of a 20-page document", &documents, |text| {
        black_box(check(text));
    });
}

/// Invented documents: sentences of the sample library, with a citation every so often.
fn documents() -> Vec<CitedText> {
    let texts = support::entry_texts(&support::sample_documents());
    let sentences: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split_inclusive('。'))
        .filter(|sentence| !sentence.contains(['《', '条']))
        .collect();
    let mut random = Random(60);
    (0..DOCUMENTS)
        .map(|_| CitedText {
            text: document(&sentences, &mut random),
            date: None,
        })
        .collect()
}

fn document(sentences: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    let mut chars = 0;
    for cited in 1..=CITATIONS {
        while chars < cited * PAGES * PAGE_CHARS / CITATIONS {
            let sentence = *random.choose(sentences);
            text.push_str(sentence);
            chars += sentence.chars().count();
        }
        let (law, articles) = *random.choose(LAWS);
        let number = 1 + random.below(articles as usize);
        let article = ArticleNumber::new(u32::try_from(number).expect("articles are few"));
        text.push_str(&format!(
            "依照{law}{}的规定，应当依法处理。\n",
            article.chinese()
        ));
    }
    text
}
