//! Which piece of a text to show in a list: where the query's words stand
//! closest together, or the beginning of the passage nearest in meaning.

use std::collections::HashMap;
use std::ops::Range;

use leian_corpus::{Entry, SectionRole};

use super::hit::{PassageHit, SectionHighlight, Snippet};

/// Length of a snippet in characters.
pub const SNIPPET_CHARS: usize = 160;

/// Characters shown before the first highlight, where no sentence begins nearer.
const LEAD_CHARS: usize = 24;

/// Chooses the snippet. Where words matched, the window with most different
/// highlighted words wins, inside the nearest passage if that has any; otherwise
/// the beginning of the nearest passage, otherwise of the text.
pub(super) fn choose(
    entry: &Entry,
    highlights: &[SectionHighlight],
    best_passage: Option<&PassageHit>,
    words_matched: bool,
) -> Snippet {
    let inside = best_passage.and_then(|passage| {
        let near = highlights.iter().find(|of| of.section == passage.section)?;
        densest(entry, near.section, &near.ranges, &passage.byte_range)
    });
    let anywhere = || {
        highlights
            .iter()
            .filter_map(|of| {
                let text = &entry.sections.get(of.section)?.text;
                densest(entry, of.section, &of.ranges, &(0..text.len()))
            })
            // The first of equals: key points stand before facts.
            .reduce(|best, next| if next.worth > best.worth { next } else { best })
    };
    let window = match (best_passage, words_matched) {
        (Some(_), false) => inside,
        _ => anywhere(),
    };
    let (section, start, limit) = match (&window, best_passage) {
        (Some(window), _) => (window.section, window.start, None),
        (None, Some(passage)) => {
            let range = &passage.byte_range;
            (passage.section, range.start, Some(range.end))
        }
        (None, None) => (first_text(entry), 0, None),
    };
    let Some(text) = entry
        .sections
        .get(section)
        .map(|section| section.text.as_str())
    else {
        return Snippet::default();
    };
    let start = begin(text, start, window.is_some());
    let end = after_chars(text, start, SNIPPET_CHARS).min(limit.unwrap_or(text.len()));
    let end = before_cut_word(highlights, section, window.as_ref(), end);
    let end = start + text[start..end].trim_end().len();
    let ranges = highlights
        .iter()
        .filter(|of| of.section == section)
        .flat_map(|of| &of.ranges)
        // A phrase longer than the snippet is marked as far as it is shown.
        .map(|range| range.start.max(start)..range.end.min(end))
        .filter(|range| range.start < range.end)
        .collect();
    Snippet {
        section,
        byte_range: start..end,
        ranges,
    }
}

/// Where a snippet of `end` stops so that it cuts no highlight in two, but for the
/// one it was chosen for.
fn before_cut_word(
    highlights: &[SectionHighlight],
    section: usize,
    window: Option<&Window>,
    end: usize,
) -> usize {
    let Some(window) = window else { return end };
    let cut = highlights
        .iter()
        .filter(|of| of.section == section)
        .flat_map(|of| &of.ranges)
        .find(|range| window.start < range.start && range.start < end && end < range.end);
    cut.map_or(end, |range| range.start)
}

/// A place for a snippet: it begins at a highlight.
struct Window {
    section: usize,
    start: usize,
    worth: usize,
}

/// The window with most different highlighted words, then most highlighted
/// bytes, then nearest to the beginning.
fn densest(
    entry: &Entry,
    section: usize,
    ranges: &[Range<usize>],
    within: &Range<usize>,
) -> Option<Window> {
    let text = &entry.sections.get(section)?.text;
    let ranges: Vec<&Range<usize>> = ranges
        .iter()
        .filter(|range| within.start <= range.start && range.end <= within.end)
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let (mut last, mut bytes) = (0, 0);
    let mut best: Option<Window> = None;
    for (first, range) in ranges.iter().enumerate() {
        let reach = after_chars(text, range.start, SNIPPET_CHARS - LEAD_CHARS);
        while last < ranges.len() && ranges[last].end <= reach {
            *counts.entry(&text[ranges[last].clone()]).or_default() += 1;
            bytes += ranges[last].len();
            last += 1;
        }
        let worth = counts.len() * SNIPPET_CHARS * 4 + bytes;
        if best.as_ref().is_none_or(|best| worth > best.worth) {
            best = Some(Window {
                section,
                start: range.start,
                worth,
            });
        }
        if last <= first {
            last = first + 1;
            continue;
        }
        let word = &text[(*range).clone()];
        bytes -= range.len();
        if let Some(count) = counts.get_mut(word) {
            *count -= 1;
            if *count == 0 {
                counts.remove(word);
            }
        }
    }
    best
}

