//! `cargo known-items`: things that must be found, over a whole library. Every
//! case by its number, articles by law and number, sentences as phrases, and
//! sentences by meaning; and what the vector graph misses of the exact scan.

use std::{collections::HashSet, ops::ControlFlow, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use leian_benches::sample::{draw, piece, sentences};
use leian_corpus::{ArticleNumber, DocumentKind, Entry, Unit};
use leian_indexer::{EntryRef, Filter};
use leian_server::{
    library::{Library, LibraryPaths},
    retrieval::{self, Hit, Mode, SearchQuery, fusion::SEMANTIC_DEPTH},
};

/// Check that known items are found in a library.
#[derive(Parser)]
#[command(name = "known-items", about)]
struct Arguments {
    /// The library.
    #[arg(long, env = "LEIAN_LIBRARY", default_value = "var/library")]
    library: PathBuf,
    /// Where embeddings are kept, when not inside the library.
    #[arg(long, env = "LEIAN_EMBEDDINGS")]
    embeddings: Option<PathBuf>,
    /// The model folder.
    #[arg(
        long,
        env = "LEIAN_MODEL",
        default_value = "var/models/multilingual-e5-small"
    )]
    model: PathBuf,
    /// Articles, phrases and sentences drawn.
    #[arg(long, default_value_t = 500)]
    articles: usize,
    /// Phrases and sentences drawn, each.
    #[arg(long, default_value_t = 200)]
    sentences: usize,
    /// Print every item that was missed.
    #[arg(long)]
    verbose: bool,
}

