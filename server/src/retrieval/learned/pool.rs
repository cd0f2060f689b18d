//! The articles that could answer a question, each with its features: the best by
//! words, the nearest by meaning and by tuned meaning, and those that the most similar
//! cases cite.

use std::collections::{HashMap, HashSet};

use leian_corpus::DocumentKind;
use leian_indexer::{
    ArticleRow, ArticleTable, EntryRef, Filter, MatchSet, ScoredEntry, ScoredPassage, Snapshot,
};

use super::features::{FEATURES, Feature, NEIGHBOURHOOD, NOT_FOUND, kind_rank};
use crate::retrieval::error::Result;

/// So many articles of each list are candidates.
pub const POOL_DEPTH: usize = 300;

/// So many similar cases are asked what they cite.
pub const SIMILAR_CASES: usize = 30;

/// So many of the articles that they cite are candidates.
const CITED_DEPTH: usize = 100;

/// The first of many similar cases counts 1/6, the thirtieth 1/35.
const SIMILAR_OFFSET: f32 = 5.0;

/// So many candidates of a list are asked what they cite.
const CITING: usize = 30;

/// Articles so near by number are neighbours.
const NEIGHBOUR_NUMBERS: u32 = 2;

/// A question on its way to articles.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is asked, in words.
    pub text: &'a str,
    /// What may be found.
    pub filter: &'a Filter,
    /// Its vector.
    pub vector: &'a [f32],
    /// Its vector tuned for statutes.
    pub tuned: &'a [f32],
    /// Articles by words, best first.
    pub articles: &'a [ScoredEntry],
    /// Cases by words, best first.
    pub cases: &'a [ScoredEntry],
}

/// Candidates with their features.
#[derive(Debug, Default)]
pub struct Pool {
    /// One version an article, in no order that means anything.
    pub entries: Vec<EntryRef>,
    /// Features by entry, in the order of [`Feature::ALL`].
    pub rows: Vec<[f32; FEATURES]>,
    /// The nearest by tuned meaning, best first.
    pub tuned: Vec<ScoredPassage>,
    /// The nearest passage of each entry.
    pub passages: Vec<Option<ScoredPassage>>,
}

/// Lets only what statutes are made of pass `filter`.
pub fn statutes_of(filter: &Filter) -> Filter {
    without(filter, |kind| !kind.is_statute())
}

/// Lets only cases, judgments and questions pass `filter`.
pub fn cases_of(filter: &Filter) -> Filter {
    without(filter, DocumentKind::is_statute)
}

fn without(filter: &Filter, excluded: impl Fn(DocumentKind) -> bool) -> Filter {
    let mut filter = filter.clone();
    let kinds = DocumentKind::ALL.iter().copied();
    filter
        .exclude_kinds
        .extend(kinds.filter(|&kind| excluded(kind)));
    filter
}

/// The cases that evidence is taken from: those of the library, whatever a reader
/// filters, but for documents that must not be found.
pub fn evidence_of(filter: &Filter) -> Filter {
    cases_of(&Filter {
        exclude_documents: filter.exclude_documents.clone(),
        exclude_folders: filter.exclude_folders.clone(),
        ..Filter::default()
    })
}

impl Pool {
    /// Gathers the candidates of a question.
    ///
    /// # Errors
    /// When the index cannot be read, or the vectors do not fit it.
    pub fn gather(snapshot: &Snapshot, question: &Question<'_>) -> Result<Self> {
        let table = snapshot.articles()?;
        let statutes = statutes_of(question.filter);
        let passing = snapshot.filter_only(&statutes, true)?;
        let meaning = snapshot.semantic(question.vector, &statutes, POOL_DEPTH, true)?;
        let tuned = snapshot.semantic(question.tuned, &statutes, POOL_DEPTH, true)?;
        let similar = Similar::find(snapshot, question, &passing)?;

        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        let words = question.articles.iter().take(POOL_DEPTH);
        let listed = words.map(|hit| hit.entry);
        let near = meaning.iter().chain(&tuned).map(|hit| hit.entry);
        for entry in listed.chain(near).chain(similar.best()) {
            if table.of(entry).is_some() && seen.insert(entry) {
                entries.push(entry);
            }
        }
        let passages = snapshot.cosines(question.vector, &entries)?;
        let cosines = Scale::of(passages.iter().map(cosine).collect());
        let of_tuned = snapshot.cosines(question.tuned, &entries)?;
        let of_tuned = Scale::of(of_tuned.iter().map(cosine).collect());
        let gathered = Gathered {
            snapshot,
            table,
            question,
            words: by_words(question.articles),
            cosines,
            tuned: of_tuned,
            similar,
        };
        let rows = gathered.rows(&entries)?;
        Ok(Self {
            entries,
            rows,
            tuned,
            passages,
        })
    }
}

