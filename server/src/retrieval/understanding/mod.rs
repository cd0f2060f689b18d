//! What a typed text says beyond its characters: other wording of statutes, another
//! script, slips of typing, and what in it can be chosen as a filter. Each is shown and
//! can be taken away; none of it is a condition.

mod recognise;
mod script;
mod spelling;

use std::ops::Range;

use leian_corpus::thesaurus::{Origin, Thesaurus};
use leian_indexer::{Filter, QueryNode, Snapshot, Synonym};

pub(super) use recognise::of_nearest_cases;
pub use recognise::{Recognised, RecognisedKind};

use super::query::syntax::{self, Parsed};
use super::understood::PartKind;

/// Longer texts are told facts: they have words enough, and name nothing to filter by.
const MAX_ASKED_CHARS: usize = 200;

/// Additions to one query.
const MAX_ADDITIONS: usize = 16;

/// The value of `without` that keeps traditional characters as they are.
pub const AS_TYPED_SCRIPT: &str = "简体";

/// Why something is looked for beside what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdditionKind {
    /// Statutory wording of a colloquial word (同义说法).
    Synonym,
    /// The official name of a charge (罪名).
    Charge,
    /// The title of an abbreviated law (法名).
    Law,
    /// What a slip of typing or pinyin probably meant (纠错).
    Spelling,
    /// The same text in simplified characters (简体).
    Script,
}

impl AdditionKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Synonym => "synonym",
            Self::Charge => "charge",
            Self::Law => "law",
            Self::Spelling => "spelling",
            Self::Script => "script",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Synonym => "同义",
            Self::Charge => "罪名",
            Self::Law => "法名",
            Self::Spelling => "纠错",
            Self::Script => "繁简",
        }
    }
}

/// Something that is looked for as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Why.
    pub kind: AdditionKind,
    /// The piece of the typed text.
    pub source: String,
    /// Where it stands in the text as typed.
    pub byte_range: Range<usize>,
    /// What is looked for as well; also the value of `without` that takes it away.
    pub phrase: String,
}

/// A text as it was read.
pub(super) struct Read {
    /// The text that is searched; has the characters of the typed one at the same bytes.
    pub text: String,
    /// Its syntax, with synonyms in the list by words.
    pub parsed: Parsed,
    /// What is looked for beside what was typed.
    pub additions: Vec<Addition>,
    /// What can be chosen as a filter.
    pub recognised: Vec<Recognised>,
}

/// What a library holds, as far as reading a query asks.
pub(super) trait Held {
    /// Whether the piece of text stands anywhere.
    fn has_phrase(&self, piece: &str) -> bool;
}

impl Held for Snapshot {
    /// An index that cannot be read takes nothing for a slip; the search itself reports it.
    fn has_phrase(&self, piece: &str) -> bool {
        let phrase = QueryNode::Phrase(piece.to_owned());
        let found = self.lexical(&phrase, &Filter::default(), 0, false);
        found.map_or(true, |found| found.total > 0)
    }
}

/// The words and phrases of `typed`, with what is looked for beside them: what is marked
/// in a text that was opened from a search.
pub fn marked(snapshot: &Snapshot, thesaurus: &Thesaurus, typed: &str) -> Option<QueryNode> {
    let reader = Reader {
        thesaurus,
        held: snapshot,
        without: &[],
    };
    reader.read(typed).parsed.node
}

/// What reading a text needs.
pub(super) struct Reader<'a> {
    /// Colloquial words.
    pub thesaurus: &'a Thesaurus,
    /// What is held: a piece of text that stands somewhere in it is no slip.
    pub held: &'a dyn Held,
    /// Additions that the user took away.
    pub without: &'a [String],
}

