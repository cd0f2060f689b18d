//! Which articles of the Criminal Law's special part apply to facts (拟适用法条): facts
//! → similar decided cases → what these applied, with the articles' own texts beside.
//!
//! Every candidate comes with what speaks for it: the cases, the sentences of the facts
//! and, against its nearest rival, the words that separate the two (此罪与彼罪). It is a
//! proposal for a person to check: it counts what similar cases applied and judges nothing.
//!
//! Reading order: [`applicable`], [`evidence`] (decided cases), [`weights`] (what counts
//! how much), [`grounds`] (sentences and words).
//! Never knows HTTP or how an answer is shown.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use leian_corpus::{ArticleNumber, Date, DocumentId, Entry, EntryId, LawKey, charges};
use leian_indexer::{ArticleRow, EntryRef, Filter, QueryNode, Snapshot};

use super::error::{Result, RetrievalError};
use super::long_text;
use super::query::MAX_QUERY_CHARS;
use super::timeline::ActRef;
use crate::library::Library;

pub mod conduct;
mod evidence;
pub mod grounds;
pub mod weights;

use conduct::LawThen;
pub use conduct::{ConductDay, TEXT_NOT_KNOWN};
use evidence::{DecidedCase, SPECIAL_PART, decided_cases};
use grounds::Words;
use weights::{Signal, Signals, Weights};

/// The law whose articles are proposed.
const CRIMINAL_LAW: &str = "刑法";

/// So many of the nearest cases of each list vote.
const VOTING: usize = 12;

/// So many cases are named for an article.
const NAMED_CASES: usize = 3;

/// When the likeliest article is less likely than this, nothing fits.
const WEAK: f64 = 0.05;

/// A charge's name of so many characters counts whole; a shorter one less.
const WHOLE_NAME: f64 = 6.0;

/// Facts whose articles are asked for.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The facts, up to 20,000 characters.
    pub text: String,
    /// Documents that are no evidence, such as the case itself.
    pub exclude: Vec<DocumentId>,
    /// How many articles are wanted.
    pub limit: usize,
    /// The day of the conduct; read from the text when nothing is said.
    pub conduct: Option<Date>,
}

/// The articles that may apply, likeliest first.
#[derive(Clone, Debug)]
pub struct Applicable {
    /// The proposals.
    pub articles: Vec<ProposedArticle>,
    /// How many decided cases with known articles took part.
    pub cases: usize,
    /// Whether meaning was compared too, or words alone.
    pub by_meaning: bool,
    /// The day of the conduct for which the articles were looked up.
    pub conduct: Option<ConductDay>,
    /// What a reader has to know of how that day was found, in sentences without the mark
    /// at their end.
    pub conduct_remarks: Vec<String>,
}

impl Applicable {
    /// Whether even the first proposal is unlikely: the facts are too short, or the
    /// library has no cases like them.
    pub fn is_weak(&self) -> bool {
        let first = self.articles.first();
        first.is_none_or(|first| first.likelihood < WEAK || first.not_yet.is_some())
    }
}

/// An article that may apply.
#[derive(Clone, Debug)]
pub struct ProposedArticle {
    /// The article, in the version in force.
    pub entry: Entry,
    /// Its number.
    pub number: ArticleNumber,
    /// The charges (罪名) that it defines.
    pub charges: Vec<&'static str>,
    /// How likely a court would apply it, from 0 to 1; learned on judgments whose
    /// articles are known.
    pub likelihood: f64,
    /// What each signal contributes, in log-odds.
    pub signals: Vec<(Signal, f64)>,
    /// How many of the similar cases apply it.
    pub applied_in: usize,
    /// The nearest of them.
    pub cases: Vec<NamedCase>,
    /// Sentences of the facts that speak for it: bytes of the text, in its order.
    pub sentences: Vec<Range<usize>>,
    /// What separates it from the next likely article.
    pub rival: Option<Rival>,
    /// The act that inserted it after the conduct (从旧兼从轻): no court could apply it.
    pub not_yet: Option<ActRef>,
}

