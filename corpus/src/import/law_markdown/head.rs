//! What stands above a law's text: title, lines of history, a notice that issues it.

use super::contents::{self, Contents};
use super::headings::plain_heading;
use super::history::acts_apart;
use super::issued::{self, Issued};
use super::label::label;
use super::lines::{Line, Lines};
use super::title::{self, Title};
use super::{MAX_HISTORY_LINES, MAX_TITLE_CHARS, is_history};
use crate::error::ImportProblem;
use crate::normalize::{single_spaced, without_spaces};

/// The parts of a file.
pub(super) struct Parts<'a> {
    /// Title of the text.
    pub title: Title,
    /// 侵权责任编, where a code comes in several files.
    pub part: Option<String>,
    /// A title under which the text was issued: …印发《…》的通知.
    pub alias: Option<String>,
    /// Title and text of the notice that issues the text.
    pub notice: Vec<&'a str>,
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
        let (first, rest) = lines.all.split_first().ok_or(ImportProblem::NoTitle)?;
        let length = match lines.header {
            Some(_) => 1,
            None => title::length(&lines.all),
        };
        let text = title::joined(&lines.all[..length]);
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
        let mut below = &lines.all[length..];
        let found = match lines.header {
            Some(_) => None,
            None => issued::find(&parts.title, below),
        };
        if let Some(found) = found {
            below = parts.issue(first, found, below);
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
        parts.history = history.flat_map(|line| acts_apart(line.text)).collect();
        parts.without_contents(body);
        Ok(parts)
    }

    /// Takes the title of the text issued; the notice goes before it.
    fn issue(&mut self, first: &Line<'a>, issued: Issued, below: &'a [Line<'a>]) -> &'a [Line<'a>] {
        self.alias = issued.alias;
        self.title = issued.title;
        let (at, count) = issued.place.unwrap_or((0, 0));
        self.notice = std::iter::once(first)
            .chain(&below[..at])
            .map(|line| line.text)
            .collect();
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

/// How many lines under a title tell its history, where no mark ends them: a second
/// title line, lines that begin with a date or a bracket before one, what goes on in
/// that bracket, and the number of the document.
fn history_length(lines: &[Line<'_>]) -> usize {
    let lines = &lines[..lines.len().min(MAX_HISTORY_LINES)];
    let mut open = 0usize;
    for (at, line) in lines.iter().enumerate() {
        let text = line.text;
        let begins_text = label(text).is_some()
            || plain_heading(text).is_some()
            || without_spaces(text) == "目录";
        let inside = open > 0 && !begins_text;
        if !(line.depth == 1 || inside || is_history(text) || is_number(text)) {
            return at;
        }
        let count = |marks: [char; 2]| text.matches(marks).count();
        open = (open + count(['（', '('])).saturating_sub(count(['）', ')']));
    }
    lines.len()
}

/// 法释〔2013〕8号 on a line of its own.
fn is_number(text: &str) -> bool {
    const MAX_NUMBER_CHARS: usize = 24;
    let plain = without_spaces(text);
    let plain = plain.trim_matches(['（', '）', '(', ')']);
    let year = plain.find(['〔', '[', '［', '【', '﹝']);
    plain.chars().count() <= MAX_NUMBER_CHARS
        && plain.ends_with('号')
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