impl Reader<'_> {
    /// Reads `typed`.
    pub fn read(&self, typed: &str) -> Read {
        self.read_by(typed, syntax::parse)
    }

    /// Reads `typed` with quotation marks that touch other text as plain text.
    pub fn read_as_sentence(&self, typed: &str) -> Read {
        self.read_by(typed, syntax::parse_as_sentence)
    }

    fn read_by(&self, typed: &str, parse: fn(&str) -> Parsed) -> Read {
        let mut additions = Vec::new();
        let text = self.simplified(typed, &mut additions);
        let mut parsed = parse(&text);
        let is_asked = text.chars().nth(MAX_ASKED_CHARS).is_none();
        if is_asked {
            for part in parsed
                .parts
                .iter()
                .filter(|part| part.kind == PartKind::Words)
            {
                self.of_words(&part.text, part.byte_range.start, &mut additions);
            }
        }
        additions.truncate(MAX_ADDITIONS);
        let looked_for = additions
            .iter()
            .filter(|addition| addition.kind != AdditionKind::Script);
        parsed.expand(looked_for.map(|addition| Synonym {
            replaces: addition.source.clone(),
            phrase: addition.phrase.clone(),
        }));
        let recognised = match is_asked {
            true => recognise::recognise(&text),
            false => Vec::new(),
        };
        Read {
            text,
            parsed,
            additions,
            recognised,
        }
    }

    fn simplified(&self, typed: &str, additions: &mut Vec<Addition>) -> String {
        if self.is_taken_away(AS_TYPED_SCRIPT) {
            return typed.to_owned();
        }
        match script::simplified(typed) {
            None => typed.to_owned(),
            Some(text) => {
                additions.push(Addition {
                    kind: AdditionKind::Script,
                    source: "繁体字".to_owned(),
                    byte_range: 0..typed.len(),
                    phrase: AS_TYPED_SCRIPT.to_owned(),
                });
                text
            }
        }
    }

    /// Adds what the running words at byte `start` of the text say in other words.
    fn of_words(&self, words: &str, start: usize, additions: &mut Vec<Addition>) {
        let mut add = |kind, range: Range<usize>, phrase: &str| {
            let known = additions.iter().any(|addition| addition.phrase == phrase);
            if !known && !words.contains(phrase) && !self.is_taken_away(phrase) {
                additions.push(Addition {
                    kind,
                    source: words[range.clone()].to_owned(),
                    byte_range: start + range.start..start + range.end,
                    phrase: phrase.to_owned(),
                });
            }
        };
        let cuts = Cuts::of(words);
        for found in self.thesaurus.find(words) {
            if !cuts.allow(&found.byte_range) {
                continue;
            }
            let kind = match found.row.origin {
                Origin::Charge => AdditionKind::Charge,
                Origin::Law => AdditionKind::Law,
                Origin::Table | Origin::Site => AdditionKind::Synonym,
            };
            for phrase in &found.row.phrases {
                add(kind, found.byte_range.clone(), phrase);
            }
        }
        for slip in spelling::slips(words, &|piece| self.held.has_phrase(piece)) {
            for term in &slip.terms {
                add(AdditionKind::Spelling, slip.byte_range.clone(), term);
            }
        }
    }

    fn is_taken_away(&self, phrase: &str) -> bool {
        self.without.iter().any(|taken| taken == phrase)
    }
}

/// Where words of a text begin and end, so that 老板 is not found in 老板娘.
struct Cuts(Vec<Range<usize>>);

impl Cuts {
    fn of(text: &str) -> Self {
        let whole = leian_indexer::analyzer::words(text).into_iter();
        let whole = whole.filter(|word| word.depth == 0);
        Self(whole.map(|word| word.byte_range).collect())
    }

    /// A piece counts unless it is the inside of one longer word of the dictionary.
    fn allow(&self, piece: &Range<usize>) -> bool {
        !self.0.iter().any(|word| {
            word.start <= piece.start && piece.end <= word.end && word.len() > piece.len()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Held for Nothing {
        fn has_phrase(&self, _: &str) -> bool {
            false
        }
    }

    fn read(typed: &str, without: &[&str]) -> Read {
        let without: Vec<String> = without.iter().map(|&taken| taken.to_owned()).collect();
        Reader {
            thesaurus: Thesaurus::built_in(),
            held: &Nothing,
            without: &without,
        }
        .read(typed)
    }

    fn phrases(typed: &str, without: &[&str]) -> Vec<String> {
        let additions = read(typed, without).additions.into_iter();
        additions.map(|addition| addition.phrase).collect()
    }

    #[test]
    fn colloquial_words_get_the_wording_of_statutes_and_each_can_be_taken_away() {
        assert_eq!(phrases("醉驾 拘役", &[]), ["醉酒驾驶机动车", "危险驾驶"]);
        assert_eq!(phrases("醉驾 拘役", &["危险驾驶"]), ["醉酒驾驶机动车"]);
        assert_eq!(phrases("醉驾构成危险驾驶", &[]), ["醉酒驾驶机动车"]);
    }

    #[test]
    fn phrases_and_what_operators_bind_stay_as_typed() {
        assert!(phrases("“醉驾”", &[]).is_empty());
        assert!(phrases("醉驾 AND 逃逸", &[]).is_empty());
        assert!(phrases("拘役 -醉驾", &[]).is_empty());
    }

    #[test]
    fn pieces_of_longer_words_do_not_count() {
        assert!(phrases("老板娘", &[]).is_empty());
        assert_eq!(phrases("老板 辞退", &[]).len(), 3);
    }

    #[test]
    fn traditional_characters_are_read_as_simplified_ones_at_the_same_bytes() {
        let read = read("危險駕駛罪 緩刑", &[]);
        assert_eq!(read.text, "危险驾驶罪 缓刑");
        assert_eq!(read.additions[0].kind, AdditionKind::Script);
        assert_eq!(self::read("危險駕駛", &["简体"]).text, "危險駕駛");
    }

    #[test]
    fn told_facts_get_no_additions() {
        let facts = format!("醉驾。{}", "被告人某甲驾车行驶。".repeat(30));
        assert!(phrases(&facts, &[]).is_empty());
    }

    #[test]
    fn ranges_are_those_of_the_typed_text() {
        let typed = "拘役 醉驾";
        let addition = &read(typed, &[]).additions[0];
        assert_eq!(&typed[addition.byte_range.clone()], "醉驾");
    }
}
