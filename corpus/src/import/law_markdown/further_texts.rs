//! A file that holds one law behind another: where the title of a further one stands.

use super::footers;
use super::headings::{is_annex, plain_heading};
use super::issued::named_in;
use super::label::label;
use super::lines::Lines;
use super::page_head;
use super::questions::begins_questions;
use super::title::{self, Title, is_title};
use crate::document::LawKey;
use crate::statute::ArticleNumber;
use crate::statute::enumeration::{CountingStyle, enumerator};

/// Most lines between a title and the first article.
const MAX_LINES_BELOW: usize = 60;

/// Most lines between the title of a decision and the first of its items.
const MAX_LINES_ABOVE_ITEMS: usize = 12;

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
    let top = &all[page_head::above(all)..];
    let first = title::joined(&top[..title::length(top).min(top.len())]);
    let key = |text: &str| LawKey::of(&Title::of(text).law);
    let footer = footers::start(all);
    let amended: Vec<LawKey> = amended_by(&first).iter().map(|law| key(law)).collect();
    let mut greatest: Option<ArticleNumber> = None;
    for at in 0..all.len() {
        let text = all[at].text;
        if let Some(number) = number(text) {
            greatest = greatest.max(Some(number));
        } else if footer == Some(at) || greatest.is_some() && ends(text) {
            break;
        } else if (greatest > Some(ArticleNumber::new(1))
            || at > all.len() - top.len() && !amended.is_empty())
            && !all[at - 1].text.ends_with(['：', ':'])
            && let Some(title) = title_at(lines, at)
            && (greatest > Some(ArticleNumber::new(1)) || amended.contains(&key(&title)))
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
    let behind: Vec<&str> = behind
        .map(|line| line.text)
        .take_while(|text| !ends(text))
        .collect();
    let next = behind.iter().find_map(|text| number(text));
    let whole = is_title(&title) && title.chars().count() > 2;
    let begins = next == Some(ArticleNumber::new(1))
        || !amended_by(&title).is_empty() && counts_items(&behind);
    (whole && begins).then_some(title)
}

/// The laws that a decision amends, by its title: 关于修改《甲法》的决定.
fn amended_by(title: &str) -> Vec<String> {
    let amends = ["修改", "修正", "修订"]
        .iter()
        .any(|word| title.contains(&format!("关于{word}")));
    match amends && title.ends_with("决定") {
        true => named_in(title),
        false => Vec::new(),
    }
}

/// Whether the lines below the title of a decision count what it changes.
fn counts_items(behind: &[&str]) -> bool {
    let near = behind.iter().take(MAX_LINES_ABOVE_ITEMS);
    let mut found = near.filter_map(|text| enumerator(text));
    found.any(|found| found.style == CountingStyle::Chinese && found.number == 1)
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
    fn law_behind_the_decision_that_amends_it_is_a_further_text() {
        for (title, law) in [
            ("某会议关于修改《灯塔法》的决定", "灯塔法"),
            ("关于修订《浮标条例》的决定", "浮标条例"),
            ("某会议关于修正《雾号办法》的决定", "雾号办法"),
        ] {
            check(
                &format!(
                    "{title}\n一、将第一条修改为：“第一条 甲。”\n二、删去第三条。\n本决定自公布之日起施行。\n{law}\n目录\n第一章 总则\n第一章 总则\n第一条 甲。"
                ),
                &[(5, law, false)],
            );
        }
        check(
            "关于修改《灯塔法》的决定\n一、甲。\n浮标条例\n第一条 乙。\n第二条 丙。",
            &[],
        );
    }

    #[test]
    fn decision_behind_the_law_is_a_further_text() {
        let first = "灯塔法\n第一条 甲。\n第二条 乙。\n";
        for (title, note) in [
            ("某会议关于修改《灯塔法》的决定", ""),
            ("关于修改《灯塔法》的决定", "（2020年1月1日某会议通过）\n"),
            ("关于修正《灯塔法》等法律的决定", "某会议决定：\n"),
        ] {
            check(
                &format!(
                    "{first}{title}\n{note}一、将第一条修改为：“第一条 丙。”\n二、删去第二条。"
                ),
                &[(4, title, false)],
            );
        }
        check(&format!("{first}关于修改《灯塔法》的决定"), &[]);
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