impl ProposedArticle {
    /// The likelihood in per cent, for readers. None is told of an article that was not
    /// there on the day of the conduct.
    pub fn percent(&self) -> String {
        match self.likelihood {
            _ if self.not_yet.is_some() => "不适用".to_owned(),
            likelihood if likelihood < 0.01 => "不足 1%".to_owned(),
            likelihood => format!("{:.0}%", 100.0 * likelihood),
        }
    }
}

/// A case that applies an article.
#[derive(Clone, Debug)]
pub struct NamedCase {
    /// The case.
    pub entry_id: EntryId,
    /// Its title.
    pub title: String,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// Place among the similar cases by words, from 1.
    pub by_words: Option<usize>,
    /// Place by meaning, from 1.
    pub by_meaning: Option<usize>,
    /// The sentence of it that is nearest to the facts.
    pub sentence: Option<String>,
}

/// The nearest other article.
#[derive(Clone, Debug)]
pub struct Rival {
    /// Its number.
    pub number: ArticleNumber,
    /// Words of the facts that speak for the first, heaviest first.
    pub for_this: Vec<String>,
    /// Words that speak for the other.
    pub for_other: Vec<String>,
}

/// Proposes the articles that apply to `facts`.
///
/// # Errors
/// The caller's: a text too long or without a word; a library without the Criminal Law.
/// Ours: an index that cannot be read.
pub fn applicable(library: &Library, facts: &Facts) -> Result<Applicable> {
    let chars = facts.text.chars().count();
    if chars > MAX_QUERY_CHARS {
        return Err(RetrievalError::TextTooLong {
            chars,
            limit: MAX_QUERY_CHARS,
        });
    }
    let snapshot = library.snapshot()?;
    let vector = match library.embedder() {
        Some(embedder) if snapshot.stats().vectors > 0 => Some(long_text::embed(
            &|text: &str| embedder.embed_query(text),
            &facts.text,
        )?),
        _ => None,
    };
    propose(&snapshot, facts, vector.as_deref())
}

