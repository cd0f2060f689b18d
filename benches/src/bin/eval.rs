//! `cargo eval`: ranks the questions of the evaluation sets with leian and scores
//! the runs by each set's own protocol.
//!
//! Ranking and scoring are separate: the run is complete before a label is read,
//! and a folder without labels yields its run all the same.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, Result, bail};
use clap::Parser;
use leian_benches::{
    collection::Collection,
    expectation::{self, Configuration},
    own_judgments::OwnJudgments,
    own_library, qrels,
    report::Scores,
    run::{Ranked, Run},
    sets::Set,
    topics::{self, FOLDS, Folds, Topic},
};
use leian_corpus::{DocumentId, EntryId};
use leian_indexer::Filter;
use leian_server::{
    library::{Library, LibraryPaths},
    retrieval::{self, Facts, Mode, Ranker, SimilarQuery, Told},
};

/// Measure retrieval on the evaluation sets.
#[derive(Parser)]
#[command(name = "eval", about, long_about = None, after_help = EXAMPLES)]
struct Arguments {
    /// The set; all five when left out.
    #[arg(long)]
    set: Option<Set>,
    /// Folder with the sets (stard/queries.jsonl …), or one set's own folder.
    #[arg(long, default_value = "../shared/data/eval")]
    data: PathBuf,
    /// The library whose texts are searched. Each set's collection is copied out of
    /// it into a library of its own, in the folder eval/ there.
    #[arg(long, env = "LEIAN_LIBRARY", default_value = "var/library")]
    library: PathBuf,
    /// Where embeddings are kept, when not inside the library.
    #[arg(long, env = "LEIAN_EMBEDDINGS")]
    embeddings: Option<PathBuf>,
    /// The model folder that embeds the questions.
    #[arg(
        long,
        env = "LEIAN_MODEL",
        default_value = "var/models/multilingual-e5-small"
    )]
    model: PathBuf,
    /// lexical, semantic, fusion (of both, without learned weights) or hybrid (all that a
    /// search does), for charges applicable, for lecard similar and similar-given; all when
    /// left out.
    #[arg(long)]
    mode: Option<Stage>,
    /// Learned weights by fold: a question is ranked by weights learned without it.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/ranking/folds"))]
    folds: PathBuf,
    /// Write the run here (TREC form, tab-separated); needs --set and --mode.
    #[arg(long)]
    run: Option<PathBuf>,
    /// Score this run file instead of searching; needs --set.
    #[arg(long, conflicts_with = "run")]
    score: Option<PathBuf>,
    /// Compare with another run file of the same set, topic by topic.
    #[arg(long)]
    against: Option<PathBuf>,
    /// A fixed fifth of the questions: for working, never for results.
    #[arg(long)]
    quick: bool,
    /// Charges only: black out names of charges and numbers of articles in the facts.
    #[arg(long)]
    masked: bool,
    /// Expected scores.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/configs"))]
    configs: PathBuf,
}

/// How far a query goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Stage {
    /// By words.
    Lexical,
    /// By meaning.
    Semantic,
    /// Both, fused, without learned weights.
    Fusion,
    /// All that a search does.
    Hybrid,
    /// Not a search: which articles apply, over similar decided cases. Charges only.
    Applicable,
    /// Similar cases, the charges found in the facts. LeCaRD only.
    Similar,
    /// Similar cases, the charges as the data give them. LeCaRD only.
    SimilarGiven,
}

impl Stage {
    const SEARCHES: [Self; 4] = [Self::Lexical, Self::Semantic, Self::Fusion, Self::Hybrid];

    /// Those that a set is measured by.
    fn of(set: Set) -> Vec<Self> {
        let more: &[Self] = match set {
            Set::Charges => &[Self::Applicable],
            Set::Lecard => &[Self::Similar, Self::SimilarGiven],
            _ => &[],
        };
        [&Self::SEARCHES, more].concat()
    }

    fn code(self) -> &'static str {
        match self {
            Self::Lexical => "lexical",
            Self::Semantic => "semantic",
            Self::Fusion => "fusion",
            Self::Hybrid => "hybrid",
            Self::Applicable => "applicable",
            Self::Similar => "similar",
            Self::SimilarGiven => "similar-given",
        }
    }

    fn mode(self) -> Mode {
        match self {
            Self::Lexical => Mode::Lexical,
            Self::Semantic => Mode::Semantic,
            _ => Mode::Hybrid,
        }
    }
}

/// Learned weights by fold.
struct Rankers {
    folds: Folds,
    weights: Vec<Ranker>,
}

