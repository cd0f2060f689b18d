//! Titles of texts that stand in quotation marks for 《》 and that no article follows:
//! “最高人民法院关于适用刑法第十二条几个问题的解释”.

use std::ops::Range;

use super::mention::{CitationMention, whole};
use super::names::Known;
use super::quote::{self, MARKS};
use super::titles::Titles;
use crate::document::LawKey;

/// Shortest title, in characters: “宪法” is a word.
const MIN_CHARS: usize = 8;

/// Longest title, in bytes.
const MAX_BYTES: usize = 360;

/// Adds a mention for each whole title of a known text that stands in marks and that no
/// mention is a part of.
pub(super) fn add(text: &str, titles: &Titles, mentions: &mut Vec<CitationMention>) {
    let known = Known::new(titles);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(opened) = text[at..].find(MARKS.map(|(open, _)| open)) {
        let open = at + opened;
        let Some(inside) = inside(text, open) else {
            at = open + text[open..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = inside.end;
        let words = &text[inside.clone()];
        if words.chars().count() < MIN_CHARS || is_cited(mentions, &inside) {
            continue;
        }
        if let Some(key) = title(words, &known) {
            let quote = quote::behind(text, inside.end);
            found.push(CitationMention {
                quote,
                ..whole(inside, Some(key), words.to_owned())
            });
        }
    }
    if !found.is_empty() {
        // “…关于适用刑法第十二条的解释”: the law is a part of the title.
        let within = |range: &Range<usize>| {
            let mut titles = found
                .iter()
                .map(|title: &CitationMention| &title.byte_range);
            titles.any(|title| title.start <= range.start && range.end <= title.end)
        };
        mentions.retain(|mention| !within(&mention.byte_range));
        mentions.extend(found);
        mentions.sort_by_key(|mention| mention.byte_range.start);
    }
}

/// The text whose whole title `words` are; an abbreviation is none.
fn title(words: &str, known: &Known) -> Option<LawKey> {
    let words = words
        .trim_end_matches("（试行）")
        .trim_end_matches("(试行)");
    let own = known.titles.exact(words).is_some_and(|found| found.title);
    (own || words.contains("关于"))
        .then(|| known.of_title(words))
        .flatten()
}

/// What stands between the mark at `open` and the one that closes it.
fn inside(text: &str, open: usize) -> Option<Range<usize>> {
    let mark = text[open..].chars().next()?;
    let start = open + mark.len_utf8();
    let length = quote::closing(&text[start..], mark)?;
    let one_line = !text[start..start + length].contains('\n');
    (length <= MAX_BYTES && one_line).then_some(start..start + length)
}

/// Whether a mention reaches beyond the marks around `range`: “某法”第三条.
fn is_cited(mentions: &[CitationMention], range: &Range<usize>) -> bool {
    let at = mentions.partition_point(|mention| mention.byte_range.end <= range.start);
    let over = mentions[at..]
        .iter()
        .map(|mention| &mention.byte_range)
        .take_while(|other| other.start < range.end);
    over.into_iter()
        .any(|other| other.start < range.start || range.end < other.end)
}

#[cfg(test)]
mod tests {
    use super::super::extract::{extract, extract_with};
    use super::*;

    #[track_caller]
    fn check(text: &str, laws: &[&str]) {
        let mentions = extract(text);
        let found: Vec<&str> = mentions
            .iter()
            .filter_map(|mention| mention.law.as_ref().map(|law| law.as_str()))
            .collect();
        assert_eq!(found, laws, "{text}");
    }

    #[test]
    fn whole_title_in_marks_is_a_mention() {
        check("应当适用“中华人民共和国刑事诉讼法”。", &["刑事诉讼法"]);
        check(
            "参照「最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释」的精神",
            &["最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释"],
        );
        check(
            "“中华人民共和国民法典”和\"中华人民共和国民事诉讼法\"",
            &["民法典", "民事诉讼法"],
        );
    }

    #[test]
    fn word_or_longer_words_in_marks_are_none() {
        for text in [
            "“宪法”教育",
            "“学习贯彻中华人民共和国刑事诉讼法”活动",
            "“民法典宣传月活动”",
            "“中华人民共和国刑事诉讼法修改研究”一书",
            "“未闭合中华人民共和国刑事诉讼法",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn article_inside_a_title_in_marks_is_a_part_of_it() {
        let title = "最高人民法院关于适用刑法第十二条几个问题的解释";
        let key = LawKey::of(title);
        let titles = Titles::of(std::slice::from_ref(&key));
        let text = format!("依照刑法第三条，“{title}”仍然有效，刑法第四条");
        let mentions = extract_with(&text, &titles);
        let laws: Vec<Option<&LawKey>> = mentions.iter().map(|one| one.law.as_ref()).collect();
        let law = LawKey::of("刑法");
        assert_eq!(laws, [Some(&law), Some(&key), Some(&law)]);
    }

    #[test]
    fn title_in_marks_with_its_article_is_one_mention() {
        check("“中华人民共和国刑事诉讼法”第三条", &["刑事诉讼法"]);
    }
}
