//! `cargo ranking-data`: writes what weights of ranking are learned from, as files that
//! the scripts in `benches/ranking/` read. Reads no label.
//!
//! Two steps, because features need the tuned query vectors: first the vectors
//! (`--vectors`), from which the maps are trained; then, with a folder of maps by fold,
//! the features of every candidate (`--weights`).

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Parser;
use leian_benches::{
    own_library,
    sets::Set,
    topics::{self, Folds, Topic},
};
use leian_indexer::{Filter, PassageKey};
use leian_server::{
    library::{Library, LibraryPaths},
    retrieval::{self, Feature, Ranker, SimilarQuery, Told, similar_signals},
};

/// Write vectors and features to learn ranking from.
#[derive(Parser)]
#[command(name = "ranking-data", about)]
struct Arguments {
    /// Folder with the sets.
    #[arg(long, default_value = "../shared/data/eval")]
    data: PathBuf,
    /// The library whose texts are searched, as for `cargo eval`.
    #[arg(long, env = "LEIAN_LIBRARY", default_value = "var/library")]
    library: PathBuf,
    /// The model folder that embeds the questions.
    #[arg(
        long,
        env = "LEIAN_MODEL",
        default_value = "var/models/multilingual-e5-small"
    )]
    model: PathBuf,
    /// Where the files go.
    #[arg(long, default_value = "var/ranking")]
    out: PathBuf,
    /// Write vectors of passages and questions.
    #[arg(long)]
    vectors: bool,
    /// Write the signals of similar cases: LeCaRD's queries, charges found and given.
    #[arg(long)]
    similar: bool,
    /// Write features, by the weights in the folders 0 to 4 here; folds.tsv beside them
    /// (set, question, fold) says which.
    #[arg(long)]
    weights: Option<PathBuf>,
}

/// The sets whose answers are articles of national law.
const SETS: [Set; 2] = [Set::Stard, Set::Jianda];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let source = LibraryPaths {
        model: Some(arguments.model.clone()),
        ..LibraryPaths::new(arguments.library.clone())
    };
    fs::create_dir_all(&arguments.out)
        .with_context(|| format!("cannot make {}", arguments.out.display()))?;
    if arguments.similar {
        return similar(&source, &arguments);
    }
    let library = own_library::open(Set::Stard, &source, Path::new("unused"))?;
    own_library::require_vectors(&library)?;
    if arguments.vectors {
        passages(&library, &arguments.out)?;
        for set in SETS {
            questions(&library, set, &arguments)?;
        }
    }
    if let Some(weights) = &arguments.weights {
        let rankers = (0..5)
            .map(|fold| Ranker::read(&weights.join(fold.to_string())))
            .collect::<Result<Vec<_>, _>>()?;
        let folds = topics::read_folds(&weights.join("folds.tsv"))?;
        for set in SETS {
            features(&library, set, &rankers, &folds, &arguments)?;
        }
    }
    Ok(())
}

/// `similar.tsv`: query, whether its charges were given, candidate, signals.
fn similar(source: &LibraryPaths, arguments: &Arguments) -> Result<()> {
    let candidates = arguments
        .data
        .join(Set::Lecard.code())
        .join("documents.jsonl");
    let library = own_library::open(Set::Lecard, source, &candidates)?;
    own_library::require_vectors(&library)?;
    let mut out = create(&arguments.out, "similar.tsv")?;
    for topic in topics_of(Set::Lecard, arguments)? {
        for (given, charges) in [("found", Vec::new()), ("given", topic.charges.clone())] {
            let query = SimilarQuery {
                told: Told::Text(topic.text.clone()),
                charges,
                filter: Filter::default(),
                limit: 0,
            };
            for (entry, signals) in similar_signals(&library, &query, Set::Lecard.depth())? {
                let [charges, text, wording] = signals;
                let id = &topic.id;
                writeln!(out, "{id}\t{given}\t{entry}\t{charges}\t{text}\t{wording}")?;
            }
        }
    }
    Ok(out.flush()?)
}

fn create(out: &Path, name: &str) -> Result<BufWriter<File>> {
    let path = out.join(name);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}

fn topics_of(set: Set, arguments: &Arguments) -> Result<Vec<Topic>> {
    topics::read(&arguments.data.join(set.code()).join("queries.jsonl"))
}

/// `passages.f32`: vectors, one after the other; `passages.tsv`: the name of the article
/// that each is of, made comparable.
fn passages(library: &Library, out: &Path) -> Result<()> {
    let store = library.store()?.context("there are no vectors")?;
    let (mut vectors, mut names) = (create(out, "passages.f32")?, create(out, "passages.tsv")?);
    let mut failure = None;
    let mut write = |entry: &leian_corpus::Entry| -> Result<()> {
        let Some(name) = Set::Stard.name(entry) else {
            return Ok(());
        };
        for passage in entry.passages() {
            let key = PassageKey::of(&entry.passage_text(&passage));
            let vector = store.get(&key).context("a passage has no vector")?;
            write_vector(&mut vectors, &vector)?;
            writeln!(names, "{}", Set::Stard.normalize(&name))?;
        }
        Ok(())
    };
    library
        .snapshot()?
        .documents(
            &mut |document| match document.entries().iter().try_for_each(&mut write) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            },
        )?;
    failure.map_or(Ok(()), Err)
}

fn write_vector(out: &mut impl Write, vector: &[f32]) -> Result<()> {
    for value in vector {
        out.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}

/// `SET.f32`: the vectors of a set's questions, in the order of its file.
fn questions(library: &Library, set: Set, arguments: &Arguments) -> Result<()> {
    let embedder = library.embedder().context("there is no model")?;
    let mut out = create(&arguments.out, &format!("{set}.f32"))?;
    for topic in topics_of(set, arguments)? {
        write_vector(&mut out, &embedder.embed_query(&topic.text)?)?;
    }
    Ok(())
}

/// `SET.features.tsv`: question, name of the article, features; a head names them.
fn features(
    library: &Library,
    set: Set,
    rankers: &[Ranker],
    folds: &Folds,
    arguments: &Arguments,
) -> Result<()> {
    let snapshot = library.snapshot()?;
    let mut names: HashMap<String, String> = HashMap::new();
    snapshot.documents(&mut |document| {
        let named = document.entries().into_iter().filter_map(|entry| {
            let name = set.normalize(&set.name(&entry)?);
            Some((entry.id.as_str().to_owned(), name))
        });
        names.extend(named);
        ControlFlow::Continue(())
    })?;
    let mut out = create(&arguments.out, &format!("{set}.features.tsv"))?;
    write!(out, "question\tarticle")?;
    for feature in Feature::ALL {
        write!(out, "\t{}", feature.code())?;
    }
    writeln!(out)?;
    for topic in topics_of(set, arguments)? {
        let ranker = &rankers[folds.of(set.code(), &topic.id)?];
        let pool = retrieval::article_pool(library, ranker, &topic.text, &set.filter())?;
        for (&entry, row) in pool.entries.iter().zip(&pool.rows) {
            let Some(name) = names.get(snapshot.entry_id_str(entry)) else {
                continue;
            };
            write!(out, "{}\t{name}", topic.id)?;
            for value in row {
                write!(out, "\t{value}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
