//! Search by words and by phrase in a generated library of invented laws: articles
//! are put together from clauses of the sample library, so that words are as
//! frequent as in real texts while no two articles are alike.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use leian_corpus::{
    Article, ArticleNumber, Block, Body, Document, DocumentId, DocumentKind, LawIdentity, Metadata,
    Provenance, Statute,
};
use leian_indexer::{Filter, LegalIndex, QueryNode, Snapshot};
use support::Random;

mod support;

/// Laws of the library.
const LAWS: usize = 300;
/// Articles of a law.
const ARTICLES: u32 = 100;
/// Queries of each kind, every one different.
const QUERIES: usize = 300;
/// Hits asked for: as many as are fused.
const LIMIT: usize = 1_000;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .sample_size(20)
        .configure_from_args();
    search(&mut criterion);
    criterion.final_summary();
}

fn search(criterion: &mut Criterion) {
    let clauses = clauses();
    let mut random = Random(1);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let snapshot = library(folder.path(), &clauses, &mut random);
    println!("{} entries", snapshot.stats().entries);
    let half = Filter {
        kinds: vec![DocumentKind::Law],
        ..Filter::default()
    };
    let everything = Filter::default();
    let mut group = criterion.benchmark_group("lexical search");
    for (name, filter, query) in [
        ("a few words", &everything, few_words as MakeQuery),
        ("a sentence", &everything, sentence),
        ("a sentence, half filtered", &half, sentence),
        ("a story", &everything, story),
        ("a phrase", &everything, phrase),
    ] {
        let queries: Vec<QueryNode> = (0..QUERIES).map(|_| query(&clauses, &mut random)).collect();
        let ask = |query: &QueryNode| snapshot.lexical(query, filter, LIMIT, true).expect("found");
        let found: usize = queries.iter().map(|query| ask(query).total).sum();
        println!("{name}: {} entries match on average", found / QUERIES);
        support::print_percentiles(name, &queries, |query| {
            black_box(ask(query));
        });
        let mut next = queries.iter().cycle();
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| next.next().map(ask));
        });
    }
    group.finish();
}

/// Pieces of the sample library between marks, of 4 to 30 characters.
fn clauses() -> Vec<String> {
    let texts = support::entry_texts(&support::sample_documents());
    let cut = |text: &String| {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut clauses: Vec<String> = texts.iter().flat_map(cut).collect();
    clauses.retain(|clause| (4..=30).contains(&clause.chars().count()));
    clauses.sort_unstable();
    clauses.dedup();
    clauses
}

fn library(folder: &std::path::Path, clauses: &[String], random: &mut Random) -> Snapshot {
    let index = LegalIndex::open_or_create(folder).expect("an index can be made");
    let mut writer = index.writer().expect("nobody else writes");
    for number in 0..LAWS {
        let law = law(number, clauses, random);
        writer.add_document(&law).expect("a document is added");
    }
    writer.merge_down().expect("the segments are merged");
    index.snapshot().expect("the index can be read")
}

/// Every other one is a law, the others are local regulations.
fn law(number: usize, clauses: &[String], random: &mut Random) -> Document {
    let title = format!("云州省{}规定（{number}）", random.choose(clauses));
    let identity = LawIdentity::new(&title, None, None);
    let mut article = |number| {
        let count = 4 + random.below(12);
        let parts: Vec<&str> = (0..count)
            .map(|_| random.choose(clauses).as_str())
            .collect();
        Block::Article(Article {
            number: ArticleNumber::new(number),
            label: ArticleNumber::new(number).chinese(),
            text: parts.join("，") + "。",
        })
    };
    let blocks = (1..=ARTICLES).map(&mut article).collect();
    Document {
        id: DocumentId::of_law(&identity),
        kind: [DocumentKind::Law, DocumentKind::LocalRegulation][number % 2],
        title,
        metadata: Metadata {
            law: Some(identity),
            ..Metadata::default()
        },
        body: Body::Statute(Statute { blocks }),
        provenance: Provenance::default(),
    }
}

type MakeQuery = fn(&[String], &mut Random) -> QueryNode;

fn few_words(clauses: &[String], random: &mut Random) -> QueryNode {
    let clause: String = random.choose(clauses).chars().take(6).collect();
    QueryNode::Words(clause)
}

fn sentence(clauses: &[String], random: &mut Random) -> QueryNode {
    QueryNode::Words(format!(
        "{}，{}",
        random.choose(clauses),
        random.choose(clauses)
    ))
}

fn story(clauses: &[String], random: &mut Random) -> QueryNode {
    let parts: Vec<&str> = (0..40).map(|_| random.choose(clauses).as_str()).collect();
    QueryNode::Words(parts.join("，"))
}

fn phrase(clauses: &[String], random: &mut Random) -> QueryNode {
    QueryNode::Phrase(random.choose(clauses).clone())
}
