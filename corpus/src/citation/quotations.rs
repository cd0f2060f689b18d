//! Citations with what a text quotes of them: the words around a mention are set against
//! the wording of the day, then against the others that a library knows.

use std::collections::HashSet;
use std::ops::Range;

use super::extract::CitationMention;
use super::gaps;
use super::quote::{Candidate, Frame, alone, candidates};
use super::quoted::{Found, Provision, beside_another, judge};
use super::resolve::{Days, OtherWording, in_document, part_of, resolve, wordings};
use super::verdict::{QuoteVerdict, Resolution, Verdict};
use super::words::Words;
use crate::law_title::Edition;
use crate::statute::ArticleNumber;
use crate::timeline::{KnownLaw, Wording, is_deleted, paragraphs};

/// Most articles of a range that a quotation is looked for in.
const MAX_RANGE: usize = 20;

/// By how much more of a quotation has to agree with an older wording than with that of
/// the day, before it is the one that is quoted.
const MUCH_NEARER: f64 = 0.2;

/// The share of its words that a quotation put wrong has of the provision, beside a true one.
const NEAR_COPY: f64 = 0.6;

/// How many characters of a candidate are looked at first.
const GLANCE: usize = 28;

/// Characters in a row of these that have to stand in the article.
const GLANCE_SEED: usize = 4;

/// Words in a row by which the article that a law is quoted from is found.
const SEED: usize = 6;

/// Resolves a mention of `text` together with what the text quotes of it, and puts the
/// place of the quotation into the mention. What stands before `floor` belongs to the
/// citations before this one.
pub fn resolve_in(
    text: &str,
    mention: &mut CitationMention,
    floor: usize,
    law: Option<&KnownLaw>,
    days: Days,
) -> Resolution {
    let mut resolution = resolve(mention, None, law, days);
    let Some(law) = law else {
        return resolution;
    };
    // Words of a text that is not held are compared with no other one.
    let names_one = mention.edition.is_some_and(Edition::names_one);
    if names_one && resolution.text.is_none() {
        mention.quote = None;
        return resolution;
    }
    let mut candidates = candidates(text, &mention.byte_range, floor);
    candidates.retain(|one| one.frame == Frame::Said || may_quote(text, one, mention, law));
    let said = candidates.iter().any(|one| one.frame == Frame::Said);
    if !said {
        mention.quote = None;
    }
    let Some(found) = quoted(text, mention, &candidates, &mut resolution, law, days) else {
        return resolution;
    };
    mention.quote = Some(found.range);
    resolution.quote = found.verdict;
    resolution
}

/// Whether nothing but marks of a list stands between two citations of `text`.
pub fn are_listed(text: &str, one: &CitationMention, next: &CitationMention) -> bool {
    let gap = text.get(one.byte_range.end..next.byte_range.start);
    gap.is_some_and(gaps::is_separator)
}

/// Where the words stand that `text` quotes behind `later` and that are those of
/// `earlier`, a citation before it in the same list: 第一条、第二条规定：“……” may quote
/// either.
pub fn quoted_of_earlier(
    text: &str,
    earlier: &CitationMention,
    later: &CitationMention,
    law: Option<&KnownLaw>,
    days: Days,
) -> Option<Range<usize>> {
    let mut behind = CitationMention {
        byte_range: later.byte_range.clone(),
        quote: later.quote.clone(),
        ..earlier.clone()
    };
    let resolution = resolve_in(text, &mut behind, earlier.byte_range.start, law, days);
    behind
        .quote
        .filter(|_| resolution.quote == QuoteVerdict::Equal)
}

/// Whether some words in a row of a candidate stand in a text of the article: looked for
/// before anything is compared, because most citations quote nothing.
fn may_quote(text: &str, candidate: &Candidate, mention: &CitationMention, law: &KnownLaw) -> bool {
    let Some(number) = mention.article.filter(|_| mention.article_end.is_none()) else {
        return true;
    };
    let first = candidate
        .pieces
        .first()
        .and_then(|piece| text.get(piece.clone()));
    let words = first.unwrap_or_default();
    let near: String = match candidate.frame {
        Frame::Before => {
            let mut near: Vec<char> = words.chars().rev().take(GLANCE).collect();
            near.reverse();
            near.into_iter().collect()
        }
        _ => words.chars().take(GLANCE).collect(),
    };
    let articles = law.versions.iter();
    let articles: Vec<&String> = articles
        .filter_map(|one| one.articles.get(&number))
        .collect();
    let runs = near.split(|c: char| !c.is_alphanumeric());
    let starts = runs.flat_map(|run| {
        run.char_indices()
            .step_by(GLANCE_SEED)
            .map(move |(at, _)| &run[at..])
    });
    let mut seeds = starts.filter_map(|run| {
        let end = run.char_indices().nth(GLANCE_SEED - 1)?;
        Some(&run[..end.0 + end.1.len_utf8()])
    });
    seeds.any(|seed| articles.iter().any(|article| article.contains(seed)))
}

