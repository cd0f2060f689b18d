//! A [`Passage`]: the piece of an entry that one embedding covers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::case::{Section, SectionRole};
use crate::entry::{Entry, Unit};

/// Longest passage in characters, but for whole articles. A vector says what its
/// text says on average: of sentences drawn from real texts, 94% are found among
/// the first five by meaning where the passage has up to 200 characters, and 80%
/// where it has 200 to 420.
pub const PASSAGE_CHARS: usize = 200;

/// Articles up to this many characters stay in one passage.
pub const WHOLE_ARTICLE_CHARS: usize = 220;

/// Longest name of a law or case in a context: some titles of cases are as long as
/// a passage and would drown it.
const MAX_CONTEXT_CHARS: usize = 60;

/// A shorter rest is not left alone at the end of a section.
const MIN_TAIL_CHARS: usize = 40;

/// A piece of one section of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Index of the section in [`Entry::sections`].
    pub section: usize,
    /// Bytes of that section's text.
    pub byte_range: Range<usize>,
    /// What stands before the text when it is embedded: 刑法第一百三十三条之一, or
    /// title and section of a case. Contains neither version nor path, so that an
    /// article unchanged over several versions has one embedding.
    pub context: String,
}

impl Entry {
    /// The passages in source order; their ranges cover every character that is
    /// not white space. Depends on the entry's contents only.
    pub fn passages(&self) -> Vec<Passage> {
        let mut passages = Vec::new();
        for (index, section) in self.sections.iter().enumerate() {
            let whole = match section.role {
                SectionRole::Article => WHOLE_ARTICLE_CHARS,
                _ => PASSAGE_CHARS,
            };
            let ranges = pieces(&section.text, whole);
            if ranges.is_empty() {
                continue;
            }
            let context = self.context(section);
            passages.extend(ranges.into_iter().map(|byte_range| Passage {
                section: index,
                byte_range,
                context: context.clone(),
            }));
        }
        passages
    }

    /// Exactly what is embedded: the context, `\n`, and the text. A passage of
    /// another entry whose range does not fit gives its context alone.
    pub fn passage_text(&self, passage: &Passage) -> String {
        let text = self
            .sections
            .get(passage.section)
            .map_or("", |section| &section.text);
        let text = text.get(passage.byte_range.clone()).unwrap_or("");
        format!("{}\n{text}", passage.context)
    }

    fn context(&self, section: &Section) -> String {
        let law = self.metadata.law.as_ref();
        let name = law.map_or(self.document_title.as_str(), |law| law.key.as_str());
        let name: String = name.chars().take(MAX_CONTEXT_CHARS).collect();
        match (&self.unit, section.role) {
            (Unit::Article { number, .. }, _) => format!("{name}{}", number.chinese()),
            (Unit::Text, _) | (Unit::Case, SectionRole::Text) => name,
            (Unit::Case, SectionRole::Other) => format!("{name}　{}", section.label),
            (Unit::Case, role) => format!("{name}　{}", role.label()),
        }
    }
}

/// Ranges of at most `whole` characters when that is all there is, else of at most
/// [`PASSAGE_CHARS`], cut at the best place: end of paragraph, of sentence, of clause.
fn pieces(text: &str, whole: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut rest = trimmed(text, 0..text.len());
    while !rest.is_empty() {
        let length = text[rest.clone()].chars().take(whole + 1).count();
        if length <= whole {
            pieces.push(rest);
            break;
        }
        let cut = rest.start + best_cut(&text[rest.clone()]);
        pieces.push(trimmed(text, rest.start..cut));
        rest = trimmed(text, cut..rest.end);
    }
    pieces
}

/// Where to cut a text that is longer than a passage: after the last paragraph that
/// ends in its second half, else after the last sentence there, else after the last
/// clause, else at the limit. The second half, so that pieces are not too short. A
/// rest that would be a mere tail moves the cut forward.
fn best_cut(text: &str) -> usize {
    let total = text.chars().take(2 * PASSAGE_CHARS).count();
    let limit = if total < PASSAGE_CHARS + MIN_TAIL_CHARS {
        total * 2 / 3
    } else {
        PASSAGE_CHARS
    };
    let mut cuts = [0; 3];
    let mut chars = text.char_indices().peekable();
    let mut hard = text.len();
    for count in 0.. {
        let Some((at, c)) = chars.next() else { break };
        if count >= limit {
            hard = at;
            break;
        }
        let next = chars.peek().map_or(text.len(), |&(next, _)| next);
        // A closing quotation mark belongs to its sentence.
        let closes_next = chars
            .peek()
            .is_some_and(|&(_, c)| matches!(c, '”' | '’' | '）' | '》'));
        if 2 * count < limit || closes_next {
            continue;
        }
        if let Some(rank) = rank(c, text[..at].chars().next_back()) {
            cuts[rank] = next;
        }
    }
    cuts.into_iter().find(|&cut| cut > 0).unwrap_or(hard)
}

