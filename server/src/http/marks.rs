//! Texts with marks: words that match, the passage nearest in meaning, links
//! from citations. Byte ranges go in, runs that a template can write come out;
//! joined, the runs are the text again, whatever the ranges were.

use std::ops::Range;

/// A range of a text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Bytes of the text.
    pub byte_range: Range<usize>,
    /// Where it leads.
    pub href: String,
}

/// What to mark in a text. Ranges are bytes of the whole text; those that leave
/// the text, or do not stand between characters, are ignored.
#[derive(Clone, Debug, Default)]
pub struct Marks<'a> {
    /// Matching words: sorted and disjoint.
    pub words: &'a [Range<usize>],
    /// The passage nearest in meaning.
    pub near: Option<Range<usize>>,
    /// Links: sorted and disjoint.
    pub links: &'a [Link],
}

/// A piece of a paragraph with one link and one background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'t> {
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// Belongs to the passage nearest in meaning.
    pub near: bool,
    /// Its text in pieces that match words or do not.
    pub parts: Vec<Part<'t>>,
}

/// A piece of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'t> {
    /// The text.
    pub text: &'t str,
    /// Matches a word or phrase of the query.
    pub word: bool,
}

/// A paragraph (款) of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph<'t> {
    /// Its bytes in the text.
    pub byte_range: Range<usize>,
    /// Its runs.
    pub runs: Vec<Run<'t>>,
    /// The passage nearest in meaning begins here.
    pub near_begins: bool,
}

/// The paragraphs of `text`, blank ones left out.
pub fn paragraphs<'t>(text: &'t str, marks: &Marks<'_>) -> Vec<Paragraph<'t>> {
    paragraphs_within(text, 0..text.len(), marks)
}

/// The paragraphs of `text[within]`, cut where it begins and ends; none when
/// that range is no piece of the text.
pub fn paragraphs_within<'t>(
    text: &'t str,
    within: Range<usize>,
    marks: &Marks<'_>,
) -> Vec<Paragraph<'t>> {
    let mut paragraphs = Vec::new();
    let mut start = within.start;
    let mut near_seen = false;
    for line in text.get(within).unwrap_or_default().split('\n') {
        let byte_range = start..start + line.len();
        start = byte_range.end + 1;
        if line.trim().is_empty() {
            continue;
        }
        let runs = runs(text, byte_range.clone(), marks);
        let near = runs.iter().any(|run| run.near);
        paragraphs.push(Paragraph {
            byte_range,
            runs,
            near_begins: near && !near_seen,
        });
        near_seen |= near;
    }
    paragraphs
}

/// The runs of `text[byte_range]`; none when that range is no piece of the text.
pub fn runs<'t>(text: &'t str, byte_range: Range<usize>, marks: &Marks<'_>) -> Vec<Run<'t>> {
    if text.get(byte_range.clone()).is_none() {
        return Vec::new();
    }
    let cuts = cuts(text, &byte_range, marks);
    let mut runs: Vec<Run<'t>> = Vec::new();
    let (mut words, mut links) = (marks.words.iter().peekable(), marks.links.iter().peekable());
    for piece in cuts.windows(2).map(|pair| pair[0]..pair[1]) {
        while words.next_if(|range| range.end <= piece.start).is_some() {}
        while links
            .next_if(|link| link.byte_range.end <= piece.start)
            .is_some()
        {}
        let part = Part {
            text: &text[piece.clone()],
            word: words
                .peek()
                .is_some_and(|range| covers(text, range, &piece)),
        };
        let href = links
            .peek()
            .filter(|link| covers(text, &link.byte_range, &piece))
            .map(|link| link.href.clone());
        let near = marks
            .near
            .as_ref()
            .is_some_and(|range| covers(text, range, &piece));
        match runs.last_mut() {
            Some(run) if run.href == href && run.near == near => run.parts.push(part),
            _ => runs.push(Run {
                href,
                near,
                parts: vec![part],
            }),
        }
    }
    runs
}

/// Where a mark begins or ends inside `within`, with both ends of it; sorted.
fn cuts(text: &str, within: &Range<usize>, marks: &Marks<'_>) -> Vec<usize> {
    let ranges = marks
        .words
        .iter()
        .chain(marks.links.iter().map(|link| &link.byte_range))
        .chain(&marks.near);
    let mut cuts = vec![within.start, within.end];
    for range in ranges {
        if text.get(range.clone()).is_some() {
            cuts.extend(
                [range.start, range.end]
                    .into_iter()
                    .filter(|cut| within.contains(cut)),
            );
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Whether `range` is a piece of the text and `piece` lies in it.
fn covers(text: &str, range: &Range<usize>, piece: &Range<usize>) -> bool {
    text.get(range.clone()).is_some() && range.start <= piece.start && piece.end <= range.end
}

/// Sorted ranges, those that touch made one: 集资 and 诈骗 side by side are one
/// place to a reader.
pub fn joined(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range.clone()),
        }
    }
    joined
}

