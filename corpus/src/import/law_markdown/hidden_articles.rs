//! Texts that are called like laws and in which no article was read although they have
//! 第N条 where articles begin: a shape that the reader does not know. Told, never silent.

use super::label::{Label, continues_a_sentence, label};
use super::title::is_title;
use crate::statute::{ArticleNumber, Block, Statute};

/// Ends of titles of texts that have articles; decisions, replies and notices count items
/// and speak about the articles of other texts.
const ENDS: &[&str] = &[
    "法", "法典", "条例", "规定", "办法", "细则", "规则", "解释", "章程", "通则", "守则", "规程",
];

/// From so many articles that count on it is a law and no mention of one.
const MIN_ARTICLES: u32 = 2;

/// Whether a text without a single article has articles nevertheless.
pub(in crate::import) fn hides_articles(title: &str, statute: &Statute) -> bool {
    let name = title.split(['（', '(']).next().unwrap_or(title).trim_end();
    let law = is_title(title) && ENDS.iter().any(|end| name.ends_with(end));
    if !law || statute.articles().next().is_some() {
        return false;
    }
    let mut expected = 1;
    for block in &statute.blocks {
        let text = match block {
            Block::Text(text) => text,
            Block::Heading(heading) => &heading.text,
            Block::Article(_) => continue,
        };
        for (at, _) in text.match_indices('第') {
            let next = label(&text[at..]).filter(|found| may_be_article(&text[..at], found));
            let number = next.and_then(|found| found.number);
            expected += u32::from(number == Some(ArticleNumber::new(expected)));
        }
    }
    expected > MIN_ARTICLES
}

/// What stands before an article ends a sentence, is a mark and no word, or is parted from
/// it by white space, as a heading is.
fn may_be_article(before: &str, found: &Label<'_>) -> bool {
    let whole = before.trim_end_matches([' ', '\u{3000}', '\t']);
    let parted = whole.len() < before.len() && found.separated;
    let word = |c: char| c.is_alphanumeric();
    let mark = whole.ends_with(['《', '》', '“', '、', '，', '：']);
    (parted || !whole.ends_with(word)) && !mark && !continues_a_sentence(found.rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, text: &str, expected: bool) {
        let blocks = vec![Block::Text(text.to_owned())];
        assert_eq!(
            hides_articles(title, &Statute { blocks }),
            expected,
            "{text}"
        );
    }

    #[test]
    fn articles_that_were_not_read_are_told() {
        check("灯塔法", "~第一条~ 甲。\n~第二条~ 乙。", true);
        check("灯塔条例（试行）", "※ 第一条 甲。\n※ 第二条 乙。", true);
        check("关于灯塔的解释", "甲。第一条 乙。丙。第二条 丁。", true);
    }

    #[test]
    fn articles_behind_headings_on_the_same_line_are_told() {
        for text in [
            "第一章 总则 第一条 甲。 第二条 乙。",
            "（2020年1月1日某会议通过）灯塔法 总则 第一条 甲。第二条 乙。",
            "总则\u{3000}第一条\u{3000}甲。\u{3000}罚则\u{3000}第二条\u{3000}乙。",
        ] {
            check("灯塔法", text, true);
        }
    }

    #[test]
    fn mentions_of_articles_are_none() {
        check("灯塔法", "依照《浮标法》第一条、第二条处罚。", false);
        check("关于灯塔的批复", "一、甲。第一条 乙。第二条 丙。", false);
        check(
            "关于灯塔的解释",
            "一、浮标法第一条规定的甲。\n二、第二条规定的乙。",
            false,
        );
        check("灯塔法", "（一）甲。\n（二）乙。", false);
    }
}