/// How good a place to cut lies behind a character: 0 paragraph, 1 sentence, 2 clause.
fn rank(c: char, before: Option<char>) -> Option<usize> {
    match c {
        '\n' => Some(0),
        '。' | '！' | '？' | '；' | ';' | '!' | '?' => Some(1),
        '，' | '、' | '：' | ',' | ':' => Some(2),
        '”' | '’' | '）' | '》' => before
            .and_then(|before| rank(before, None))
            .filter(|&rank| rank == 1),
        _ => None,
    }
}

/// The range without white space at both ends; empty at its end when there is
/// nothing else.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.end - part.trim_start().len();
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::document::*;

    fn case(role: SectionRole, text: &str) -> Entry {
        let document = Document {
            id: DocumentId::parse("spp-1").unwrap(),
            kind: DocumentKind::SppGuidingCase,
            title: "某甲盗窃案".into(),
            metadata: Metadata::default(),
            body: Body::Sections(vec![Section {
                role,
                label: "要 旨".into(),
                text: text.into(),
            }]),
            provenance: Provenance::default(),
        };
        document.entries().remove(0)
    }

    #[test]
    fn short_section_is_one_passage_with_title_and_role() {
        let entry = case(SectionRole::KeyPoints, " 要点。\n");
        let passages = entry.passages();
        assert_eq!(passages.len(), 1);
        assert_eq!(entry.passage_text(&passages[0]), "某甲盗窃案　要旨\n要点。");
    }

    #[test]
    fn blank_section_has_no_passage() {
        assert!(
            case(SectionRole::Facts, " \n\u{3000}")
                .passages()
                .is_empty()
        );
    }

    #[test]
    fn articles_stay_whole_a_little_longer() {
        let text = "甲".repeat(WHOLE_ARTICLE_CHARS);
        assert_eq!(case(SectionRole::Article, &text).passages().len(), 1);
        assert_eq!(case(SectionRole::Facts, &text).passages().len(), 2);
    }

    #[test]
    fn cuts_prefer_paragraphs_then_sentences() {
        let sentence = format!("{}。", "甲".repeat(PASSAGE_CHARS / 4));
        let text = format!("{}\n{}", sentence.repeat(2), sentence.repeat(3));
        let entry = case(SectionRole::Facts, &text);
        let passages = entry.passages();
        assert_eq!(passages[0].byte_range, 0..2 * sentence.len());
        let text = sentence.repeat(5);
        let entry = case(SectionRole::Facts, &text);
        assert_eq!(entry.passages()[0].byte_range, 0..3 * sentence.len());
    }

    #[test]
    fn sentence_keeps_its_closing_quotation_mark() {
        let text = format!("“{}。”{}", "甲".repeat(150), "乙".repeat(300));
        let entry = case(SectionRole::Facts, &text);
        assert!(text[entry.passages()[0].byte_range.clone()].ends_with("。”"));
    }

    #[test]
    fn passage_of_an_article_names_law_and_number_but_no_version() {
        let mut entry = case(SectionRole::Article, "条文。");
        let law = |year| LawIdentity::new("中华人民共和国刑法", None, Date::new(year, 1, 1).ok());
        let number = crate::ArticleNumber::inserted(133, 1);
        entry.unit = Unit::Article {
            number,
            label: number.chinese(),
        };
        entry.metadata.law = Some(law(1997));
        let old = entry.passage_text(&entry.passages()[0]);
        entry.metadata.law = Some(law(2020));
        entry.path = vec!["第二章".into()];
        assert_eq!(entry.passage_text(&entry.passages()[0]), old);
        assert_eq!(old, "刑法第一百三十三条之一\n条文。");
    }

    proptest! {
        #[test]
        fn passages_cover_the_text_once_and_are_never_too_long(
            parts in prop::collection::vec(("[甲a\u{1f600}]{0,200}", "[。，；”\n \u{3000}]{0,3}"), 0..12),
            role in prop::sample::select(vec![SectionRole::Article, SectionRole::Facts]),
        ) {
            let text: String = parts.into_iter().map(|(a, b)| a + &b).collect();
            let entry = case(role, &text);
            let mut end = 0;
            for passage in entry.passages() {
                let range = passage.byte_range;
                prop_assert!(range.start >= end && text[end..range.start].trim().is_empty());
                prop_assert!(!range.is_empty());
                prop_assert!(text[range.clone()].chars().count() <= WHOLE_ARTICLE_CHARS);
                end = range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