/// Sorted ranges of `text` in characters instead of bytes, in one walk over it.
/// Ranges must be on character boundaries; one that is not counts to the next.
pub fn char_ranges(text: &str, byte_ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut places = text
        .char_indices()
        .map(|(byte, _)| byte)
        .enumerate()
        .peekable();
    let mut passed = 0;
    let mut chars_before = |bytes: usize| {
        while let Some((place, _)) = places.next_if(|&(_, byte)| byte < bytes) {
            passed = place + 1;
        }
        passed
    };
    byte_ranges
        .iter()
        .map(|range| chars_before(range.start)..chars_before(range.end))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(runs: &[Run<'_>]) -> String {
        runs.iter()
            .map(|run| {
                let text: String = run
                    .parts
                    .iter()
                    .map(|part| {
                        if part.word {
                            format!("[{}]", part.text)
                        } else {
                            part.text.to_owned()
                        }
                    })
                    .collect();
                let text = if run.near { format!("~{text}~") } else { text };
                match &run.href {
                    Some(href) => format!("<{href} {text}>"),
                    None => text,
                }
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, marks: &Marks<'_>, expected: &str) {
        assert_eq!(shown(&runs(text, 0..text.len(), marks)), expected);
    }

    #[test]
    fn marks_overlap_without_losing_text() {
        let text = "依照刑法第一条处罚";
        let at = |start: usize, end: usize| start * 3..end * 3;
        check(text, &Marks::default(), text);
        let words = [at(2, 4), at(7, 9)];
        let links = [Link {
            byte_range: at(2, 7),
            href: "/a".into(),
        }];
        let marks = Marks {
            words: &words,
            near: Some(at(0, 7)),
            links: &links,
        };
        check(text, &marks, "~依照~</a ~[刑法]第一条~>[处罚]");
    }

    #[test]
    fn ranges_that_do_not_fit_are_ignored() {
        let words = [1..4, 3..300];
        let marks = Marks {
            words: &words,
            ..Marks::default()
        };
        check("甲乙丙", &marks, "甲乙丙");
        assert!(runs("甲乙", 1..3, &marks).is_empty());
    }

    #[test]
    fn paragraphs_keep_their_place_and_marks_cross_them() {
        let text = "第一款。\n\n第二款。";
        let marks = Marks {
            near: Some(3..text.len()),
            ..Marks::default()
        };
        let paragraphs = paragraphs(text, &marks);
        assert_eq!(paragraphs.len(), 2);
        assert_eq!(shown(&paragraphs[0].runs), "第~一款。~");
        assert_eq!(shown(&paragraphs[1].runs), "~第二款。~");
        assert!(paragraphs[0].near_begins && !paragraphs[1].near_begins);
        assert_eq!(&text[paragraphs[1].byte_range.clone()], "第二款。");
    }

    #[test]
    fn ranges_that_touch_are_one_place() {
        assert!(joined(&[]).is_empty());
        assert_eq!(joined(&[0..6, 6..12, 15..18, 16..17]), [0..12, 15..18]);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(
            char_ranges("a刑法b", &[0..1, 1..7, 7..8]),
            [0..1, 1..3, 3..4]
        );
        assert_eq!(char_ranges("刑法", &[0..6, 6..6]), [0..2, 2..2]);
    }

    proptest! {
        #[test]
        fn runs_join_to_the_text(
            text in "[甲乙a\n]{0,30}",
            ranges in prop::collection::vec((0usize..100, 0usize..100), 0..6),
            near in (0usize..100, 0usize..100),
        ) {
            let words: Vec<_> = ranges.iter().map(|&(start, end)| start..end).collect();
            let links: Vec<_> = words
                .iter()
                .map(|range| Link { byte_range: range.clone(), href: "/".into() })
                .collect();
            let marks = Marks { words: &words, near: Some(near.0..near.1), links: &links };
            let joined: String = runs(&text, 0..text.len(), &marks)
                .iter()
                .flat_map(|run| run.parts.iter().map(|part| part.text))
                .collect();
            prop_assert_eq!(joined, text);
        }
    }
}