fn main() -> ExitCode {
    match check(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("known-items: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// What a library offers to be found again.
#[derive(Default)]
struct Items {
    numbers: Vec<String>,
    articles: Vec<(String, String, ArticleNumber)>,
    sentences: Vec<(String, String)>,
}

fn check(arguments: &Arguments) -> Result<bool> {
    let library = Library::open(&LibraryPaths {
        library: arguments.library.clone(),
        embeddings: arguments
            .embeddings
            .clone()
            .unwrap_or_else(|| arguments.library.join("embeddings")),
        model: arguments.model.exists().then(|| arguments.model.clone()),
    })?;
    let items = collect(&library)?;
    let mut good = by_number(&library, items.numbers, arguments)?;
    good &= by_article(&library, items.articles, arguments)?;
    let long = items.sentences.clone();
    good &= by_phrase(&library, items.sentences, arguments)?;
    if library.embedder().is_some() {
        good &= graph_against_scan(&library, &long, arguments)?;
        good &= by_meaning(&library, long, arguments)?;
    } else {
        println!("by meaning: skipped, the library has no model");
    }
    Ok(good)
}

fn collect(library: &Library) -> Result<Items> {
    let mut items = Items::default();
    library.snapshot()?.documents(&mut |document| {
        for entry in document.entries() {
            add(&mut items, &entry);
        }
        ControlFlow::Continue(())
    })?;
    items.numbers.sort();
    items.numbers.dedup();
    items.articles.sort();
    items.articles.dedup();
    Ok(items)
}

fn add(items: &mut Items, entry: &Entry) {
    let guiding = matches!(
        entry.kind,
        DocumentKind::SppGuidingCase | DocumentKind::SpcGuidingCase
    );
    if let (true, Some(number)) = (guiding, &entry.metadata.number) {
        items.numbers.push(number.clone());
    }
    if let (Some(law), Unit::Article { number, .. }) = (&entry.metadata.law, &entry.unit) {
        items
            .articles
            .push((law.title.clone(), law.key.as_str().to_owned(), *number));
    }
    let id = entry.id.as_str();
    items.sentences.extend(
        sentences(entry)
            .into_iter()
            .map(|text| (id.to_owned(), text)),
    );
}

fn first(library: &Library, text: &str, mode: Mode, count: usize) -> Result<Vec<Hit>> {
    let query = SearchQuery {
        mode,
        per_page: count,
        ..SearchQuery::new(text)
    };
    Ok(retrieval::search(library, &query)?.hits)
}

fn by_number(library: &Library, numbers: Vec<String>, arguments: &Arguments) -> Result<bool> {
    let mut tally = Tally::new("cases by number, first hit", 1.0, arguments.verbose);
    for number in numbers {
        let hits = first(library, &number, Mode::Hybrid, 1)?;
        let found = hits
            .first()
            .and_then(|hit| hit.entry.metadata.number.as_deref());
        tally.count(found == Some(number.as_str()), &number);
    }
    Ok(tally.finish())
}

fn by_article(
    library: &Library,
    articles: Vec<(String, String, ArticleNumber)>,
    arguments: &Arguments,
) -> Result<bool> {
    let mut tally = Tally::new(
        "articles by law and number, first hit",
        1.0,
        arguments.verbose,
    );
    let name = |item: &(String, String, ArticleNumber)| format!("{}{}", item.0, item.2);
    for (title, key, number) in draw(articles, "articles", arguments.articles, name) {
        let arabic = match number.inserted {
            0 => format!("{title}第{}条", number.base),
            inserted => format!("{title}第{}条之{inserted}", number.base),
        };
        for text in [format!("《{title}》{}", number.chinese()), arabic] {
            let hits = first(library, &text, Mode::Hybrid, 1)?;
            let right = hits.first().is_some_and(|hit| {
                let law = hit.entry.metadata.law.as_ref().map(|law| law.key.as_str());
                let here =
                    matches!(&hit.entry.unit, Unit::Article { number: n, .. } if *n == number);
                here && law == Some(key.as_str())
            });
            tally.count(right, &text);
        }
    }
    Ok(tally.finish())
}

fn by_phrase(
    library: &Library,
    sentences: Vec<(String, String)>,
    arguments: &Arguments,
) -> Result<bool> {
    let mut tally = Tally::new(
        "verbatim pieces as phrases, first hit",
        0.99,
        arguments.verbose,
    );
    let pieces: Vec<String> = sentences
        .into_iter()
        .filter_map(|(_, sentence)| piece(&sentence))
        .collect();
    for text in draw(pieces, "phrases", arguments.sentences, Clone::clone) {
        let hits = first(library, &format!("“{text}”"), Mode::Hybrid, 1)?;
        let right = hits.first().is_some_and(|hit| contains(&hit.entry, &text));
        tally.count(right, &text);
    }
    Ok(tally.finish())
}

fn by_meaning(
    library: &Library,
    sentences: Vec<(String, String)>,
    arguments: &Arguments,
) -> Result<bool> {
    let mut tally = Tally::new(
        "unique sentences by meaning, first five",
        0.9,
        arguments.verbose,
    );
    let long = sentences
        .into_iter()
        .filter(|(_, text)| text.chars().count() >= 20)
        .collect();
    let mut left = arguments.sentences;
    // Three times as many are drawn, because those that are not unique drop out.
    for (id, text) in draw(long, "meaning", 3 * left, |item| {
        format!("{}{}", item.0, item.1)
    }) {
        let phrase = SearchQuery {
            mode: Mode::Lexical,
            collapse_versions: false,
            ..SearchQuery::new(format!("“{text}”"))
        };
        let unique = retrieval::search(library, &phrase)?.total == 1;
        if left == 0 || !unique {
            continue;
        }
        left -= 1;
        // Every version by itself: a sentence that only an older one has would
        // otherwise be found in, and shown as, the newest.
        let query = SearchQuery {
            mode: Mode::Semantic,
            per_page: 5,
            collapse_versions: false,
            ..SearchQuery::new(&text)
        };
        let hits = retrieval::search(library, &query)?.hits;
        let right = |hit: &Hit| hit.entry.id.as_str() == id || contains(&hit.entry, &text);
        tally.count(hits.iter().any(right), &text);
    }
    Ok(tally.finish())
}

/// How many of the truly nearest entries the served search finds, at the depth that
/// a hybrid search asks for: the first ten and all of them.
fn graph_against_scan(
    library: &Library,
    sentences: &[(String, String)],
    arguments: &Arguments,
) -> Result<bool> {
    let Some(embedder) = library.embedder() else {
        return Ok(true);
    };
    let snapshot = library.snapshot()?;
    let everything = Filter::default();
    let mut first = Tally::new("first 10 of the exact scan, as served", 0.99, false);
    let mut all = Tally::new("first 300 of the exact scan, as served", 0.97, false);
    let drawn = draw(sentences.to_vec(), "graph", arguments.sentences, |item| {
        format!("{}{}", item.0, item.1)
    });
    for (_, text) in drawn {
        let vector = embedder.embed_query(&text)?;
        let exact = snapshot.semantic_exactly(&vector, &everything, SEMANTIC_DEPTH, true)?;
        let served = snapshot.semantic(&vector, &everything, SEMANTIC_DEPTH, true)?;
        let served: HashSet<EntryRef> = served.iter().map(|hit| hit.entry).collect();
        for (place, hit) in exact.iter().enumerate() {
            let found = served.contains(&hit.entry);
            all.count(found, "");
            if place < 10 {
                first.count(found, "");
            }
        }
    }
    // Both lines are printed, whatever the first says.
    let first = first.finish();
    Ok(all.finish() && first)
}

fn contains(entry: &Entry, text: &str) -> bool {
    entry.title().contains(text) || entry.sections.iter().any(|part| part.text.contains(text))
}

/// Counts one check and prints its line.
struct Tally {
    name: &'static str,
    floor: f64,
    right: usize,
    asked: usize,
    verbose: bool,
}

impl Tally {
    const fn new(name: &'static str, floor: f64, verbose: bool) -> Self {
        Self {
            name,
            floor,
            right: 0,
            asked: 0,
            verbose,
        }
    }

    fn count(&mut self, right: bool, item: &str) {
        self.asked += 1;
        self.right += usize::from(right);
        if self.verbose && !right {
            println!("  missed: {item}");
        }
    }

    fn finish(self) -> bool {
        let share = self.right as f64 / self.asked.max(1) as f64;
        let good = share >= self.floor;
        println!(
            "{}: {} of {} ({:.1}%, at least {:.0}%): {}",
            self.name,
            self.right,
            self.asked,
            100.0 * share,
            100.0 * self.floor,
            if good { "good" } else { "BELOW" }
        );
        good
    }
}
