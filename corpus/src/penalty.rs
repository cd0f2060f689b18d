//! Penalties that an article threatens (法定刑): its ranges (幅度), read from the text, and
//! which of two wordings is lighter.
//!
//! What "lighter" means is laid down by the interpretation 法释〔1997〕12号, articles 1 and 2:
//! the lower maximum is lighter, of equal maxima the lower minimum; where an article has
//! several ranges, those count that the conduct falls under. Additional penalties (fines,
//! confiscation) do not decide. So of an article with several ranges only this is said:
//! which way each range moved, and that all moved one way, where they did.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::normalize::same_words;
use crate::numerals;

/// Longest and shortest fixed-term imprisonment for one crime in months (刑法第四十五条).
const LONGEST_TERM: u32 = 15 * 12;
const SHORTEST_TERM: u32 = 6;

/// Longest condition before a range that is shown, in characters.
const MAX_CONDITION_CHARS: usize = 120;

/// A main penalty (主刑), from the lightest kind to the heaviest (刑法第三十三条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Penalty {
    /// A fine or another additional penalty alone (单处).
    AdditionalOnly,
    /// 管制
    Surveillance,
    /// 拘役
    Detention,
    /// 有期徒刑, in months.
    FixedTerm(u32),
    /// 无期徒刑
    Life,
    /// 死刑
    Death,
}

impl fmt::Display for Penalty {
    /// For readers, in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::AdditionalOnly => f.write_str("单处附加刑"),
            Self::Surveillance => f.write_str("管制"),
            Self::Detention => f.write_str("拘役"),
            Self::FixedTerm(months) if months % 12 == 0 => {
                write!(
                    f,
                    "有期徒刑{}年",
                    numerals::to_chinese(u64::from(months / 12))
                )
            }
            Self::FixedTerm(months) => {
                write!(f, "有期徒刑{}个月", numerals::to_chinese(u64::from(months)))
            }
            Self::Life => f.write_str("无期徒刑"),
            Self::Death => f.write_str("死刑"),
        }
    }
}

/// A range of penalties (法定刑幅度) with what it is threatened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyRange {
    /// What stands before it in its sentence: 数额巨大或者有其他严重情节的.
    pub condition: String,
    /// Its words: 三年以上十年以下有期徒刑，并处罚金.
    pub words: String,
    /// Bytes of the words in the article's text.
    pub byte_range: Range<usize>,
    /// The lightest main penalty.
    pub least: Penalty,
    /// The heaviest.
    pub most: Penalty,
}

/// Which of two wordings is lighter, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lighter {
    /// The earlier one.
    Earlier,
    /// The later one.
    Later,
    /// Both threaten the same main penalties.
    Same,
    /// The ranges moved in different ways, or are not the same number: it depends on
    /// the one that the conduct falls under.
    Depends,
    /// A wording has no range of its own.
    Unknown,
}

impl Lighter {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::Same => "same",
            Self::Depends => "depends",
            Self::Unknown => "unknown",
        }
    }
}

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let n = "[一二三四五六七八九十百0-9]{1,4}";
    let unit = "(?:年|个月|月)";
    let term = format!("(?:{n}{unit}以上)?(?:{n}{unit}以下)?有期徒刑");
    let main = format!("(?:{term}|无期徒刑|死刑|拘役|管制)");
    Regex::new(&format!(
        "处(?P<list>{main}(?:[、，]?(?:或者|和|及)?{main})*)(?P<more>(?:，?(?:可以)?(?:并处或者单处|单处或者并处|并处|并|或者单处)[^，。；：]{{0,40}})*)"
    ))
    .expect("the pattern is a constant")
});

static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    let n = "[一二三四五六七八九十百0-9]{1,4}";
    Regex::new(&format!(
        "(?:(?P<from>{n})(?P<from_unit>年|个月|月)以上)?(?:(?P<to>{n})(?P<to_unit>年|个月|月)以下)?有期徒刑|无期徒刑|死刑|拘役|管制"
    ))
    .expect("the pattern is a constant")
});

