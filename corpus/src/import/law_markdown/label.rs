//! Labels of articles at the start of a line: which line starts an article, and
//! which one only mentions or quotes one.

use crate::normalize::{trim, without_spaces};
use crate::numerals::{is_capital, is_numeral, small};
use crate::statute::ArticleNumber;

/// Longest number between 第 and 条, in characters.
const MAX_NUMBER_CHARS: usize = 12;

/// Marks that some texts put behind a number.
const MARKS: &[char] = &['：', ':', '、', '.', '．'];

/// A line that begins like an article.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label<'a> {
    /// The number; `None` when what stands there is none, such as 第百条.
    pub number: Option<ArticleNumber>,
    /// The label without inner spaces and misprints: 第一百三十三条之一.
    pub text: String,
    /// What follows the label and its mark, trimmed.
    pub rest: &'a str,
    /// The mark behind the label, where one stands there: 第五条：, 第六条、.
    pub mark: Option<char>,
    /// Whether white space, a title in brackets or the end of the line follows. Only
    /// then the line starts an article whatever number came before.
    pub separated: bool,
}

/// The label at the start of a line.
pub(super) fn label(line: &str) -> Option<Label<'_>> {
    let line = line.strip_prefix("**").unwrap_or(line);
    // 笫 is a common misprint for 第.
    let after = line.strip_prefix(['第', '笫'])?;
    let (digits, after) = after.split_once(['条', '條'])?;
    let digits = without_spaces(digits);
    let length = digits.chars().count();
    if length == 0 || length > MAX_NUMBER_CHARS || !digits.chars().all(is_digit_or_misprint) {
        return None;
    }
    let (inserted, after) = inserted(after);
    let (bold_end, rest) = match after.strip_prefix("**") {
        Some(rest) => (true, rest),
        None => (false, after),
    };
    let separated = bold_end
        || rest
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '【' | '［' | '\u{feff}'));
    // 第三十－条: a dash in the place of 一; 第貳拾條 in capitals.
    let mended: String = digits
        .chars()
        .map(|c| if is_dash(c) { '一' } else { small(c) })
        .collect();
    let unit = match line.contains('條') && !line.split_once('條')?.0.contains('条') {
        true => '條',
        false => '条',
    };
    let text = format!("第{digits}{unit}{inserted}");
    let behind: String = inserted.chars().map(small).collect();
    let number = format!("第{mended}条{behind}").parse().ok();
    let mark = rest.chars().next().filter(|c| MARKS.contains(c));
    let rest = mark.map_or(rest, |mark| &rest[mark.len_utf8()..]);
    Some(Label {
        number,
        text,
        rest: trim(rest),
        mark,
        separated,
    })
}

/// 之一 behind 条; 之 alone or with another word belongs to the text.
fn inserted(after: &str) -> (&str, &str) {
    let Some(numeral) = after.strip_prefix('之') else {
        return ("", after);
    };
    let numeral_ends = |c| !is_numeral(c) && !is_capital(c);
    let end = numeral.find(numeral_ends).unwrap_or(numeral.len());
    if end == 0 {
        return ("", after);
    }
    after.split_at('之'.len_utf8() + end)
}

fn is_digit_or_misprint(c: char) -> bool {
    is_numeral(c) || is_capital(c) || is_dash(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '－' | '—' | '–' | '-' | 'ー' | '─')
}

impl Label<'_> {
    /// Whether the line may begin the article of that number, by what follows the
    /// number directly.
    pub fn may_begin(&self) -> bool {
        let named = |text: &str| text.starts_with(['第', '“', '《', '「']);
        match self.mark {
            None => self.separated || !continues_a_sentence(self.rest),
            // 第一条、第二条所列; 第五条：“新的条文”
            Some('、' | '：' | ':') => {
                !self.rest.is_empty() && !named(self.rest) && !starts_with_number(self.rest)
            }
            // 第1条.2
            Some(_) => !self.rest.is_empty() && !starts_with_number(self.rest),
        }
    }
}

/// 十八、二十七条所列 behind 第十条、
fn starts_with_number(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|c: char| is_numeral(c) || c == '、' || c.is_whitespace());
    behind.len() < rest.len() && behind.starts_with(['条', '條', '款', '项'])
}