/// Where the snippet begins: at `at`, or before a highlight at the beginning of
/// its sentence, if that is near, else some characters before.
fn begin(text: &str, at: usize, lead: bool) -> usize {
    if !lead {
        return at + (text[at..].len() - text[at..].trim_start().len());
    }
    let mut start = at;
    for (index, c) in text[..at].char_indices().rev().take(LEAD_CHARS) {
        if matches!(c, '。' | '；' | '！' | '？' | '\n') {
            break;
        }
        start = index;
    }
    start + (text[start..at].len() - text[start..at].trim_start().len())
}

fn after_chars(text: &str, start: usize, chars: usize) -> usize {
    text[start..]
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(offset, _)| start + offset)
}

/// The section that says most about an entry without any query.
fn first_text(entry: &Entry) -> usize {
    let says_something = |text: &str| !text.trim().is_empty();
    let key_points = entry.sections.iter().position(|section| {
        section.role == SectionRole::KeyPoints && says_something(&section.text)
    });
    key_points
        .or_else(|| {
            entry.sections.iter().position(|section| {
                section.role != SectionRole::Keywords && says_something(&section.text)
            })
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use leian_corpus::{Body, Document, DocumentId, DocumentKind, Metadata, Provenance, Section};
    use proptest::prelude::*;

    fn entry(texts: &[&str]) -> Entry {
        let section = |text: &&str| Section {
            role: SectionRole::Text,
            label: String::new(),
            text: (*text).to_owned(),
        };
        let document = Document {
            id: DocumentId::parse("case-000000000001").unwrap(),
            kind: DocumentKind::TypicalCase,
            title: "甲案".into(),
            metadata: Metadata::default(),
            body: Body::Sections(texts.iter().map(section).collect()),
            provenance: Provenance::default(),
        };
        document.entries().remove(0)
    }

    fn marks(text: &str, word: &str) -> Vec<Range<usize>> {
        text.match_indices(word)
            .map(|(at, found)| at..at + found.len())
            .collect()
    }

    fn shown<'a>(entry: &'a Entry, snippet: &Snippet) -> &'a str {
        &entry.sections[snippet.section].text[snippet.byte_range.clone()]
    }

    #[test]
    fn the_window_with_most_different_words_is_shown() {
        let filler = "此处与检索无关。".repeat(40);
        let text = format!("甲甲甲。{filler}乙丙在此。{filler}");
        let entry = entry(&[&text]);
        let mut ranges: Vec<_> = ["甲", "乙", "丙"]
            .iter()
            .flat_map(|word| marks(&text, word))
            .collect();
        ranges.sort_by_key(|range| range.start);
        let highlights = [SectionHighlight { section: 0, ranges }];
        let snippet = choose(&entry, &highlights, None, true);
        assert!(shown(&entry, &snippet).starts_with("乙丙在此。"));
        assert_eq!(snippet.ranges.len(), 2);
        assert!(shown(&entry, &snippet).chars().count() <= SNIPPET_CHARS);
    }

    #[test]
    fn the_nearest_passage_is_shown_without_matching_words() {
        let entry = entry(&["第一段。", "前文。最接近的一段。后文。"]);
        let start = "前文。".len();
        let passage = PassageHit {
            section: 1,
            byte_range: start..start + "最接近的一段。".len(),
            score: 0.9,
        };
        let snippet = choose(&entry, &[], Some(&passage), false);
        assert_eq!(shown(&entry, &snippet), "最接近的一段。");
    }

    #[test]
    fn without_anything_the_text_begins() {
        let entry = entry(&["", "  正文在此。"]);
        let snippet = choose(&entry, &[], None, false);
        assert_eq!(shown(&entry, &snippet), "正文在此。");
        assert_eq!(
            choose(&self::entry(&[]), &[], None, false),
            Snippet::default()
        );
    }

    proptest! {
        #[test]
        fn ranges_lie_inside_and_on_characters(text in "(甲|乙乙|。|\n| |x){0,400}", word in "甲|乙乙|x") {
            let entry = entry(&[&text]);
            let highlights = [SectionHighlight { section: 0, ranges: marks(&text, &word) }];
            let snippet = choose(&entry, &highlights, None, true);
            let piece = shown(&entry, &snippet);
            prop_assert!(piece.chars().count() <= SNIPPET_CHARS);
            for range in &snippet.ranges {
                prop_assert_eq!(&text[range.clone()], &word);
            }
            prop_assert_eq!(snippet.ranges.is_empty(), !text.contains(&word));
        }
    }
}