fn cosine(passage: &Option<ScoredPassage>) -> Option<f32> {
    passage.map(|passage| passage.score)
}

fn by_words(articles: &[ScoredEntry]) -> HashMap<EntryRef, (usize, f32)> {
    let places = articles.iter().enumerate();
    places
        .map(|(place, hit)| (hit.entry, (place, hit.score)))
        .collect()
}

/// Articles that similar cases cite, and their laws, nearer cases more.
#[derive(Default)]
struct Similar {
    articles: HashMap<EntryRef, f32>,
    laws: HashMap<u32, f32>,
}

impl Similar {
    fn find(snapshot: &Snapshot, question: &Question<'_>, passing: &MatchSet) -> Result<Self> {
        let table = snapshot.articles()?;
        let near = snapshot.semantic(
            question.vector,
            &evidence_of(question.filter),
            SIMILAR_CASES,
            true,
        )?;
        let mut weights: HashMap<EntryRef, f32> = HashMap::new();
        let by_words = question.cases.iter().map(|hit| hit.entry);
        let lists: [&mut dyn Iterator<Item = EntryRef>; 2] = [
            &mut by_words.take(SIMILAR_CASES),
            &mut near.iter().map(|hit| hit.entry),
        ];
        for list in lists {
            for (place, case) in list.enumerate() {
                *weights.entry(case).or_default() += 1.0 / (place as f32 + 1.0 + SIMILAR_OFFSET);
            }
        }
        let mut found = Self::default();
        for (case, weight) in best(weights, SIMILAR_CASES) {
            let mut laws = HashSet::new();
            for article in snapshot.articles_cited_by(case)? {
                let law = table.of(article).map(|row| row.law);
                if let Some(law) = law.filter(|&law| laws.insert(law)) {
                    *found.laws.entry(law).or_default() += weight;
                }
                if let Some(article) = passing.representative(article) {
                    *found.articles.entry(article).or_default() += weight;
                }
            }
        }
        Ok(found)
    }

    /// The articles with the greatest weights.
    fn best(&self) -> impl Iterator<Item = EntryRef> {
        let best = best(self.articles.clone(), CITED_DEPTH);
        best.into_iter().map(|(entry, _)| entry)
    }
}

/// The entries with the greatest weights, in a fixed order.
fn best(weights: HashMap<EntryRef, f32>, count: usize) -> Vec<(EntryRef, f32)> {
    let mut list: Vec<_> = weights.into_iter().collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(count);
    list
}

/// Cosines of the candidates, on the scale of all of them.
struct Scale {
    values: Vec<f32>,
    /// Place of each, from 1.
    places: Vec<f32>,
    /// Candidates, best first.
    order: Vec<usize>,
    best: f32,
    mean: f32,
    deviation: f32,
}

impl Scale {
    /// What has no vector stands at the lowest cosine that is there.
    fn of(cosines: Vec<Option<f32>>) -> Self {
        let there = || cosines.iter().flatten().copied();
        let lowest = there().fold(f32::INFINITY, f32::min);
        let lowest = if lowest.is_finite() { lowest } else { 0.0 };
        let values: Vec<f32> = cosines.iter().map(|c| c.unwrap_or(lowest)).collect();
        let count = values.len().max(1) as f32;
        let mean = values.iter().sum::<f32>() / count;
        let variance = values
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f32>()
            / count;
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
        let mut places = vec![0.0; values.len()];
        for (place, &at) in order.iter().enumerate() {
            places[at] = place as f32 + 1.0;
        }
        Self {
            best: order.first().map_or(0.0, |&at| values[at]),
            deviation: variance.sqrt().max(1e-4),
            mean,
            values,
            places,
            order,
        }
    }

    fn gap(&self, at: usize) -> f32 {
        self.best - self.values[at]
    }

    fn standard(&self, at: usize) -> f32 {
        (self.values[at] - self.mean) / self.deviation
    }
}

/// Everything that rows are made of.
struct Gathered<'a> {
    snapshot: &'a Snapshot,
    table: &'a ArticleTable,
    question: &'a Question<'a>,
    words: HashMap<EntryRef, (usize, f32)>,
    cosines: Scale,
    tuned: Scale,
    similar: Similar,
}

