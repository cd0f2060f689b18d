//! Parts of a law as a text names them: 分则第五章, 第二编第五章, 合同编第八章.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mention::DivisionStep;
use super::numbers::number;
use super::tokens::{DIGITS, Token};
use crate::statute::HeadingLevel;

/// The parts of the civil code behind the first, 总则编, in their order, from the second.
pub(super) const CODE_PARTS: &str = "物权|合同|人格权|婚姻家庭|继承|侵权责任";

static DIVISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:分则|总则编?|(?:{CODE_PARTS})编)?(?:第\s*[{DIGITS}]{{1,5}}\s*(?:分编|编|章|节))*"
    ))
    .expect("the pattern is a constant")
});

/// The name of a part before the number of the next one, or of an article: 第七编侵权责任第三章.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?P<name>[\p{{Han}}、]{{2,16}}?)(?P<next>第\s*[{DIGITS}]{{1,9}}\s*(?:分编|编|章|节|条))"
    ))
    .expect("the pattern is a constant")
});

/// Words between two places that are no name of a part.
const NO_NAMES: &[&str] = &[
    "的", "规定", "和", "及", "与", "或", "中", "至", "到", "、第", "解释",
];

static STEP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"第\s*(?P<number>[{DIGITS}]{{1,5}})\s*(?P<unit>分编|编|章|节)"
    ))
    .expect("the pattern is a constant")
});

/// 分则第五章, 第二编第五章: gives the end of what was read.
pub(super) fn division(
    text: &str,
    range: &Range<usize>,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> usize {
    let Some(found) = DIVISION.find(&text[range.start..]) else {
        return range.end;
    };
    let end = with_names(text, range.start, found.end());
    let found = &text[range.start..end];
    // 分则 alone leads to an article; 合同编解释 is a name.
    let named_part = found.ends_with('编') && !found.starts_with('第');
    let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() && !"第的之中".contains(c));
    let alone = ["分则", "总则", ""].contains(&found);
    if alone || named_part && goes_on {
        return end.max(range.end);
    }
    if let Some(steps) = steps(found).filter(|steps| !steps.is_empty()) {
        tokens.push((range.start..end, Token::Division(steps)));
    }
    end
}

/// Where a part ends whose steps have their names behind their numbers.
fn with_names(text: &str, start: usize, length: usize) -> usize {
    let mut end = start + length;
    if !text[start..end].ends_with(['编', '章', '节']) {
        return end;
    }
    while let Some(named) = NAMED.captures(&text[end..]) {
        let name = &named["name"];
        if NO_NAMES.iter().any(|word| name.contains(word)) {
            break;
        }
        end += name.len();
        match named["next"].ends_with('条') {
            true => break,
            false => end += named["next"].len(),
        }
    }
    end
}

fn steps(text: &str) -> Option<Vec<DivisionStep>> {
    let mut steps = Vec::new();
    let code_part = CODE_PARTS.split('|').position(|part| {
        text.strip_prefix(part)
            .is_some_and(|rest| rest.starts_with('编'))
    });
    if let Some(part) = code_part.and_then(|part| u32::try_from(part).ok()) {
        steps.push(DivisionStep::Numbered(HeadingLevel::Part, part + 2));
    } else if text.starts_with("总则编") {
        steps.push(DivisionStep::Numbered(HeadingLevel::Part, 1));
    } else if text.starts_with("分则") {
        steps.push(DivisionStep::Specific);
    } else if text.starts_with("总则") {
        steps.push(DivisionStep::General);
    }
    for step in STEP.captures_iter(text) {
        let level = match step.name("unit")?.as_str() {
            "编" => HeadingLevel::Part,
            "分编" => HeadingLevel::Subpart,
            "章" => HeadingLevel::Chapter,
            _ => HeadingLevel::Section,
        };
        let number = number(step.name("number")?.as_str())?.value;
        steps.push(DivisionStep::Numbered(level, number));
    }
    Some(steps)
}
