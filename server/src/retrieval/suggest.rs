//! Suggestions while a query is typed: numbers and titles of cases, names of laws,
//! charges, by their beginning, by a piece, by pinyin or by its initials.
//!
//! The list is made once a view of the library and searched from end to end: a few
//! thousand names take less than a millisecond.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use leian_corpus::normalize::half_width;
use leian_corpus::{DocumentKind, LawKey, charges};
use leian_indexer::{Filter, Snapshot};
use pinyin::ToPinyin;

use super::error::Result;

/// Longest text that is completed, in characters; more is no name.
pub const MAX_TYPED_CHARS: usize = 30;

/// Most suggestions of one answer.
pub const MAX_SUGGESTIONS: usize = 20;

/// What a suggestion leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A guiding case by number and title.
    Case,
    /// A law.
    Law,
    /// A charge.
    Charge,
}

impl SuggestionKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Law => "law",
            Self::Charge => "charge",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Case => "案例",
            Self::Law => "法律",
            Self::Charge => "罪名",
        }
    }
}

/// A way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// The query that it makes.
    pub query: String,
    /// What a reader sees: 检例第67号 张凯闵等52人电信网络诈骗案.
    pub label: String,
}

/// A name with what it is found by.
#[derive(Debug)]
struct Name {
    suggestion: Suggestion,
    /// Folded names: number, title, short forms.
    written: Vec<String>,
    /// Pinyin of each, without tones and blanks.
    pinyin: Vec<String>,
    /// First letters of the syllables.
    initials: Vec<String>,
}

/// How well a name fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Beginning,
    Piece,
    Initials,
    Pinyin,
}

/// The names of a view of a library.
#[derive(Debug, Default)]
pub struct Names(Vec<Name>);

impl Names {
    /// Reads the names.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(snapshot: &Snapshot) -> Result<Self> {
        let mut names: Vec<Name> = Vec::new();
        let kinds = DocumentKind::ALL.iter().copied();
        let filter = Filter {
            // A judgment's title is its charge and its number, which nobody types.
            kinds: kinds
                .filter(|kind| kind.is_case() && *kind != DocumentKind::Judgment)
                .collect(),
            ..Filter::default()
        };
        for at in snapshot.filter_only(&filter, true)?.iter() {
            let entry = snapshot.entry(at)?;
            let number = entry.metadata.number.clone();
            let title = entry.title();
            let label = match &number {
                Some(number) => format!("{number} {title}"),
                None => title.clone(),
            };
            let query = number.clone().unwrap_or_else(|| title.clone());
            let written: Vec<String> = number.into_iter().chain([title]).collect();
            names.push(Name::new(SuggestionKind::Case, query, label, &written));
        }
        let table = snapshot.articles()?;
        for law in table.laws().map(|law| law.name.as_str()) {
            // Laws that are only cited lead nowhere.
            let is_held = !snapshot.by_law(&LawKey::of(law)).is_empty();
            if is_held {
                let aliases = leian_corpus::law_names::all().iter();
                let aliases = aliases.filter(|known| known.key.as_str() == law);
                let mut written = vec![law.to_owned()];
                written.extend(
                    aliases
                        .flat_map(|known| &known.aliases)
                        .map(|&alias| alias.to_owned()),
                );
                names.push(Name::new(
                    SuggestionKind::Law,
                    law.to_owned(),
                    law.to_owned(),
                    &written,
                ));
            }
        }
        for charge in charges::all() {
            let mut written = vec![charge.name.to_owned()];
            written.extend(charge.short_forms.iter().map(|&form| form.to_owned()));
            let name = charge.name.to_owned();
            names.push(Name::new(
                SuggestionKind::Charge,
                name.clone(),
                name,
                &written,
            ));
        }
        Ok(Self(names))
    }

    /// The names that fit what was typed, the best first.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<&Suggestion> {
        let typed = fold(typed);
        if typed.is_empty() || typed.chars().count() > MAX_TYPED_CHARS {
            return Vec::new();
        }
        let mut found: Vec<(Fit, SuggestionKind, usize, &Name)> = self
            .0
            .iter()
            .filter_map(|name| {
                let (fit, length) = name.fit(&typed)?;
                Some((fit, name.suggestion.kind, length, name))
            })
            .collect();
        found.sort_by(|a, b| {
            let key = |of: &(Fit, SuggestionKind, usize, &Name)| (of.0, of.2, of.1);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.3.suggestion.label.cmp(&b.3.suggestion.label))
        });
        let found = found.into_iter().take(limit.min(MAX_SUGGESTIONS));
        found.map(|(.., name)| &name.suggestion).collect()
    }
}

