//! Which of the texts held have ended, by what texts held say.

use std::collections::HashMap;

use super::{Extent, RepealClause};
use crate::document::{Date, DocumentId, LawKey};
use crate::statute::ArticleNumber;
use crate::timeline::{commencement, repealed};

/// Names of makers that stand outside a title (最高人民法院发布的《关于…的解释》) and
/// belong to it; those of several bodies first.
const MAKERS: &[&str] = &[
    "最高人民法院、最高人民检察院",
    "最高人民法院",
    "最高人民检察院",
    "全国人民代表大会常务委员会",
    "国务院",
    "公安部",
];

/// A text of a law that a library holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldText {
    /// The document.
    pub document: DocumentId,
    /// Its law.
    pub law: LawKey,
    /// The day on which it was made.
    pub made: Option<Date>,
}

/// The end of a text held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRepeal {
    /// First day on which it does not apply.
    pub date: Date,
    /// The text that says so.
    pub act: String,
    /// The document that holds that text; `None` when it is not held.
    pub document: Option<DocumentId>,
    /// The law that took its place, where known.
    pub successor: Option<String>,
    /// How much of it ended.
    pub extent: Extent,
    /// Where that is laid down, with the words.
    pub source: String,
}

/// The ends of the texts of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeals {
    by_document: HashMap<DocumentId, Vec<TextRepeal>>,
}

impl Repeals {
    /// Brings together the texts held and the clauses they hold, each with its document.
    /// Of several clauses on a text the earliest counts.
    pub fn of(held: &[HeldText], stated: &[(DocumentId, RepealClause)]) -> Self {
        let mut by_name: HashMap<String, Vec<&HeldText>> = HashMap::new();
        for text in held {
            by_name
                .entry(comparable(text.law.as_str()))
                .or_default()
                .push(text);
        }
        let laws: HashMap<&DocumentId, &LawKey> = held
            .iter()
            .map(|text| (&text.document, &text.law))
            .collect();
        let mut repeals = Self::default();
        for (document, clause) in stated {
            for name in names(clause) {
                for text in by_name.get(&name).into_iter().flatten() {
                    let own = laws.get(document) == Some(&&text.law);
                    repeals.add(text, document, clause, own);
                }
            }
        }
        for text in held {
            repeals.add_known(text);
        }
        for ends in repeals.by_document.values_mut() {
            ends.sort_by_key(|end| (end.extent != Extent::Whole, end.date));
        }
        repeals
    }

    /// The end of the whole text.
    pub fn whole(&self, document: &DocumentId) -> Option<&TextRepeal> {
        self.all(document)
            .iter()
            .find(|end| end.extent == Extent::Whole)
    }

    /// All that is said of its end, of the whole text first.
    pub fn all(&self, document: &DocumentId) -> &[TextRepeal] {
        self.by_document.get(document).map_or(&[], Vec::as_slice)
    }

    /// The texts that have ended as a whole by `day`.
    pub fn ended_by(&self, day: Date) -> impl Iterator<Item = &DocumentId> {
        self.by_document
            .iter()
            .filter(move |(_, ends)| {
                ends.iter()
                    .any(|end| end.extent == Extent::Whole && end.date <= day)
            })
            .map(|(document, _)| document)
    }

    /// Whether nothing has ended.
    pub fn is_empty(&self) -> bool {
        self.by_document.is_empty()
    }

    /// `own` of a text of the very law that says so.
    fn add(&mut self, text: &HeldText, act: &DocumentId, clause: &RepealClause, own: bool) {
        let (Some(from), Some(made)) = (clause.from, text.made) else {
            return;
        };
        if text.document == *act || made >= from || !may_end(&clause.act, &clause.title) {
            return;
        }
        // Under its own name a text made shortly before may be the very same from another
        // source, with the day of its passing.
        // And where the day is only that of a consolidation, what ends is a text before
        // the first making, while those between are followed by later ones.
        if own && (!clause.dated || commencement::surely_from(made) > from) {
            return;
        }
        let decision = clause.act.contains("废止");
        self.push(
            &text.document,
            TextRepeal {
                date: from,
                act: clause.act.clone(),
                document: Some(act.clone()),
                successor: (!decision && clause.extent == Extent::Whole)
                    .then(|| clause.act.clone()),
                extent: clause.extent.clone(),
                source: format!(
                    "《{}》{}：{}",
                    clause.act,
                    clause.place,
                    clause.words.trim_end_matches('。')
                ),
            },
        );
    }

    /// The end that the table of repealed laws tells.
    fn add_known(&mut self, text: &HeldText) {
        let Some(known) = repealed::of(&text.law) else {
            return;
        };
        if text.made.is_some_and(|made| made >= known.date) {
            return;
        }
        self.push(
            &text.document,
            TextRepeal {
                date: known.date,
                act: known.successor.to_owned(),
                document: None,
                successor: Some(known.successor.to_owned()),
                extent: Extent::Whole,
                source: known.source.to_owned(),
            },
        );
    }

    fn push(&mut self, document: &DocumentId, end: TextRepeal) {
        let ends = self.by_document.entry(document.clone()).or_default();
        match ends.iter_mut().find(|known| known.extent == end.extent) {
            Some(known) if known.date <= end.date => {}
            Some(known) => *known = end,
            None => ends.push(end),
        }
    }
}

impl TextRepeal {
    /// Whether an article has ended by `day`; `None` asks for the whole text.
    pub fn ends(&self, article: Option<ArticleNumber>, day: Date) -> bool {
        let named = match (&self.extent, article) {
            (Extent::Whole, _) => true,
            (Extent::Articles(articles), Some(article)) => articles.contains(&article),
            _ => false,
        };
        named && self.date <= day
    }
}

/// Whether who made an act can end a text of this title: courts end no laws, and the
/// State Council none of the National People's Congress. Lists name the laws on which
/// they rest, too.
fn may_end(act: &str, title: &str) -> bool {
    let is_law = title.ends_with("法典") || title.ends_with('法') && !title.ends_with("办法");
    let of_state = title.starts_with("中华人民共和国") && !title.contains("最高人民");
    match act {
        act if act.starts_with("最高人民") => !is_law && !of_state,
        act if act.starts_with("国务院") => !is_law,
        _ => true,
    }
}

/// The names under which the text of a clause may be held.
fn names(clause: &RepealClause) -> Vec<String> {
    let mut names = vec![comparable(LawKey::of(&clause.title).as_str())];
    let title = clause.title.trim_start_matches(['《', '〈', '<']);
    if !title.starts_with("关于") {
        return names;
    }
    let before = clause.maker.as_deref().unwrap_or_default();
    let own = ["本院", "我院", "两院", "两高"]
        .iter()
        .any(|word| before.contains(word));
    let named = |words: &str| MAKERS.iter().find(|maker| words.contains(**maker)).copied();
    let maker = match named(before) {
        Some(maker) if !own => Some(maker.to_owned()),
        // 本院 is who made the act; without any maker the act's own titles are meant.
        _ => clause
            .act
            .split_once("关于")
            .map(|(maker, _)| maker.to_owned()),
    };
    if let Some(maker) = maker.filter(|maker| !maker.is_empty()) {
        let whole = format!("{maker}{title}");
        names.push(comparable(LawKey::of(&whole).as_str()));
    }
    names
}

/// Bodies that make a text together are joined by 、, a space or nothing.
fn comparable(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '、' | ' ' | '·' | ',' | '，'))
        .collect()
}
