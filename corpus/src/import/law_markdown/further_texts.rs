//! A file that holds one law behind another: where the title of a further one stands.

use super::footers;
use super::headings::{is_annex, plain_heading};
use super::label::label;
use super::lines::Lines;
use super::questions::begins_questions;
use super::title::{self, Title, is_title};
use crate::document::LawKey;
use crate::statute::ArticleNumber;
use crate::statute::enumeration::enumerator;

/// Most lines between a title and the first article.
const MAX_LINES_BELOW: usize = 60;

/// Longest title of a further text, in characters.
const MAX_TITLE_CHARS: usize = 80;

/// A further text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Further {
    /// The line of its title, from 1.
    pub line: u64,
    /// Its title, as written.
    pub title: String,
    /// Whether the text before it has the same name: what is printed twice is not parted.
    pub same_law: bool,
}

/// The further texts of a file, in its order.
pub(super) fn find(lines: &Lines<'_>) -> Vec<Further> {
    let mut found: Vec<Further> = Vec::new();
    if lines.header.is_some() {
        return found;
    }
    let all = &lines.all;
    let first = title::joined(&all[..title::length(all).min(all.len())]);
    let key = |text: &str| LawKey::of(&Title::of(text).law);
    let footer = footers::start(all);
    let mut greatest: Option<ArticleNumber> = None;
    for at in 0..all.len() {
        let text = all[at].text;
        if let Some(number) = number(text) {
            greatest = greatest.max(Some(number));
        } else if footer == Some(at) || greatest.is_some() && ends(text) {
            break;
        } else if greatest > Some(ArticleNumber::new(1))
            && !all[at - 1].text.ends_with(['：', ':'])
            && let Some(title) = title_at(lines, at)
        {
            let before = found.last().map_or(&first, |further| &further.title);
            let same_law = key(before) == key(&title);
            let line = all[at].number;
            found.push(Further {
                line,
                title,
                same_law,
            });
            greatest = None;
        }
    }
    found
}

/// Whether a line begins an annex, or what is printed below a law.
fn ends(text: &str) -> bool {
    is_annex(text) || begins_questions(text)
}

fn number(text: &str) -> Option<ArticleNumber> {
    let found = label(text)?;
    found.number.filter(|_| found.may_begin())
}

/// The title that stands at a line, with the first article behind it.
fn title_at(lines: &Lines<'_>, at: usize) -> Option<String> {
    let below = &lines.all[at..];
    let first = below.first()?.text;
    let other = first.starts_with(['（', '(', '“', '《', '【', '|'])
        || first.contains(['，', '。', '；', '：'])
        || plain_heading(first).is_some()
        || enumerator(first).is_some();
    if other || first.chars().count() > MAX_TITLE_CHARS {
        return None;
    }
    let count = title::length(below).min(below.len());
    let title = title::joined(&below[..count]);
    let behind = below[count..].iter().take(MAX_LINES_BELOW);
    let mut behind = behind.take_while(|line| !ends(line.text));
    let next = behind.find_map(|line| number(line.text));
    let whole = is_title(&title) && title.chars().count() > 2;
    (whole && next == Some(ArticleNumber::new(1))).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(u64, &str, bool)]) {
        let found = find(&Lines::of(text));
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.line, one.title.as_str(), one.same_law))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn title_before_a_first_article_begins_a_further_text() {
        let first = "灯塔条例\n第一条 甲。\n第二条 乙。\n";
        check(
            &format!("{first}浮标条例\n第一条 丙。"),
            &[(4, "浮标条例", false)],
        );
        check(
            &format!(
                "{first}\n浮标条例\n（2020年1月1日某会议通过）\n第一章 总则\n第一条 丙。\n第二条 丁。\n雾号办法\n第一条 戊。"
            ),
            &[(5, "浮标条例", false), (10, "雾号办法", false)],
        );
        check(
            &format!("{first}某某局关于\n浮标管理的规定\n第一条 丙。"),
            &[(4, "某某局关于浮标管理的规定", false)],
        );
        check(
            &format!("{first}灯塔条例\n第一条 丙。"),
            &[(4, "灯塔条例", true)],
        );
    }

    #[test]
    fn annexes_quotations_and_links_are_none() {
        let first = "灯塔条例\n第一条 甲。\n第二条 乙。\n";
        for behind in [
            "附件：\n浮标条例\n第一条 丙。",
            "附件1：浮标条例\n第一条 丙。",
            "第三条 浮标条例修改为：\n浮标条例\n第一条 丙。",
            "相关链接\n浮标条例\n第一条 丙。",
            "浮标条例\n第三条 丙。",
            "依照浮标条例的规定，\n第三条 丙。",
            "第二章 浮标的规定\n第三条 丙。",
        ] {
            check(&format!("{first}{behind}"), &[]);
        }
        check("灯塔条例\n第一条 甲。\n浮标条例\n第一条 乙。", &[]);
    }
}