/// [`applicable`] on a view of the library, with the vector of the facts.
///
/// # Errors
/// As there.
pub(super) fn propose(
    snapshot: &Snapshot,
    facts: &Facts,
    vector: Option<&[f32]>,
) -> Result<Applicable> {
    let articles = SpecialPart::read(snapshot)?;
    if articles.rows.is_empty() {
        return Err(RetrievalError::NoCriminalLaw);
    }
    let cases = decided_cases(snapshot, &facts.text, vector, &facts.exclude)?;
    let words = Words::new(&facts.text, &cases);
    let mut then = LawThen::new(snapshot.known_law(&LawKey::of(CRIMINAL_LAW))?, facts);
    let signals = articles.signals(snapshot, facts, vector, &cases, &words)?;
    let weights = Weights::committed();
    let mut ranked: Vec<(u32, f64)> = signals
        .iter()
        .map(|(&base, signals)| (base, weights.likelihood(signals)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut proposed = Vec::new();
    for (place, &(base, likelihood)) in ranked.iter().take(facts.limit).enumerate() {
        let row = articles.variant(base, &cases, &facts.text);
        let next = ranked.get(usize::from(place == 0) * (place + 1));
        let rival = next.map(|&(other, _)| other).filter(|&other| other != base);
        proposed.push(ProposedArticle {
            entry: snapshot.entry(row.newest)?,
            number: row.number,
            charges: charges::of_article(row.number)
                .into_iter()
                .map(|charge| charge.name)
                .collect(),
            likelihood,
            signals: weights.contributions(&signals[&base]),
            applied_in: cases
                .iter()
                .filter(|case| case.articles.contains(&base))
                .count(),
            cases: named_cases(&cases, base, &words),
            sentences: words.sentences_for(base),
            rival: rival.map(|other| {
                let (for_this, for_other) = words.between(base, other);
                Rival {
                    number: articles.variant(other, &cases, &facts.text).number,
                    for_this,
                    for_other,
                }
            }),
            not_yet: then.not_yet(row.number),
        });
    }
    // What no court could apply comes last.
    proposed.sort_by_key(|article: &ProposedArticle| article.not_yet.is_some());
    Ok(Applicable {
        articles: proposed,
        cases: cases.len(),
        by_meaning: vector.is_some(),
        conduct: then.conduct,
        conduct_remarks: then.remarks,
    })
}

fn named_cases(cases: &[DecidedCase], base: u32, words: &Words) -> Vec<NamedCase> {
    let mut applying: Vec<&DecidedCase> = cases
        .iter()
        .filter(|case| case.articles.contains(&base))
        .collect();
    let place = |case: &DecidedCase| {
        let first = case.by_words.into_iter().chain(case.by_meaning).min();
        first.unwrap_or(usize::MAX)
    };
    applying.sort_by_key(|case| place(case));
    let named = applying.into_iter().take(NAMED_CASES);
    named
        .map(|case| NamedCase {
            entry_id: case.entry.id.clone(),
            title: case.entry.title(),
            number: case.entry.metadata.number.clone(),
            by_words: case.by_words.map(|place| place + 1),
            by_meaning: case.by_meaning.map(|place| place + 1),
            sentence: words.nearest_sentence(&case.entry),
        })
        .collect()
}

/// The articles of the special part, by number without 之N.
struct SpecialPart<'a> {
    rows: BTreeMap<u32, Vec<&'a ArticleRow>>,
}

impl<'a> SpecialPart<'a> {
    fn read(snapshot: &'a Snapshot) -> Result<Self> {
        let mut rows: BTreeMap<u32, Vec<&ArticleRow>> = BTreeMap::new();
        for row in snapshot.articles()?.of_law(CRIMINAL_LAW) {
            if SPECIAL_PART.contains(&row.number.base) {
                rows.entry(row.number.base).or_default().push(row);
            }
        }
        Ok(Self { rows })
    }

    /// The signals of every article.
    fn signals(
        &self,
        snapshot: &Snapshot,
        facts: &Facts,
        vector: Option<&[f32]>,
        cases: &[DecidedCase],
        words: &Words,
    ) -> Result<HashMap<u32, Signals>> {
        let by_words = shares(votes(cases, |case| case.by_words));
        let by_meaning = shares(votes(cases, |case| case.by_meaning));
        let together = shares(words.likeness());
        let text_words = shares(self.best(&self.words(snapshot, &facts.text)?));
        let meaning = self.best(&self.cosines(snapshot, vector)?);
        let scale = Standard::of(&meaning);
        let mut signals = HashMap::new();
        for &base in self.rows.keys() {
            let value = |map: &HashMap<u32, f64>| map.get(&base).copied().unwrap_or(0.0);
            let of = |signal: Signal| match signal {
                Signal::CasesByWords => value(&by_words),
                Signal::CasesByMeaning => value(&by_meaning),
                Signal::CasesTogether => value(&together),
                Signal::TextMeaning => meaning.get(&base).map_or(0.0, |&m| scale.of_value(m)),
                Signal::TextWords => value(&text_words),
                Signal::ChargeNamed => self.named(base, &facts.text),
            };
            signals.insert(base, Signal::ALL.map(of));
        }
        Ok(signals)
    }

    /// BM25 of the articles' own texts.
    fn words(&self, snapshot: &Snapshot, facts: &str) -> Result<HashMap<EntryRef, f64>> {
        let filter = Filter {
            laws: vec![LawKey::of(CRIMINAL_LAW)],
            ..Filter::default()
        };
        let query = QueryNode::Words(facts.to_owned());
        let hits = snapshot.lexical(&query, &filter, usize::MAX, true)?.hits;
        let scored = hits.iter().map(|hit| (hit.entry, f64::from(hit.score)));
        Ok(scored.collect())
    }

    /// Cosines of the articles' own texts.
    fn cosines(
        &self,
        snapshot: &Snapshot,
        vector: Option<&[f32]>,
    ) -> Result<HashMap<EntryRef, f64>> {
        let Some(vector) = vector else {
            return Ok(HashMap::new());
        };
        let entries: Vec<EntryRef> = self.rows.values().flatten().map(|row| row.newest).collect();
        let cosines = snapshot.cosines(vector, &entries)?;
        let there = cosines.into_iter().flatten();
        Ok(there.map(|hit| (hit.entry, f64::from(hit.score))).collect())
    }

    /// The best score among the articles of a number.
    fn best(&self, scores: &HashMap<EntryRef, f64>) -> HashMap<u32, f64> {
        let mut best = HashMap::new();
        for (&base, rows) in &self.rows {
            let of_rows = rows.iter().filter_map(|row| scores.get(&row.newest));
            if let Some(score) = of_rows.copied().reduce(f64::max) {
                best.insert(base, score);
            }
        }
        best
    }

    /// How much the facts name a charge of the articles of a number.
    fn named(&self, base: u32, facts: &str) -> f64 {
        let rows = self.rows.get(&base).into_iter().flatten();
        let named = rows.map(|row| charge_named(row.number, facts));
        named.fold(0.0, f64::max)
    }

    /// Of the articles of one number, the one that is meant: whose charge the facts
    /// name, or that most of the cases' charges belong to, else the first.
    fn variant(&self, base: u32, cases: &[DecidedCase], facts: &str) -> &'a ArticleRow {
        let rows = &self.rows[&base];
        let weight = |row: &ArticleRow| {
            let exact = cases.iter().filter(|case| case.exact.contains(&row.number));
            charge_named(row.number, facts) * cases.len() as f64 + exact.count() as f64
        };
        let mut best = rows[0];
        for row in &rows[1..] {
            if weight(row) > weight(best) {
                best = row;
            }
        }
        best
    }
}