/// The ranges of an article in the order of its text. Empty for an article that refers to
/// another one or threatens nothing.
pub fn ranges(text: &str) -> Vec<PenaltyRange> {
    let mut found = Vec::new();
    for captures in RANGE.captures_iter(text) {
        let (Some(whole), Some(list)) = (captures.get(0), captures.name("list")) else {
            continue;
        };
        let more = captures.name("more").map_or("", |more| more.as_str());
        let Some((least, most)) = bounds(list.as_str(), more) else {
            continue;
        };
        let words = whole.start() + "处".len()..whole.end();
        found.push(PenaltyRange {
            condition: condition(&text[..whole.start()]),
            words: text[words.clone()].to_owned(),
            byte_range: words,
            least,
            most,
        });
    }
    found
}

/// The lightest and the heaviest of a list of main penalties.
fn bounds(list: &str, more: &str) -> Option<(Penalty, Penalty)> {
    let mut all: Vec<Penalty> = Vec::new();
    for member in MEMBER.captures_iter(list) {
        let months = |number: &str, unit: &str| {
            let number = u32::try_from(numerals::parse(member.name(number)?.as_str())?).ok()?;
            let years = member.name(unit)?.as_str() == "年";
            number.checked_mul(if years { 12 } else { 1 })
        };
        match member.get(0)?.as_str() {
            "无期徒刑" => all.push(Penalty::Life),
            "死刑" => all.push(Penalty::Death),
            "拘役" => all.push(Penalty::Detention),
            "管制" => all.push(Penalty::Surveillance),
            _ => {
                all.push(Penalty::FixedTerm(
                    months("from", "from_unit").unwrap_or(SHORTEST_TERM),
                ));
                all.push(Penalty::FixedTerm(
                    months("to", "to_unit").unwrap_or(LONGEST_TERM),
                ));
            }
        }
    }
    if more.contains("单处") {
        all.push(Penalty::AdditionalOnly);
    }
    Some((*all.iter().min()?, *all.iter().max()?))
}

/// The words between the last range or sentence and this one.
fn condition(before: &str) -> String {
    let start = before.rfind(['。', '；', '\n', '：']).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let words = before[start..].trim().trim_end_matches('，');
    let chars: Vec<char> = words.chars().collect();
    match chars.len() > MAX_CONDITION_CHARS {
        true => format!(
            "…{}",
            chars[chars.len() - MAX_CONDITION_CHARS..]
                .iter()
                .collect::<String>()
        ),
        false => words.to_owned(),
    }
}

/// How a later range stands to an earlier one: `Less` when it is lighter.
pub fn compare_ranges(earlier: &PenaltyRange, later: &PenaltyRange) -> Ordering {
    later
        .most
        .cmp(&earlier.most)
        .then(later.least.cmp(&earlier.least))
}

/// Whether both wordings have ranges for the same cases, so that they can be paired.
fn same_conditions(earlier: &[PenaltyRange], later: &[PenaltyRange]) -> bool {
    let mut pairs = earlier.iter().zip(later);
    earlier.len() == later.len() && pairs.all(|(a, b)| same_words(&a.condition, &b.condition))
}

