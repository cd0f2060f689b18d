//! The repeal clauses in the articles and other lines of a text.

use std::sync::LazyLock;

use regex::Regex;

use super::RepealClause;
use super::sentence::objects;
use crate::document::{Body, Date, Document};
use crate::import::dates::applies_from_clause;
use crate::statute::Block;
use crate::timeline::act::ActKind;
use crate::timeline::legislative_history::{NamedAct, acts_named};

/// Longest sentence that is kept, in characters.
const MAX_WORDS: usize = 120;

/// Most days between the passing of a text and its publication; a text that is younger
/// than its own history says was amended since.
const LONGEST_PUBLICATION: i64 = 366;

/// Words without which no line ends a text.
const END_WORDS: &[&str] = &[
    "废止",
    "失效",
    "停止执行",
    "停止施行",
    "停止适用",
    "不再适用",
    "不再执行",
    "不再施行",
    "不再有效",
];

static FROM_PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"自\s*(?:本\S{1,6})?(?:公布|发布|颁布|印发)之日起")
        .expect("the pattern is constant")
});

/// The clauses of a text, in its order.
pub(super) fn read(document: &Document) -> Vec<RepealClause> {
    let Body::Statute(statute) = &document.body else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let days = Days::of(document);
    for block in &statute.blocks {
        match block {
            Block::Article(article) => in_text(&mut found, &article.label, &article.text, &days),
            Block::Text(text) => in_text(&mut found, "", text, &days),
            Block::Heading(heading) => in_text(&mut found, "", &heading.text, &days),
        }
    }
    for clause in &mut found {
        clause.act.clone_from(&document.title);
    }
    found
}

fn in_text(found: &mut Vec<RepealClause>, place: &str, text: &str, days: &Days) {
    if !END_WORDS.iter().any(|word| text.contains(word)) {
        return;
    }
    for line in text.lines() {
        if is_history(line) {
            continue;
        }
        for sentence in line.split_inclusive('。') {
            if !END_WORDS.iter().any(|word| sentence.contains(word)) {
                continue;
            }
            found.extend(objects(sentence).into_iter().map(|object| RepealClause {
                act: String::new(),
                title: object.title,
                maker: (!object.before.is_empty()).then_some(object.before),
                extent: object.extent,
                dated: object.from.is_some() || written(text).is_some(),
                from: object.from.or_else(|| days.from(text)),
                place: place.to_owned(),
                words: shortened(sentence),
            }));
        }
    }
}

/// 2013年7月18日 《国务院关于废止和修改部分行政法规的决定》第一次修订
fn is_history(line: &str) -> bool {
    crate::import::law_markdown::is_history(line.trim())
        && !line.contains("同时废止")
        && !line.contains("予以废止")
}

fn shortened(sentence: &str) -> String {
    let sentence: String = sentence.split_whitespace().collect();
    match sentence.char_indices().nth(MAX_WORDS) {
        Some((cut, _)) => format!("{}…", &sentence[..cut]),
        None => sentence,
    }
}

/// The days from which clauses of a text can count.
struct Days {
    /// When its whole text was first made, or made anew: its clauses are from then.
    made: Option<Date>,
    /// From when that text applied.
    applies: Option<Date>,
}

impl Days {
    /// Of a consolidated text the day of its original making, since an act that amends
    /// single articles leaves the last one as it was.
    fn of(document: &Document) -> Self {
        let metadata = &document.metadata;
        let acts = acts_named(&preamble(document));
        let whole = acts
            .iter()
            .rfind(|act| matches!(act.kind, ActKind::Enacted | ActKind::Revised));
        let amended = acts.iter().any(|act| act.kind == ActKind::Amended);
        let by_text = last_clause(document);
        let later = |act: &NamedAct| {
            let latest = act
                .passed
                .saturating_add(jiff::Span::new().days(LONGEST_PUBLICATION));
            metadata.made_on().is_some_and(|made| made > latest)
        };
        match whole {
            Some(act) if amended || later(act) => Self {
                made: Some(act.passed),
                applies: by_text.or(act.effective).or(Some(act.passed)),
            },
            _ => Self {
                made: metadata.made_on(),
                applies: by_text.or(metadata.applies_from()),
            },
        }
    }

    /// The day of a clause in this text of an article.
    fn from(&self, text: &str) -> Option<Date> {
        if let Some(day) = written(text) {
            return Some(day);
        }
        match FROM_PUBLICATION.is_match(text) {
            true => self.made,
            false => self.applies,
        }
    }
}

/// The day that a text of an article writes out: 本法自1997年10月1日起施行.
fn written(text: &str) -> Option<Date> {
    applies_from_clause(text).flatten()
}

/// The lines before the first article that tell the history.
fn preamble(document: &Document) -> String {
    let Body::Statute(statute) = &document.body else {
        return String::new();
    };
    let before = statute.blocks.iter().map_while(|block| match block {
        Block::Text(text) => Some(text.as_str()),
        Block::Heading(_) => Some(""),
        Block::Article(_) => None,
    });
    let lines = before.flat_map(str::lines);
    let history = lines.filter(|line| crate::import::law_markdown::is_history(line.trim()));
    history.collect::<Vec<_>>().join("\n")
}

/// 本法自1997年10月1日起施行, from the end of a text.
fn last_clause(document: &Document) -> Option<Date> {
    let Body::Statute(statute) = &document.body else {
        return None;
    };
    let last = statute.blocks.iter().rev().take(8);
    last.filter_map(|block| match block {
        Block::Article(article) => Some(article.text.as_str()),
        Block::Text(text) => Some(text.as_str()),
        Block::Heading(_) => None,
    })
    .find_map(|text| applies_from_clause(text).flatten())
}