/// Compares the words that a text says it quotes with the provision.
pub(super) fn against_quote(
    resolution: &mut Resolution,
    mention: &CitationMention,
    quote: &str,
    law: &KnownLaw,
    days: Days,
) {
    let candidate = Candidate {
        frame: Frame::Said,
        pieces: alone(0..quote.len()),
    };
    if let Some(found) = quoted(quote, mention, &[candidate], resolution, law, days) {
        resolution.quote = found.verdict;
    }
}

/// The quotation among the candidates: a true one first, of the day's wording, then of
/// another; of those that differ the surest.
fn quoted(
    text: &str,
    mention: &CitationMention,
    candidates: &[Candidate],
    resolution: &mut Resolution,
    law: &KnownLaw,
    days: Days,
) -> Option<Found> {
    if candidates.is_empty() {
        return None;
    }
    if mention.article.is_none() {
        return of_whole_law(text, candidates, law, days);
    }
    let of_day = of_named_text(mention, resolution, law, days);
    let judged = |provision: &Provision| {
        let found = candidates.iter().map(|one| judge(text, one, provision));
        found.flatten().collect::<Vec<Found>>()
    };
    let found = of_day.as_ref().map(&judged).unwrap_or_default();
    if let Some(equal) = found.iter().find(|found| found.is_equal()) {
        // “…”，依照第三条，“…”: one of them may be put wrong.
        let marked = candidates.iter().filter(|one| one.frame.in_marks());
        let mut marked = marked.filter_map(|one| beside_another(text, one, of_day.as_ref()?));
        let wrong = marked.find(|other| !other.is_equal() && other.agree >= NEAR_COPY);
        return Some(wrong.unwrap_or_else(|| equal.clone()));
    }
    let mut nearest = found.into_iter().next();
    if mention.edition.is_some_and(Edition::names_one) {
        return nearest;
    }
    if nearest.is_none() && !in_other_version(mention, law, &judged) {
        return None;
    }
    for wording in wordings(mention, law, days) {
        let Some(provision) = provision(&wording.text, mention) else {
            continue;
        };
        let found = judged(&provision);
        if let Some(found) = found.iter().find(|found| found.is_equal()) {
            is_another(resolution, mention, law, wording);
            return Some(found.clone());
        }
        // An older wording, with a slip of its own.
        let agree = nearest
            .as_ref()
            .map_or(0.0, |found| found.agree + MUCH_NEARER);
        let nearer = found.into_iter().find(|found| found.agree > agree);
        nearest = nearer.or(nearest);
    }
    nearest
}

/// Whether another text of the law has words under that number that are quoted: looked
/// for before its history is read, which takes longer.
fn in_other_version(
    mention: &CitationMention,
    law: &KnownLaw,
    judged: &dyn Fn(&Provision) -> Vec<Found>,
) -> bool {
    let number = mention.article;
    let texts = law
        .versions
        .iter()
        .filter_map(|one| one.articles.get(&number?));
    let mut texts = texts.filter_map(|text| provision(text, mention));
    texts.any(|provision| !judged(&provision).is_empty())
}

/// What is quoted is another day's wording, so the provision was amended since.
fn is_another(
    resolution: &mut Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    wording: OtherWording,
) {
    resolution.source_status = None;
    let text = part_of(&wording.text, mention).ok();
    in_document(resolution, law, &wording.document, text);
    if resolution.verdict == Verdict::InForce {
        resolution.verdict = Verdict::Amended;
        resolution.changed_by = wording.ended_by;
    }
}

/// The wording of the text that a mention names, else of the day, of what it cites.
fn of_named_text(
    mention: &CitationMention,
    resolution: &Resolution,
    law: &KnownLaw,
    days: Days,
) -> Option<Provision> {
    let named = resolution.text.as_deref();
    let Some(text) = named.filter(|_| mention.edition.is_some_and(Edition::names_one)) else {
        return of_day(mention, law, days);
    };
    let mut versions = law.versions.iter();
    let version = versions.find(|version| Some(&version.document) == resolution.document.as_ref());
    let article = version.zip(mention.article.filter(|_| mention.article_end.is_none()));
    let article = article.and_then(|(version, number)| version.articles.get(&number));
    // The part cited stands in its article, where other parts may be quoted too.
    match article.filter(|article| part_of(article, mention).is_ok_and(|part| part == text)) {
        Some(article) => provision(article, mention),
        None => Some(Provision::of(text, text, None)),
    }
}

