//! What stands above a law's text: title, lines of history, a notice that issues it.

use super::contents::{self, Contents};
use super::headings::plain_heading;
use super::history::{acts_apart, begins_history, breaks_off, ends_act, sentences};
use super::issued::{self, Issued};
use super::label::label;
use super::lines::{Line, Lines};
use super::page_head;
use super::title::{self, Title};
use super::{MAX_HISTORY_LINES, MAX_TITLE_CHARS};
use crate::error::ImportProblem;
use crate::normalize::{single_spaced, without_spaces};

/// Most lines with which one that breaks off goes on.
const MAX_BROKEN_LINES: usize = 3;

/// The parts of a file.
pub(super) struct Parts<'a> {
    /// Title of the text.
    pub title: Title,
    /// 侵权责任编, where a code comes in several files.
    pub part: Option<String>,
    /// A title under which the text was issued: …印发《…》的通知.
    pub alias: Option<String>,
    /// Title and text of the notice that issues the text.
    pub notice: Vec<String>,
    /// An act a line.
    pub history: Vec<String>,
    /// A table of contents that the text does not repeat.
    pub contents: Vec<&'a str>,
    /// Everything else, without the table of contents.
    pub body: Vec<Line<'a>>,
}

impl<'a> Parts<'a> {
    /// Takes a file apart.
    pub fn of(lines: &'a Lines<'a>) -> Result<Self, ImportProblem> {
        // 附： above a text that was taken from where it was attached.
        let (above, all) = match lines.all.split_first() {
            Some((first, rest)) if !rest.is_empty() && is_bare_annex(first.text) => {
                (Some(first.text.to_owned()), rest)
            }
            _ => (None, lines.all.as_slice()),
        };
        let of_page = match (lines.header, &above) {
            (None, None) => page_head::above(all),
            _ => 0,
        };
        let above = match of_page {
            0 => above,
            _ => Some(texts(&all[..of_page]).join("\n")),
        };
        let all = &all[of_page..];
        let (_, rest) = all.split_first().ok_or(ImportProblem::NoTitle)?;
        let length = match lines.header {
            Some(_) => 1,
            None => title::length(all),
        };
        let text = title::joined(&all[..length]);
        if text.chars().count() > MAX_TITLE_CHARS || label(&text).is_some() {
            return Err(ImportProblem::NoTitle);
        }
        let mut parts = Self {
            title: Title::of(&text),
            part: None,
            alias: None,
            notice: Vec::new(),
            history: Vec::new(),
            contents: Vec::new(),
            body: Vec::new(),
        };
        let mut below = &all[length..];
        let found = match lines.header {
            Some(_) => None,
            None => issued::find(&parts.title, below),
        };
        if let Some(found) = found {
            below = parts.issue(text, found, below);
        }
        let (header, body) = match lines.header {
            Some(count) => rest.split_at(count.saturating_sub(1).min(rest.len())),
            None => below.split_at(history_length(below)),
        };
        parts.part = header
            .iter()
            .find(|line| line.depth == 1)
            .map(|line| single_spaced(line.text));
        let history = header.iter().filter(|line| line.depth != 1);
        let history = history.map(|line| line.text);
        // The files with a mark have a whole act on each line.
        let whole = match lines.header {
            Some(_) => history.map(str::to_owned).collect(),
            None => sentences(history),
        };
        parts.history = whole.iter().flat_map(|line| acts_apart(line)).collect();
        parts.without_contents(body);
        parts.notice.splice(0..0, above);
        Ok(parts)
    }

    /// Takes the title of the text issued; the notice goes before it.
    fn issue(&mut self, notice: String, issued: Issued, below: &'a [Line<'a>]) -> &'a [Line<'a>] {
        self.alias = issued.alias;
        self.title = issued.title;
        let (at, count) = issued.place.unwrap_or((0, 0));
        let lines = below[..at].iter().map(|line| line.text.to_owned());
        self.notice = std::iter::once(notice).chain(lines).collect();
        &below[at + count..]
    }

    fn without_contents(&mut self, body: &'a [Line<'a>]) {
        let (start, end) = match contents::find(body) {
            None => {
                self.body = body.to_vec();
                return;
            }
            Some(Contents::Repeated { start, end }) => (start, end),
            Some(Contents::Alone { start, end }) => {
                self.contents = body[start..end].iter().map(|line| line.text).collect();
                (start, end)
            }
        };
        self.body = body[..start].iter().chain(&body[end..]).copied().collect();
    }
}

fn texts<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    lines.iter().map(|line| line.text).collect()
}

/// How many lines under a title tell its history, where no mark ends them: a second
/// title line, lines that begin with a date or a bracket before one, what goes on in
/// that bracket or in a sentence that breaks off, and the number of the document.
fn history_length(lines: &[Line<'_>]) -> usize {
    let lines = &lines[..lines.len().min(MAX_HISTORY_LINES)];
    let mut open = 0usize;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let text = line.text;
        let next = lines.get(at + 1).map_or("", |line| line.text);
        let inside = open > 0 && !begins_text(text);
        let begins = begins_history(text, next) && !begins_text(text);
        let field = page_head::is_field(text);
        if !(line.depth == 1 || inside || begins || field || is_number(text)) {
            return at;
        }
        let count = |marks: [char; 2]| text.matches(marks).count();
        open = (open + count(['（', '('])).saturating_sub(count(['）', ')']));
        at += 1;
        if open == 0 && begins {
            at += broken_lines(text, &lines[at..]);
        }
    }
    at
}

/// 附：, 附件: and nothing else.
fn is_bare_annex(text: &str) -> bool {
    let plain = without_spaces(text);
    let named = plain.strip_suffix(['：', ':']).unwrap_or(&plain);
    matches!(named, "附" | "附件")
}