impl Name {
    fn new(kind: SuggestionKind, query: String, label: String, written: &[String]) -> Self {
        let written: Vec<String> = written.iter().map(|name| fold(name)).collect();
        let sounds = |of: &dyn Fn(&'static str) -> &'static str| -> Vec<String> {
            let names = written.iter();
            names
                .map(|name| {
                    let heard = name
                        .chars()
                        .filter_map(|c| Some(of(c.to_pinyin()?.plain())));
                    heard.collect()
                })
                .collect()
        };
        Self {
            pinyin: sounds(&|syllable| syllable),
            initials: sounds(&|syllable| &syllable[..1]),
            suggestion: Suggestion { kind, query, label },
            written,
        }
    }

    /// How it fits, with the length of the name that does: shorter names are nearer.
    fn fit(&self, typed: &str) -> Option<(Fit, usize)> {
        let best = |names: &[String], fits: &dyn Fn(&str) -> bool| {
            let fitting = names.iter().filter(|name| fits(name));
            fitting.map(|name| name.len()).min()
        };
        let begins = |name: &str| name.starts_with(typed);
        if let Some(length) = best(&self.written, &begins) {
            return Some((Fit::Beginning, length));
        }
        let is_letters = typed.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_letters {
            let by_initials = best(&self.initials, &begins).map(|length| (Fit::Initials, length));
            return by_initials
                .or_else(|| best(&self.pinyin, &begins).map(|length| (Fit::Pinyin, length)));
        }
        let has = |name: &str| typed.chars().nth(1).is_some() && name.contains(typed);
        best(&self.written, &has).map(|length| (Fit::Piece, length))
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The names of the newest view, made when first asked for.
#[derive(Default)]
pub struct NamesCache(Mutex<Option<(Weak<Snapshot>, Arc<Names>)>>);

impl NamesCache {
    /// The names of `snapshot`.
    ///
    /// # Errors
    /// As [`Names::of`].
    pub fn of(&self, snapshot: &Arc<Snapshot>) -> Result<Arc<Names>> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, names)) = cached.as_ref()
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(snapshot))
        {
            return Ok(Arc::clone(names));
        }
        let names = Arc::new(Names::of(snapshot)?);
        *cached = Some((Arc::downgrade(snapshot), Arc::clone(&names)));
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let case = |number: &str, title: &str| {
            let label = format!("{number} {title}");
            let written = [number.to_owned(), title.to_owned()];
            Name::new(SuggestionKind::Case, number.to_owned(), label, &written)
        };
        let other = |kind, name: &str, short: &str| {
            let written = [name.to_owned(), short.to_owned()];
            Name::new(kind, name.to_owned(), name.to_owned(), &written)
        };
        Names(vec![
            case("教例第7号", "灯塔守护案"),
            case("教例第71号", "渡口纠纷案"),
            other(SuggestionKind::Law, "刑事诉讼法", "刑诉法"),
            other(SuggestionKind::Charge, "危险驾驶罪", "醉驾"),
        ])
    }

    fn found(typed: &str) -> Vec<String> {
        let names = names();
        let found = names.find(typed, 8).into_iter();
        found.map(|suggestion| suggestion.query.clone()).collect()
    }

    #[test]
    fn names_are_found_by_beginning_piece_pinyin_and_initials() {
        assert_eq!(found("教例第7"), ["教例第7号", "教例第71号"]);
        assert_eq!(found("教例７"), [""; 0]);
        assert_eq!(found("渡口"), ["教例第71号"]);
        assert_eq!(found("守护"), ["教例第7号"]);
        assert_eq!(found("刑诉"), ["刑事诉讼法"]);
        assert_eq!(found("zuijia"), ["危险驾驶罪"]);
        assert_eq!(found("WXJS"), ["危险驾驶罪"]);
        assert_eq!(found("xss"), ["刑事诉讼法"]);
    }

    #[test]
    fn nothing_fits_nothing() {
        for typed in ["", " ，", "无此名称", &"刑".repeat(31)] {
            assert!(found(typed).is_empty(), "{typed}");
        }
    }
}