/// What is counted over all candidates, by law.
struct Counted {
    words: HashMap<u32, f32>,
    meaning: HashMap<u32, f32>,
    tuned: HashMap<u32, f32>,
    neighbours: Neighbours,
}

/// A row that is being filled.
struct Row([f32; FEATURES]);

impl Row {
    fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }
}

impl Gathered<'_> {
    fn rows(&self, entries: &[EntryRef]) -> Result<Vec<[f32; FEATURES]>> {
        let articles: Vec<Option<&ArticleRow>> =
            entries.iter().map(|&entry| self.table.of(entry)).collect();
        let counted = self.counted(&articles);
        let links = self.links(entries)?;
        let titles = Titles::new(self.question.text);
        let mut shares: HashMap<u32, f32> = HashMap::new();
        let mut rows = Vec::with_capacity(entries.len());
        for (at, (&entry, article)) in entries.iter().zip(&articles).enumerate() {
            let mut row = Row([0.0; FEATURES]);
            if let Some(article) = article {
                self.set_words(&mut row, entry);
                self.set_meaning(&mut row, at);
                self.set_article(&mut row, entry, article);
                set_law(&mut row, article, &counted);
                let similar = &self.similar;
                let cited = similar.articles.get(&entry).copied();
                row.set(Feature::CitedBySimilar, cited.unwrap_or(0.0));
                let of_law = similar.laws.get(&article.law).copied();
                row.set(Feature::LawCitedBySimilar, of_law.unwrap_or(0.0));
                let law = || titles.share(&self.table.law(article.law).name);
                let title = *shares.entry(article.law).or_insert_with(law);
                row.set(Feature::Title, title);
                row.set(Feature::CitedByNear, links[at].0);
                row.set(Feature::CitesNear, links[at].1);
            }
            rows.push(row.0);
        }
        Ok(rows)
    }

    fn counted(&self, articles: &[Option<&ArticleRow>]) -> Counted {
        let law_at = |at: usize| articles[at].map(|row| row.law);
        let first = |scale: &Scale| {
            let nearest = scale.order.iter().take(NEIGHBOURHOOD);
            count(nearest.map(|&at| law_at(at)))
        };
        let by_words = self.question.articles.iter().take(NEIGHBOURHOOD);
        Counted {
            words: count(by_words.map(|hit| self.table.of(hit.entry).map(|row| row.law))),
            meaning: first(&self.cosines),
            tuned: first(&self.tuned),
            neighbours: Neighbours::of(articles, &self.tuned),
        }
    }

    fn set_words(&self, row: &mut Row, entry: EntryRef) {
        let best = self.question.articles.first().map_or(0.0, |hit| hit.score);
        let (place, score) = match self.words.get(&entry) {
            Some(&(place, score)) => (place as f32 + 1.0, score),
            None => (NOT_FOUND, 0.0),
        };
        let length = self.question.text.chars().count() as f32;
        row.set(Feature::WordsShare, score / best.max(f32::EPSILON));
        row.set(Feature::WordsPlace, place.min(NOT_FOUND));
        row.set(Feature::WordsScore, score);
        row.set(Feature::BestWords, best / length.max(1.0));
        row.set(Feature::QuestionLength, (1.0 + length).ln());
    }

    fn set_meaning(&self, row: &mut Row, at: usize) {
        row.set(Feature::MeaningGap, self.cosines.gap(at));
        row.set(Feature::MeaningPlace, self.cosines.places[at]);
        row.set(Feature::Meaning, self.cosines.standard(at));
        row.set(Feature::BestMeaning, self.cosines.best);
        row.set(Feature::TunedGap, self.tuned.gap(at));
        row.set(Feature::TunedPlace, self.tuned.places[at]);
        row.set(Feature::Tuned, self.tuned.standard(at));
    }

    fn set_article(&self, row: &mut Row, entry: EntryRef, article: &ArticleRow) {
        let law = self.table.law(article.law);
        row.set(Feature::LawByCases, ln1(law.cited.by_cases));
        row.set(Feature::LawByStatutes, ln1(law.cited.by_statutes));
        row.set(Feature::ArticleByCases, ln1(article.cited.by_cases));
        row.set(Feature::ArticleByStatutes, ln1(article.cited.by_statutes));
        row.set(Feature::Kind, kind_rank(self.snapshot.kind(entry)));
        row.set(Feature::Length, ln1(article.words));
    }

    /// For each candidate, how much the first by words and by tuned meaning cite it, and
    /// how much it cites them.
    fn links(&self, entries: &[EntryRef]) -> Result<Vec<(f32, f32)>> {
        let mut weights: HashMap<EntryRef, f32> = HashMap::new();
        let by_words = self.question.articles.iter().map(|hit| hit.entry);
        let by_meaning = self.tuned.order.iter().map(|&at| entries[at]);
        let lists: [&mut dyn Iterator<Item = EntryRef>; 2] =
            [&mut by_words.take(CITING), &mut by_meaning.take(CITING)];
        for list in lists {
            for (place, entry) in list.enumerate() {
                *weights.entry(entry).or_default() += 1.0 / (place as f32 + 1.0 + SIMILAR_OFFSET);
            }
        }
        let places: HashMap<EntryRef, usize> =
            (0..entries.len()).map(|at| (entries[at], at)).collect();
        let mut links = vec![(0.0, 0.0); entries.len()];
        for (at, &entry) in entries.iter().enumerate() {
            for cited in self.snapshot.articles_cited_by(entry)? {
                if let Some(weight) = weights.get(&cited) {
                    links[at].1 += weight;
                }
                if let (Some(weight), Some(&place)) = (weights.get(&entry), places.get(&cited)) {
                    links[place].0 += weight;
                }
            }
        }
        Ok(links)
    }
}

