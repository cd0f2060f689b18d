//! Numbers with their unit that stand in a text and cannot be read: 第〓〓条, 第²⁶⁴条.

use std::ops::Range;

use super::numbers::{ORDINALS, is_digit, mended};
use super::parts::Unit;

/// Longest number that cannot be read, in characters.
const MAX_UNREADABLE_CHARS: usize = 40;

/// 第〓〓条: where a number with its unit stands that cannot be read.
pub(super) fn unreadable(text: &str, at: usize) -> Option<(Range<usize>, Unit)> {
    let rest = text[at..].strip_prefix(ORDINALS)?;
    let start = text.len() - rest.len();
    let (length, c) = rest
        .char_indices()
        .take(MAX_UNREADABLE_CHARS + 1)
        .find(|(_, c)| "条款项目章节编部批号次届名人".contains(*c) || is_end(*c))?;
    let unit = match c {
        '条' => Unit::Article,
        '款' => Unit::Paragraph,
        '项' => Unit::Item,
        _ => return None,
    };
    let number = &rest[..length];
    let end = start + length + c.len_utf8();
    let a_word = ["件", "例", "约", "文", "理", "规", "路", "线", "目", "鱼"];
    let is_word = a_word.iter().any(|word| text[end..].starts_with(word));
    let spoilt = match is_decimal(number) {
        true => is_of_statute(&text[..at]),
        false => is_spoilt(number),
    };
    (spoilt && !is_word).then_some((at..end, unit))
}

/// Whether `number` is one with a point: 第3.1条 of a standard is a number of another kind.
fn is_decimal(number: &str) -> bool {
    let point = |two: &[char]| is_digit(two[0]) && matches!(two[1], '.' | '．');
    number.chars().collect::<Vec<_>>().windows(2).any(point)
}

/// Whether a law stands before a number, which counts in whole ones: 刑法第133.1条.
fn is_of_statute(before: &str) -> bool {
    let name = before.trim_end().trim_end_matches(['》', '〉', '”']);
    ["法", "法典", "条例", "解释"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Numerals that no law counts with: ²⁶⁴, ٢٦٤, Ⅷ, 卌.
fn is_foreign(c: char) -> bool {
    c.is_numeric() && !is_digit(c) || matches!(c, '卌' | '皕')
}

/// Marks that end a sentence or a title.
fn is_end(c: char) -> bool {
    "。，；：！《》“”\"\n第".contains(c)
}

/// Whether what stands between 第 and 条 is a number that was lost: signs, or numerals in
/// no order, with at most two other characters between.
fn is_spoilt(number: &str) -> bool {
    let chars = || number.chars().filter(|c| !c.is_whitespace());
    let digits = chars()
        .filter(|&c| is_digit(c) || mended(c).is_some())
        .count();
    let units = number.contains(['十', '百', '千']);
    let signs = chars()
        .filter(|&c| !c.is_alphanumeric() || matches!(c, 'X' | 'x' | 'Ｘ' | '某') || is_foreign(c))
        .count();
    let others = chars().count() - digits - signs.min(chars().count() - digits);
    let words = ["多", "余", "来", "几", "数", "者", "方", "个"];
    if words.iter().any(|word| number.contains(word)) {
        return false;
    }
    let lists = number.contains(['、', '（', '）', '(', ')'])
        && signs == number.matches(['、', '（', '）', '(', ')']).count();
    match (digits, signs) {
        (0, 0) => false,
        (0, _) => others == 0,
        (_, 0) => others == 0 || others <= 2 && (units || digits > 1),
        _ => others <= 2 && !(lists && others > 0),
    }
}