/// Whether a line begins what stands below the history.
fn begins_text(text: &str) -> bool {
    label(text).is_some() || plain_heading(text).is_some() || contents::is_title(text)
}

/// How many lines go on with a line of the history that breaks off without a bracket.
fn broken_lines(text: &str, below: &[Line<'_>]) -> usize {
    let goes_on = below
        .first()
        .is_some_and(|next| breaks_off(text, next.text));
    let pieces = below
        .iter()
        .take(MAX_BROKEN_LINES)
        .take_while(|line| line.depth == 0 && !begins_text(line.text));
    let end = pieces
        .map(|line| line.text)
        .position(|text| ends_act(text) && !text.ends_with('。'));
    end.filter(|_| goes_on).map_or(0, |end| end + 1)
}

/// 法释〔2013〕8号 on a line of its own.
fn is_number(text: &str) -> bool {
    const MAX_NUMBER_CHARS: usize = 24;
    let plain = without_spaces(text);
    let plain = plain.trim_matches(['（', '）', '(', ')']);
    let year = plain.find(['〔', '[', '［', '【', '﹝']);
    plain.chars().count() <= MAX_NUMBER_CHARS
        && plain.ends_with(['号', '號'])
        && year.is_some_and(|at| at > 0 && plain[at..].contains(|c: char| c.is_numeric()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[track_caller]
    fn check(text: &str, title: &str, history: &[&str], body: &[&str]) {
        let lines = Lines::of(text);
        let parts = Parts::of(&lines).unwrap();
        assert_eq!(parts.title.text, title);
        assert_eq!(parts.history, history);
        let found: Vec<&str> = parts.body.iter().map(|line| line.text).collect();
        assert_eq!(found, body);
    }

    #[test]
    fn history_in_one_bracket_runs_over_lines() {
        check(
            "某某法\n（1990年7月1日某会议通过\n根据2005年3月17日某会议《关于修改〈某某法〉的决定》第一次修正\n\
             根据2014年3月14日某会议《关于修改〈某某法〉的决定》第二次修正）\n目　录\n第一章 总则\n第一章 总则\n第一条 甲。",
            "某某法",
            &[
                "（1990年7月1日某会议通过",
                "根据2005年3月17日某会议《关于修改〈某某法〉的决定》第一次修正",
                "根据2014年3月14日某会议《关于修改〈某某法〉的决定》第二次修正）",
            ],
            &["第一章 总则", "第一条 甲。"],
        );
        // A bracket that never ends does not take the text.
        check(
            "某某法\n（1990年7月1日某会议通过\n第一章 总则\n第一条 甲。",
            "某某法",
            &["（1990年7月1日某会议通过"],
            &["第一章 总则", "第一条 甲。"],
        );
    }

    #[test]
    fn note_may_break_off_inside_a_sentence() {
        let whole = "（2012年3月14日第十一届全国人民代表大会第五次会议通过）";
        for written in [
            "（2012年3月14日第十一届全国人民代表\n大会第五次会议通过）",
            "（2012年3月\n14日第十一届全国人民代表大会第五次会议通过）",
            "（2012年3月14日第十一届全国\n人民代表大会第五次会\n议通过\n）",
            "（2012年\n3月14日第十一届全国人民代表大会第五次会议\n通过）",
        ] {
            check(
                &format!("某某法\n{written}\n第一条 甲。"),
                "某某法",
                &[whole],
                &["第一条 甲。"],
            );
        }
        check(
            "某某法\n2012年3月14日第十一届全国人民代表\n大会第五次会议通过\n2012年3月14日公布\n第一条 甲。",
            "某某法",
            &[
                "2012年3月14日第十一届全国人民代表大会第五次会议通过",
                "2012年3月14日公布",
            ],
            &["第一条 甲。"],
        );
        check(
            "某某法\n（1990年7月1日某会议通过　根据2005年\n3月17日某会议《关于修改\n〈某某法〉的决定》修正）\n第一条 甲。",
            "某某法",
            &[
                "（1990年7月1日某会议通过",
                "根据2005年3月17日某会议《关于修改〈某某法〉的决定》修正）",
            ],
            &["第一条 甲。"],
        );
    }

    #[test]
    fn text_below_a_broken_note_stays() {
        for text in [
            "某某法\n2012年3月14日某会议\n为了甲，制定本法。\n第一条 甲。",
            "某某法\n2012年3月14日某会议\n第一条 甲。",
        ] {
            let lines = Lines::of(text);
            let parts = Parts::of(&lines).unwrap();
            assert_eq!(parts.history, ["2012年3月14日某会议"]);
        }
    }

    #[test]
    fn acts_on_one_line_are_parted() {
        check(
            "某某法\n（1990年7月1日某会议通过　根据2005年3月17日某会议《关于修改〈某某法〉的决定》修正）\n第一条 甲。",
            "某某法",
            &[
                "（1990年7月1日某会议通过",
                "根据2005年3月17日某会议《关于修改〈某某法〉的决定》修正）",
            ],
            &["第一条 甲。"],
        );
    }

    #[test]
    fn number_of_the_document_belongs_to_the_head() {
        check(
            "某某解释\n法释〔2013〕8号\n（2013年3月8日某会议通过）\n第一条 甲。",
            "某某解释",
            &["法释〔2013〕8号", "（2013年3月8日某会议通过）"],
            &["第一条 甲。"],
        );
    }

    #[test]
    fn line_below_the_title_that_is_no_history_stays() {
        check(
            "某某法\n为了甲，制定本法。\n第一条 甲。",
            "某某法",
            &[],
            &["为了甲，制定本法。", "第一条 甲。"],
        );
    }
}