fn set_law(row: &mut Row, article: &ArticleRow, counted: &Counted) {
    let of = |counts: &HashMap<u32, f32>| counts.get(&article.law).copied().unwrap_or(0.0);
    row.set(Feature::LawAmongWords, of(&counted.words));
    row.set(Feature::LawAmongMeaning, of(&counted.meaning));
    row.set(Feature::LawAmongTuned, of(&counted.tuned));
    row.set(Feature::Neighbours, counted.neighbours.best(article));
}

fn ln1(count: u32) -> f32 {
    (count as f32).ln_1p()
}

fn count(laws: impl Iterator<Item = Option<u32>>) -> HashMap<u32, f32> {
    let mut counts = HashMap::new();
    for law in laws.flatten() {
        *counts.entry(law).or_default() += 1.0;
    }
    counts
}

/// Tuned cosines by law and number.
struct Neighbours(HashMap<(u32, u32), f32>);

impl Neighbours {
    fn of(articles: &[Option<&ArticleRow>], tuned: &Scale) -> Self {
        let mut best = HashMap::new();
        for (at, article) in articles.iter().enumerate() {
            if let Some(article) = article {
                let value = best
                    .entry((article.law, article.number.base))
                    .or_insert(f32::NEG_INFINITY);
                *value = f32::max(*value, tuned.standard(at));
            }
        }
        Self(best)
    }

    /// The best of the articles beside this one; of one that has none the lowest value
    /// that a tuned cosine is likely to have.
    fn best(&self, article: &ArticleRow) -> f32 {
        let base = article.number.base;
        let beside = base.saturating_sub(NEIGHBOUR_NUMBERS)..=base + NEIGHBOUR_NUMBERS;
        let others = beside.filter(|&number| number != base);
        let values = others.filter_map(|number| self.0.get(&(article.law, number)));
        values.copied().fold(-3.0, f32::max)
    }
}

/// The pairs of characters of a question.
struct Titles(HashSet<(char, char)>);

impl Titles {
    fn new(question: &str) -> Self {
        Self(pairs(question).collect())
    }

    /// Which share of a title's pairs of characters the question has.
    fn share(&self, title: &str) -> f32 {
        let all = pairs(title).count().max(1) as f32;
        pairs(title).filter(|pair| self.0.contains(pair)).count() as f32 / all
    }
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    text.chars().zip(text.chars().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_told_from_the_best_and_from_the_mean() {
        let scale = Scale::of(vec![Some(0.9), None, Some(0.8), Some(0.9)]);
        assert_eq!(scale.values, [0.9, 0.8, 0.8, 0.9]);
        assert_eq!(scale.places, [1.0, 3.0, 4.0, 2.0]);
        assert!((scale.gap(2) - 0.1).abs() < 1e-6);
        assert!((scale.standard(0) - 1.0).abs() < 1e-3);
        assert_eq!(Scale::of(vec![None]).standard(0), 0.0);
    }

    #[test]
    fn a_title_is_told_by_pairs_of_characters() {
        let titles = Titles::new("灯塔管理人不点灯怎么办");
        assert!((titles.share("灯塔管理条例") - 0.6).abs() < 1e-6);
        assert_eq!(titles.share("票据法"), 0.0);
    }
}