/// The wording of the day of what a mention cites.
fn of_day(mention: &CitationMention, law: &KnownLaw, days: Days) -> Option<Provision> {
    let first = article_on(mention.article?, law, days)?;
    let Some(end) = mention.article_end else {
        return provision(&first, mention);
    };
    let numbers: Vec<ArticleNumber> = law
        .current(days.at)
        .iter()
        .flat_map(|version| version.articles.keys().copied())
        .filter(|number| Some(*number) > mention.article && *number <= end)
        .take(MAX_RANGE)
        .collect();
    let rest = numbers.into_iter();
    let rest = rest.filter_map(|number| article_on(number, law, days));
    let all: Vec<String> = std::iter::once(first).chain(rest).collect();
    let all = all.join("\n");
    Some(Provision::of(&all, &all, None))
}

fn article_on(number: ArticleNumber, law: &KnownLaw, days: Days) -> Option<String> {
    if let Some((text, _)) = law.timeline.last_text(number, days.at) {
        return Some(text.to_owned());
    }
    match law.timeline.wording(number, days.at, days.today) {
        Wording::InForce { text, .. } => Some(text.to_string()),
        _ => None,
    }
}

/// An article with the part of it that a mention cites; `None` when it has no such part.
fn provision(article: &str, mention: &CitationMention) -> Option<Provision> {
    let cited = part_of(article, mention).ok()?;
    let lead = mention.item.and_then(|_| {
        let paragraphs = paragraphs(article);
        let of_item = paragraphs.iter().find(|one| one.text.contains(&cited))?;
        of_item.text.lines().next().map(str::to_owned)
    });
    Some(Provision::of(article, &cited, lead.as_deref()))
}

/// A quotation in marks of a law of which no article is named: the article is looked for.
fn of_whole_law(text: &str, candidates: &[Candidate], law: &KnownLaw, days: Days) -> Option<Found> {
    let candidate = candidates.iter().find(|one| one.frame == Frame::Said)?;
    let current = law.current(days.at);
    let articles = current.iter().flat_map(|version| version.articles.values());
    let articles = articles.map(String::as_str);
    let near = in_nearest(text, candidate, articles.filter(|text| !is_deleted(text)));
    // Another version may have the words.
    near.filter(|found| found.is_equal() || law.versions.len() == 1)
}

/// What a text quotes of a case, key points or reasons, by the sections of the case; puts
/// the place of the quotation into the mention.
pub fn quote_of_case<'s>(
    text: &str,
    mention: &mut CitationMention,
    floor: usize,
    sections: impl Iterator<Item = &'s str> + Clone,
) -> QuoteVerdict {
    mention.quote = None;
    let candidates = candidates(text, &mention.byte_range, floor);
    let quotes = |one: &&Candidate| one.frame != Frame::Heading;
    let found = candidates.iter().filter(quotes);
    let found: Vec<Found> = found
        .filter_map(|one| in_nearest(text, one, sections.clone()))
        .collect();
    let equal = found.iter().find(|one| one.is_equal());
    let Some(found) = equal.or(found.first()) else {
        return QuoteVerdict::None;
    };
    mention.quote = Some(found.range.clone());
    found.verdict.clone()
}

/// A candidate against that of many texts that has most of its words.
fn in_nearest<'s>(
    text: &str,
    candidate: &Candidate,
    texts: impl Iterator<Item = &'s str>,
) -> Option<Found> {
    let first = candidate.pieces.first()?;
    let quote = Words::of(text.get(first.clone())?, 0);
    let seeds: HashSet<&[char]> = quote.chars.windows(SEED).collect();
    let shared = texts.map(|text| {
        let held = Words::of(text, 0);
        let shared = held.chars.windows(SEED);
        (shared.filter(|seed| seeds.contains(seed)).count(), text)
    });
    let (shared, nearest) = shared.max_by_key(|(shared, _)| *shared)?;
    if shared == 0 {
        return None;
    }
    // Where no article is named the words have to show that they are meant.
    let frame = match candidate.frame {
        Frame::Said | Frame::Near => Frame::SaidBefore,
        other => other,
    };
    let pieces = candidate.pieces.clone();
    let candidate = Candidate { frame, pieces };
    judge(text, &candidate, &Provision::of(nearest, nearest, None))
}