impl Rankers {
    fn read(folder: &Path) -> Result<Self> {
        let weights = (0..FOLDS).map(|fold| Ranker::read(&folder.join(fold.to_string())));
        Ok(Self {
            folds: topics::read_folds(&folder.join("folds.tsv"))?,
            weights: weights
                .collect::<Result<_, _>>()
                .with_context(|| format!("cannot use the weights in {}", folder.display()))?,
        })
    }

    /// The weights that have not seen a question. Of sets that nothing is learned from,
    /// the weights that are shipped.
    fn of(&self, set: Set, topic: &Topic) -> Result<Option<&Ranker>> {
        match set {
            Set::Stard | Set::Jianda => {
                let fold = self.folds.of(set.code(), &topic.id)?;
                Ok(Some(&self.weights[fold]))
            }
            _ => Ok(Ranker::shipped()),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  cargo eval                                          all sets, all modes
  cargo eval -- --set stard --mode hybrid --run r.tsv  one run, written and scored
  cargo eval -- --set stard --score r.tsv              score a run file again
  cargo eval -- --set stard --score b.tsv --against a.tsv
Exit status: 0 all expectations met, 1 a score strays, 2 error.";

fn main() -> ExitCode {
    match measure(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("eval: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// True when every stated expectation was met.
fn measure(arguments: &Arguments) -> Result<bool> {
    let sets = arguments
        .set
        .map_or_else(|| Set::ALL.to_vec(), |set| vec![set]);
    if (arguments.run.is_some() || arguments.score.is_some()) && arguments.set.is_none() {
        bail!("--run and --score need --set, since a file holds one set's run");
    }
    if arguments.run.is_some() && arguments.mode.is_none() {
        bail!("--run needs --mode, since a file holds one run");
    }
    let mut met = true;
    for set in sets {
        let configuration = expectation::read(&arguments.configs, set.code())?;
        if let Some(path) = &arguments.score {
            score(
                arguments,
                set,
                "file",
                None,
                &Run::read(path)?,
                &configuration,
            )?;
            continue;
        }
        met &= measure_set(arguments, set, &configuration)?;
    }
    Ok(met)
}

fn measure_set(arguments: &Arguments, set: Set, configuration: &Configuration) -> Result<bool> {
    let library = library_of(arguments, set)?;
    let snapshot = library.snapshot()?;
    let collection = Collection::of(
        &snapshot,
        |entry| set.name(entry),
        |name| set.normalize(name),
    )?;
    println!("{set}: collection {}", collection.describe());
    collection.require(&configuration.collection)?;
    let topics = topics_of(arguments, set)?;
    let stages = match arguments.mode {
        Some(stage) => vec![stage],
        None if library.embedder().is_some() => Stage::of(set),
        None => vec![Stage::Lexical],
    };
    let rankers = Rankers::read(&arguments.folds)?;
    let model = library
        .embedder()
        .map(|embedder| embedder.id().as_str().to_owned());
    if stages.iter().any(|stage| *stage != Stage::Lexical) {
        own_library::require_vectors(&library)?;
    }
    let mut met = true;
    for stage in stages {
        let started = Instant::now();
        let run = rank(&library, set, stage, &rankers, &topics, &collection)?;
        let per_query = started.elapsed().as_secs_f64() * 1000.0 / topics.len().max(1) as f64;
        println!(
            "{set} {}: {} queries, {per_query:.1} ms each",
            stage.code(),
            topics.len()
        );
        if let Some(path) = &arguments.run {
            run.write(path, &format!("leian-{}", stage.code()))?;
            println!("  run written to {}", path.display());
        }
        met &= score(
            arguments,
            set,
            stage.code(),
            model.as_deref(),
            &run,
            configuration,
        )?;
    }
    Ok(met)
}

fn rank(
    library: &Library,
    set: Set,
    stage: Stage,
    rankers: &Rankers,
    topics: &[Topic],
    collection: &Collection,
) -> Result<Run> {
    let own = match set {
        Set::Charges => OwnJudgments::of(library)?,
        _ => OwnJudgments::default(),
    };
    let mut run = Run::default();
    for topic in topics {
        let filter = Filter {
            exclude_documents: own.that_tell(&topic.told),
            ..set.filter()
        };
        // Twice the depth, because entries outside the collection (text around
        // articles) and later versions of a name are dropped below.
        let ranker = match stage {
            Stage::Hybrid => rankers.of(set, topic)?,
            _ => None,
        };
        let (mode, depth) = (stage.mode(), 2 * set.depth());
        let hits = match stage {
            Stage::Applicable => proposed(library, topic, filter.exclude_documents),
            Stage::Similar => alike(library, topic, Vec::new(), depth),
            Stage::SimilarGiven => alike(library, topic, topic.charges.clone(), depth),
            _ => retrieval::rank(library, ranker, &topic.text, mode, &filter, depth)
                .map_err(Into::into)
                .map(|hits| {
                    hits.into_iter()
                        .map(|hit| (hit.entry_id, hit.score))
                        .collect()
                }),
        }
        .with_context(|| format!("cannot rank query {}", topic.id))?;
        let mut seen = std::collections::HashSet::new();
        let ranking = hits
            .into_iter()
            .filter_map(|(entry_id, score)| {
                let name = collection.name(&entry_id)?;
                let kept = seen.insert(set.normalize(name));
                kept.then(|| Ranked {
                    document: name.to_owned(),
                    score,
                })
            })
            .take(set.depth())
            .collect();
        run.insert(&topic.id, ranking);
    }
    Ok(run)
}

/// The articles that may apply to a question's facts.
fn proposed(
    library: &Library,
    topic: &Topic,
    exclude: Vec<DocumentId>,
) -> Result<Vec<(EntryId, f64)>> {
    let facts = Facts {
        text: topic.text.clone(),
        exclude,
        limit: usize::MAX,
        conduct: None,
    };
    let found = retrieval::applicable(library, &facts)?;
    let articles = found.articles.into_iter();
    Ok(articles
        .map(|article| (article.entry.id, article.likelihood))
        .collect())
}

/// The cases similar to a query's facts.
fn alike(
    library: &Library,
    topic: &Topic,
    charges: Vec<String>,
    depth: usize,
) -> Result<Vec<(EntryId, f64)>> {
    let query = SimilarQuery {
        told: Told::Text(topic.text.clone()),
        charges,
        filter: Filter::default(),
        limit: 0,
    };
    Ok(retrieval::rank_similar(library, &query, depth)?)
}

/// Prints a run's scores and says whether they meet the expectation, if any.
fn score(
    arguments: &Arguments,
    set: Set,
    mode: &str,
    model: Option<&str>,
    run: &Run,
    configuration: &Configuration,
) -> Result<bool> {
    let path = set_folder(&arguments.data, set).join("qrels.tsv");
    if !path.exists() {
        println!("  no labels at {}: nothing is scored", path.display());
        return Ok(true);
    }
    let labels = qrels::read(&path)?;
    let asked: std::collections::HashSet<String> = topics_of(arguments, set)?
        .into_iter()
        .map(|topic| topic.id)
        .collect();
    let scores = Scores::of(set, run, &labels, |topic| asked.contains(topic));
    println!("{}", scores.table(configuration));
    if let Some(other) = &arguments.against {
        let other = Scores::of(set, &Run::read(other)?, &labels, |topic| {
            asked.contains(topic)
        });
        println!("  difference, paired bootstrap\n{}", scores.compare(&other));
    }
    if arguments.quick {
        println!("  a fifth of the questions: for working, not a result");
        return Ok(true);
    }
    if arguments.masked {
        println!("  names of charges and numbers of articles blacked out");
        return Ok(true);
    }
    let Some(expected) = configuration.expected_for(mode, model) else {
        return Ok(true);
    };
    let strays = expected.strays(&scores.means());
    for (metric, expected, measured) in &strays {
        println!("  STRAYS: {metric} is {measured:.4}, expected {expected:.4}");
    }
    Ok(strays.is_empty())
}

fn topics_of(arguments: &Arguments, set: Set) -> Result<Vec<Topic>> {
    let mut topics = topics::read(&set_folder(&arguments.data, set).join("queries.jsonl"))?;
    if arguments.masked {
        topics = topics.into_iter().map(Topic::masked).collect();
    }
    Ok(if arguments.quick {
        topics::quick_fifth(topics)
    } else {
        topics
    })
}

/// `data` may be the folder of all sets, or one set's own.
fn set_folder(data: &Path, set: Set) -> PathBuf {
    if data.join("queries.jsonl").exists() {
        return data.to_owned();
    }
    let below = data.join("eval").join(set.code());
    if below.exists() {
        below
    } else {
        data.join(set.code())
    }
}

fn library_of(arguments: &Arguments, set: Set) -> Result<Library> {
    let source = LibraryPaths {
        library: arguments.library.clone(),
        embeddings: arguments
            .embeddings
            .clone()
            .unwrap_or_else(|| arguments.library.join("embeddings")),
        model: arguments.model.exists().then(|| arguments.model.clone()),
    };
    let candidates = set_folder(&arguments.data, Set::Lecard).join("documents.jsonl");
    eprintln!(
        "{set}: copying its collection, {}, out of {}; minutes the first time",
        set.collection(),
        source.library.display()
    );
    own_library::open(set, &source, &candidates)
}