/// Whether a line that goes on directly behind the number speaks about an article
/// (第三条规定的, 第五条第二款, 第一条、第二条).
pub(super) fn continues_a_sentence(rest: &str) -> bool {
    const WORDS: &[&str] = &[
        "规定", "所列", "所称", "修改", "改为", "增加", "删去", "至第", "以及", "規定", "改為",
        "刪去", "件", "款",
    ];
    // 第五条中规定的, but 第五条中华人民共和国公民.
    let inside = rest.starts_with('中') && !rest.starts_with("中华") && !rest.starts_with("中国");
    let first = rest.chars().next();
    inside
        || first.is_some_and(|c| {
            matches!(
                c,
                '的' | '、'
                    | '，'
                    | '。'
                    | '；'
                    | '：'
                    | '》'
                    | '〉'
                    | '”'
                    | '）'
                    | '第'
                    | '和'
                    | '及'
                    | '或'
                    | '与'
                    | '至'
                    | '之'
            )
        })
        || WORDS.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, Option<&str>, &str, bool)>) {
        let found = label(line);
        let number = found.as_ref().and_then(|l| l.number.map(|n| n.to_string()));
        let found = found
            .as_ref()
            .map(|l| (l.text.as_str(), number.as_deref(), l.rest, l.separated));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels_are_read_in_all_writings() {
        check("第一条 为了", Some(("第一条", Some("1"), "为了", true)));
        check(
            "第一百三十三条之一　在",
            Some(("第一百三十三条之一", Some("133-1"), "在", true)),
        );
        check("第264条 盗窃", Some(("第264条", Some("264"), "盗窃", true)));
        check("**第二条** 甲", Some(("第二条", Some("2"), "甲", true)));
        check(
            "第三条【目的】甲",
            Some(("第三条", Some("3"), "【目的】甲", true)),
        );
        check("第十条", Some(("第十条", Some("10"), "", true)));
    }

    #[track_caller]
    fn check_beginning(line: &str, expected: bool, rest: &str) {
        let found = label(line).map(|label| (label.may_begin(), label.rest));
        assert_eq!(found, Some((expected, rest)), "{line}");
    }

    #[test]
    fn marks_behind_a_number_are_no_text() {
        check_beginning("第五条:违反规定的", true, "违反规定的");
        check_beginning("第五条：违反规定的", true, "违反规定的");
        check_beginning("第六条、国家鼓励", true, "国家鼓励");
        check_beginning("第七条．甲", true, "甲");
        check_beginning("第8条.甲", true, "甲");
        check_beginning("第一條　為了", true, "為了");
        check_beginning("第一百一十二条违反规定的", true, "违反规定的");
    }

    #[test]
    fn lists_and_quotations_begin_no_article() {
        check_beginning("第一条、第二条所列", false, "第二条所列");
        check_beginning("第十条、十八、二十七条所列", false, "十八、二十七条所列");
        check_beginning("第五条：“甲。”", false, "“甲。”");
        check_beginning("第二条件是", false, "件是");
        check_beginning("第三条规定的", false, "规定的");
    }

    #[test]
    fn misprints_are_mended() {
        check(
            "第一百二十八 条侦查",
            Some(("第一百二十八条", Some("128"), "侦查", false)),
        );
        check(
            "笫五十四条 清算",
            Some(("第五十四条", Some("54"), "清算", true)),
        );
        check(
            "第三十－条 甲",
            Some(("第三十－条", Some("31"), "甲", true)),
        );
    }

    #[test]
    fn numbers_may_be_in_capitals() {
        check("第壹條　為了", Some(("第壹條", Some("1"), "為了", true)));
        check("第貳拾條 甲", Some(("第貳拾條", Some("20"), "甲", true)));
        check(
            "第参佰零伍条 甲",
            Some(("第参佰零伍条", Some("305"), "甲", true)),
        );
        check(
            "第陸條之貳 甲",
            Some(("第陸條之貳", Some("6-2"), "甲", true)),
        );
        check("第叁者 甲", None);
    }

    #[test]
    fn number_that_is_none_is_told_apart() {
        check("第百条 甲", Some(("第百条", None, "甲", true)));
    }

    #[test]
    fn other_lines_have_no_label() {
        for line in [
            "第一章 总则",
            "第三人明知本条所列",
            "第条",
            "依照第一条",
            "“第一条 甲",
            "第一款、第二条 甲",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn sentences_about_articles_are_known() {
        assert!(continues_a_sentence("规定的"));
        assert!(continues_a_sentence("第二款"));
        assert!(!continues_a_sentence("侦查人员"));
    }
}
