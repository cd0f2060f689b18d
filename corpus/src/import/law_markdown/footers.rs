//! What pages print below a text and is no part of it: related links, editors, sources,
//! editors' notes. Only behind the last article or item, or it stands inside the text.

use super::label::label;
use super::lines::Line;
use crate::normalize::trim;
use crate::statute::ArticleNumber;
use crate::statute::enumeration::{CountingStyle, enumerator};

/// Words that stand alone, or before a mark.
const NAMES: &[&str] = &[
    "相关链接",
    "相关阅读",
    "相关新闻",
    "相关报道",
    "相关稿件",
    "相关文章",
    "相关解读",
    "新闻链接",
    "背景链接",
    "背景资料",
    "延伸阅读",
    "扩展阅读",
    "推荐阅读",
    "责任编辑",
    "责编",
    "编辑",
    "本期编辑",
    "校对",
    "编者按",
    "编者注",
    "编后语",
    "来源",
    "信息来源",
    "文章来源",
    "稿件来源",
    "内容来源",
    "原文链接",
    "原文网址",
    "原标题",
    "供稿",
    "撰稿",
    "免责声明",
    "版权声明",
    "上一篇",
    "下一篇",
    "打印本页",
    "关闭窗口",
    "返回顶部",
    "分享到",
    "扫一扫",
];

/// Words among them that also begin sentences: they need a colon or brackets.
const NEED_MARK: &[&str] = &[
    "编辑",
    "校对",
    "来源",
    "供稿",
    "撰稿",
    "编者按",
    "编者注",
    "责编",
];

/// Where what is printed below a text begins: behind all its articles, or where it has
/// none behind its items.
pub(super) fn start(lines: &[Line<'_>]) -> Option<usize> {
    let numbers: Vec<Option<ArticleNumber>> = lines.iter().map(article).collect();
    let items: Vec<Option<u32>> = match numbers.iter().any(Option::is_some) {
        true => vec![None; lines.len()],
        false => lines.iter().map(item).collect(),
    };
    (0..lines.len())
        .filter(|&at| begins_footer(lines[at].text))
        .find(|&at| ends_counting(&numbers, at) || ends_counting(&items, at))
}

/// Whether something is counted before `at` and nothing goes on behind it.
fn ends_counting<N: Ord + Copy>(numbers: &[Option<N>], at: usize) -> bool {
    let greatest = numbers[..at].iter().flatten().max();
    let behind = numbers[at..].iter().flatten().max();
    greatest.is_some() && behind <= greatest
}

fn article(line: &Line<'_>) -> Option<ArticleNumber> {
    let label = label(line.text)?;
    label
        .number
        .filter(|_| label.separated || label.may_begin())
}

fn item(line: &Line<'_>) -> Option<u32> {
    let found = enumerator(line.text)?;
    (found.style == CountingStyle::Chinese).then_some(found.number)
}

/// Whether a line is the first of what is printed below a text.
fn begins_footer(line: &str) -> bool {
    let opening = |c: char| c.is_whitespace() || "*■●▲▶◎◆>＞—-·".contains(c);
    let line = line.trim_start_matches(opening);
    let inner = line.trim_start_matches(['【', '[', '［', '（', '(', '〔']);
    let bracketed = inner.len() < line.len();
    NAMES.iter().any(|name| {
        let Some(rest) = inner.strip_prefix(name) else {
            return false;
        };
        let rest = trim(rest);
        let closed = bracketed && rest.starts_with(['】', ']', '］', '）', ')', '〕']);
        let marked = closed || rest.starts_with(['：', ':']);
        marked
            || rest.is_empty() && !bracketed && !NEED_MARK.contains(name)
            || rest.starts_with(['|', '丨', '｜', '>', '＞', '/'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(texts: &[&str]) -> Option<usize> {
        let lines: Vec<Line<'_>> = texts.iter().map(|text| Line::plain(text)).collect();
        start(&lines)
    }

    #[test]
    fn what_is_printed_below_a_text_is_told() {
        for line in [
            "相关链接",
            "相关链接：",
            "【相关链接】",
            "责任编辑：甲某",
            "（责任编辑：甲某）",
            "[责任编辑 : 甲某]",
            "【编者按】本意见由某院起草。",
            "编者按：某院起草。",
            "来源：虚构网",
            "来源:虚构网 2020-01-01",
            "延伸阅读",
            "■ 延伸阅读",
            "上一篇：甲条例",
            "原标题：甲",
        ] {
            assert_eq!(place(&["第一条 甲。", line, "乙"]), Some(1), "{line}");
            assert_eq!(place(&["一、甲。", line, "乙"]), Some(1), "{line}");
        }
    }

    #[test]
    fn lines_of_a_text_are_none() {
        for line in [
            "编辑应当持证上岗。",
            "来源不明的，应当扣押。",
            "编者按照规定执行。",
            "校对",
            "责任编辑制度应当建立。",
            "相关链接应当断开。",
            "第二条 来源：甲。",
        ] {
            assert_eq!(place(&["第一条 甲。", line, "乙"]), None, "{line}");
        }
    }

    #[test]
    fn inside_a_text_nothing_ends() {
        assert_eq!(place(&["来源：虚构网", "第一条 甲。"]), None);
        assert_eq!(place(&["第一条 甲。", "来源：虚构网", "第二条 乙。"]), None);
        assert_eq!(place(&["一、甲。", "责任编辑：丙", "二、乙。"]), None);
        // Articles of another text that a link quotes.
        let texts = ["第一条 甲。", "第二条 乙。", "相关链接", "第一条 丙。"];
        assert_eq!(place(&texts), Some(2));
    }
}