/// How much the facts name a charge that an article defines, from 0 to 1.
fn charge_named(article: ArticleNumber, facts: &str) -> f64 {
    let mut most = 0.0;
    for charge in charges::of_article(article) {
        for name in std::iter::once(&charge.name).chain(&charge.former_names) {
            let short = name.strip_suffix('罪').unwrap_or(name);
            let length = short.chars().count();
            if facts.contains(name) || (length >= 3 && facts.contains(short)) {
                most = f64::max(most, (length as f64 / WHOLE_NAME).min(1.0));
            }
        }
    }
    most
}

/// What the nearest cases apply; the first counts 1, the second a half, and so on.
fn votes(
    cases: &[DecidedCase],
    place: impl Fn(&DecidedCase) -> Option<usize>,
) -> HashMap<u32, f64> {
    let mut votes = HashMap::new();
    for case in cases {
        if let Some(place) = place(case).filter(|&place| place < VOTING) {
            for &article in &case.articles {
                *votes.entry(article).or_insert(0.0) += 1.0 / (place as f64 + 1.0);
            }
        }
    }
    votes
}

/// Each value as a share of the greatest.
fn shares(mut values: HashMap<u32, f64>) -> HashMap<u32, f64> {
    let greatest = values.values().copied().fold(0.0, f64::max);
    if greatest > 0.0 {
        values.values_mut().for_each(|value| *value /= greatest);
    }
    values
}

/// Mean and deviation of values.
struct Standard {
    mean: f64,
    deviation: f64,
}

impl Standard {
    fn of(values: &HashMap<u32, f64>) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.values().sum::<f64>() / count;
        let variance = values.values().map(|v| (v - mean).powi(2)).sum::<f64>() / count;
        Self {
            mean,
            deviation: variance.sqrt().max(1e-6),
        }
    }

    /// Standard deviations above the mean, no fewer than −3, divided by 5.
    fn of_value(&self, value: f64) -> f64 {
        ((value - self.mean) / self.deviation).max(-3.0) / 5.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_named_in_full_counts_whole() {
        let theft = ArticleNumber::new(264);
        assert_eq!(charge_named(theft, "某甲偷走手机"), 0.0);
        assert!((charge_named(theft, "应以盗窃罪处罚") - 1.0 / 3.0).abs() < 1e-9);
        let aid = ArticleNumber::inserted(287, 2);
        assert_eq!(charge_named(aid, "涉嫌帮助信息网络犯罪活动"), 1.0);
    }

    #[test]
    fn values_are_told_from_their_mean() {
        let values = HashMap::from([(1, 1.0), (2, 3.0)]);
        let scale = Standard::of(&values);
        assert!((scale.of_value(3.0) - 0.2).abs() < 1e-9);
        assert!((scale.of_value(-90.0) + 0.6).abs() < 1e-9);
        assert_eq!(shares(values)[&1], 1.0 / 3.0);
        assert!(shares(HashMap::new()).is_empty());
    }
}