/// Which of two wordings of an article is lighter.
pub fn lighter(earlier: &[PenaltyRange], later: &[PenaltyRange]) -> Lighter {
    if earlier.is_empty() || later.is_empty() {
        return Lighter::Unknown;
    }
    let several = earlier.len() > 1 || later.len() > 1;
    if several && !same_conditions(earlier, later) {
        return Lighter::Depends;
    }
    let pairs = earlier.iter().zip(later);
    let moves: Vec<Ordering> = pairs
        .map(|(earlier, later)| compare_ranges(earlier, later))
        .collect();
    let down = moves.contains(&Ordering::Less);
    let up = moves.contains(&Ordering::Greater);
    match (down, up) {
        (false, false) => Lighter::Same,
        // A range that stayed as it was is no reason to prefer the other wording.
        (true, false) => Lighter::Later,
        (false, true) => Lighter::Earlier,
        (true, true) => Lighter::Depends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Penalty::{AdditionalOnly, Death, Detention, FixedTerm, Life, Surveillance};

    #[track_caller]
    fn check(text: &str, expected: &[(Penalty, Penalty)]) {
        let found: Vec<_> = ranges(text)
            .iter()
            .map(|range| (range.least, range.most))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ranges_are_read_with_their_bounds() {
        check(
            "甲的，处三年以下有期徒刑、拘役或者管制。",
            &[(Surveillance, FixedTerm(36))],
        );
        check(
            "甲的，处三年以下有期徒刑、拘役或者管制，并处或者单处罚金；乙的，处三年以上十年以下有期徒刑，并处罚金；丙的，处十年以上有期徒刑或者无期徒刑，并处罚金或者没收财产。",
            &[
                (AdditionalOnly, FixedTerm(36)),
                (FixedTerm(36), FixedTerm(120)),
                (FixedTerm(120), Life),
            ],
        );
        check(
            "甲的，处死刑、无期徒刑或者十年以上有期徒刑；乙的，处死刑。",
            &[(FixedTerm(120), Death), (Death, Death)],
        );
        check(
            "有下列情形之一的，处拘役，并处罚金：\n（一）甲；",
            &[(Detention, Detention)],
        );
        check(
            "处六个月以上三年以下有期徒刑",
            &[(FixedTerm(6), FixedTerm(36))],
        );
        check("处２年以下有期徒刑", &[]);
        check("依照前款的规定处罚；处以罚款。", &[]);
        check(
            "有前款行为，同时构成其他犯罪的，依照处罚较重的规定定罪处罚。",
            &[],
        );
    }

    #[test]
    fn a_range_tells_what_it_is_for() {
        let found = ranges("偷灯油的，处拘役；情节严重的，处三年以下有期徒刑。");
        let conditions: Vec<&str> = found.iter().map(|range| range.condition.as_str()).collect();
        assert_eq!(conditions, ["偷灯油的", "情节严重的"]);
        assert_eq!(found[1].words, "三年以下有期徒刑");
        assert_eq!(
            (found[0].most.to_string(), found[1].most.to_string()),
            ("拘役".into(), "有期徒刑三年".into())
        );
    }

    #[test]
    fn lower_maximum_is_lighter_then_lower_minimum() {
        let of = |earlier: &str, later: &str| lighter(&ranges(earlier), &ranges(later));
        let up_to = |years: &str| format!("处{years}年以下有期徒刑。");
        assert_eq!(of(&up_to("五"), &up_to("三")), Lighter::Later);
        assert_eq!(of(&up_to("三"), &up_to("五")), Lighter::Earlier);
        assert_eq!(
            of(&up_to("三"), "处三年以下有期徒刑或者拘役。"),
            Lighter::Later
        );
        assert_eq!(
            of("处三年以下有期徒刑，并处罚金。", &up_to("三")),
            Lighter::Same
        );
        assert_eq!(of(&up_to("三"), "依照前款处罚。"), Lighter::Unknown);
        let (one, two) = (
            "甲处三年以下有期徒刑；乙处死刑。",
            "甲处五年以下有期徒刑；乙处无期徒刑。",
        );
        assert_eq!(of(one, two), Lighter::Depends);
        assert_eq!(of(&up_to("三"), one), Lighter::Depends);
        let other = "甲处二年以下有期徒刑；丙处无期徒刑。";
        assert_eq!(of(two, other), Lighter::Depends, "a range for another case");
        let milder = "甲处三年以下有期徒刑；乙处无期徒刑。";
        assert_eq!(
            of(two, milder),
            Lighter::Later,
            "one range fell, the other stayed"
        );
    }
}
