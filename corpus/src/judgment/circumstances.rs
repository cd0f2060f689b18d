//! Circumstances of sentencing (量刑情节): what the court found for or against a
//! defendant, with the sentence that says so.
//!
//! Read from the court's opinion, and where the court's own findings may say it
//! (坦白, 认罪认罚), from those too. What prosecution or defence put forward counts
//! only if the same sentence accepts it; a circumstance that is denied is none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::Place;
use crate::case::{Section, SectionRole};

/// A circumstance that the law or the court's discretion weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// 自首
    Surrender,
    /// 坦白
    Confession,
    /// 立功
    Merit,
    /// 认罪认罚
    Plea,
    /// 累犯
    Recidivist,
    /// 毒品再犯
    DrugReoffender,
    /// 前科、劣迹
    PriorRecord,
    /// 初犯、偶犯
    FirstOffence,
    /// 未成年人犯罪
    Minor,
    /// 犯罪预备
    Preparation,
    /// 犯罪未遂
    Attempt,
    /// 犯罪中止
    Discontinuance,
    /// 主犯
    Principal,
    /// 从犯
    Accessory,
    /// 胁从犯
    Coerced,
    /// 退赃、退赔、赔偿
    Restitution,
    /// 取得谅解
    Forgiveness,
    /// 防卫过当
    ExcessiveDefence,
}

impl Circumstance {
    /// All circumstances.
    pub const ALL: &'static [Self] = &[
        Self::Surrender,
        Self::Confession,
        Self::Merit,
        Self::Plea,
        Self::Recidivist,
        Self::DrugReoffender,
        Self::PriorRecord,
        Self::FirstOffence,
        Self::Minor,
        Self::Preparation,
        Self::Attempt,
        Self::Discontinuance,
        Self::Principal,
        Self::Accessory,
        Self::Coerced,
        Self::Restitution,
        Self::Forgiveness,
        Self::ExcessiveDefence,
    ];

    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Surrender => "surrender",
            Self::Confession => "confession",
            Self::Merit => "merit",
            Self::Plea => "plea",
            Self::Recidivist => "recidivist",
            Self::DrugReoffender => "drug_reoffender",
            Self::PriorRecord => "prior_record",
            Self::FirstOffence => "first_offence",
            Self::Minor => "minor",
            Self::Preparation => "preparation",
            Self::Attempt => "attempt",
            Self::Discontinuance => "discontinuance",
            Self::Principal => "principal",
            Self::Accessory => "accessory",
            Self::Coerced => "coerced",
            Self::Restitution => "restitution",
            Self::Forgiveness => "forgiveness",
            Self::ExcessiveDefence => "excessive_defence",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Surrender => "自首",
            Self::Confession => "坦白",
            Self::Merit => "立功",
            Self::Plea => "认罪认罚",
            Self::Recidivist => "累犯",
            Self::DrugReoffender => "毒品再犯",
            Self::PriorRecord => "前科",
            Self::FirstOffence => "初犯、偶犯",
            Self::Minor => "未成年人犯罪",
            Self::Preparation => "犯罪预备",
            Self::Attempt => "犯罪未遂",
            Self::Discontinuance => "犯罪中止",
            Self::Principal => "主犯",
            Self::Accessory => "从犯",
            Self::Coerced => "胁从犯",
            Self::Restitution => "退赃退赔",
            Self::Forgiveness => "取得谅解",
            Self::ExcessiveDefence => "防卫过当",
        }
    }

    /// Words that name it. A surrender is also told by its two elements in one
    /// sentence, as art. 67(1) of the Criminal Law has them.
    fn words(self) -> &'static str {
        match self {
            Self::Surrender => {
                r"自首|(?:自动|主动)[^。；]{0,15}投案[^。；]{0,20}(?:供述|交代|交待|供认)"
            }
            Self::Confession => {
                r"坦白|如实地?(?:供述|交代|交待|供认|陈述)|[能以](?:够)?(?:主动)?(?:交代|交待|供述)[^，。；]{0,6}犯罪"
            }
            Self::Merit => "立功",
            Self::Plea => "认罪认罚|具结书",
            Self::Recidivist => "累犯",
            Self::DrugReoffender => "毒品(?:犯罪)?再犯",
            Self::PriorRecord => "前科|劣迹",
            Self::FirstOffence => "初犯|偶犯",
            Self::Minor => {
                r"(?:不满|未满)(?:18|１８|十八)周?岁|[系为]未成年(?:人|犯)|未成年人犯罪|未成年被告人"
            }
            Self::Preparation => "犯罪预备|预备犯",
            Self::Attempt => "未遂",
            Self::Discontinuance => "犯罪中止|中止犯",
            Self::Principal => "主犯",
            Self::Accessory => "[^胁]从犯",
            Self::Coerced => "胁从犯",
            Self::Restitution => "退赃|退赔|退缴|退还|退出违法|赔偿",
            Self::Forgiveness => "谅解",
            Self::ExcessiveDefence => "防卫过当",
        }
    }

    /// Whether the court's findings may tell it, and not its opinion alone.
    fn is_fact(self) -> bool {
        matches!(self, Self::Confession | Self::Plea)
    }
}

/// A circumstance found, of whom, and where the text says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCircumstance {
    /// What was found.
    pub circumstance: Circumstance,
    /// Names of the defendants that the sentence names; empty when it names none or
    /// speaks of all.
    pub defendants: Vec<String>,
    /// The sentence.
    pub place: Place,
}

impl FoundCircumstance {
    /// Whether it may be said of the defendant with this name.
    pub fn concerns(&self, name: &str) -> bool {
        self.defendants.is_empty() || self.defendants.iter().any(|known| known == name)
    }
}

static WORDS: LazyLock<Vec<(Circumstance, Regex)>> = LazyLock::new(|| {
    let words = Circumstance::ALL.iter();
    words
        .map(|&circumstance| (circumstance, pattern(circumstance.words())))
        .collect()
});

/// Ends of what stands before a word that deny it: 不构成自首, 没有立功情节.
static DENIED_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:不|未|没有|非)[^，。；、]{0,10}$|无[^，。；、]{0,3}$"));

/// What follows a word and denies it: 自首不能成立.
static DENIED_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^，。；]{0,12}(?:不能成立|不成立|不予认定|不能认定|不当)"));

/// Prosecution and defence.
static PARTY_SAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"辩护人|辩称|辩解|公诉机关|检察院|检察员|公诉人|代理人|上诉(?:提出|称)")
});

static REFUSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"不予(?:采纳|采信|支持|认可)|不能成立|不成立|不足采|不符|无据|缺乏依据|理由不足|不应采纳|不采纳",
    )
});

static ACCEPTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"采纳|采信|支持|成立|属实|相符|有据|认可|有理|正确|确认|认定|准确|适当|得当|从轻|从宽|从重",
    )
});

/// Opens the articles that the judgment rests on; some courts quote them in full.
static RESTS_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:依照|根据|依据|按照|依|适用)[^。；]{0,16}《?中华人民共和国刑法》?")
});

/// 刑法第六十七条第三款 is the article on confession. It names nobody, so it only counts
/// where no sentence tells who confessed.
static ARTICLE_ON_CONFESSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"第六十七条(?:第[一二]款[、和])?第三款|第67条第3款|六十七条坦白"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// The circumstances that a court found, in the order of the text, each once a
/// sentence. `names` are the defendants'.
pub(super) fn circumstances(sections: &[Section], names: &[&str]) -> Vec<FoundCircumstance> {
    let mut found = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let opinion = section.role == SectionRole::Opinion;
        if !opinion && section.role != SectionRole::Findings {
            continue;
        }
        let text = &section.text;
        let rests_on = RESTS_ON.find_iter(text).last().map(|place| place.start());
        let end = rests_on.filter(|_| opinion).unwrap_or(text.len());
        for range in sentences(&text[..end]) {
            for circumstance in told(&text[range.clone()], opinion) {
                found.push(FoundCircumstance {
                    circumstance,
                    defendants: named(&text[range.clone()], names),
                    place: Place::new(number, range.clone()),
                });
            }
        }
        let confessed = |one: &FoundCircumstance| one.circumstance == Circumstance::Confession;
        if opinion
            && !found.iter().any(confessed)
            && let Some(article) = ARTICLE_ON_CONFESSION.find(&text[end..])
        {
            found.push(FoundCircumstance {
                circumstance: Circumstance::Confession,
                defendants: Vec::new(),
                place: Place::new(number, end + article.start()..end + article.end()),
            });
        }
    }
    without_elements_of_surrender(found)
}

/// The circumstances that one sentence finds.
fn told(sentence: &str, opinion: bool) -> Vec<Circumstance> {
    WORDS
        .iter()
        .filter(|(circumstance, _)| opinion || circumstance.is_fact())
        .filter(|(circumstance, words)| {
            words
                .find_iter(sentence)
                .any(|word| is_found(sentence, word.range(), *circumstance))
        })
        .map(|(circumstance, _)| *circumstance)
        .collect()
}

fn is_found(sentence: &str, word: Range<usize>, circumstance: Circumstance) -> bool {
    let (before, behind) = (&sentence[..word.start], &sentence[word.end..]);
    // 不满十八周岁 has its own 不, and of a victim it is no circumstance of the accused.
    if circumstance == Circumstance::Minor {
        return !before.contains("被害") && !behind.starts_with("的被害");
    }
    if DENIED_BEFORE.is_match(before) || DENIED_BEHIND.is_match(behind) {
        return false;
    }
    if PARTY_SAYS.is_match(before) {
        return ACCEPTED.is_match(behind) && !REFUSED.is_match(behind);
    }
    true
}

/// 自首 and 坦白 exclude each other (art. 67): to tell truthfully is an element of a
/// surrender, so a confession counts only for those without one.
fn without_elements_of_surrender(found: Vec<FoundCircumstance>) -> Vec<FoundCircumstance> {
    let surrendered: Vec<Vec<String>> = found
        .iter()
        .filter(|one| one.circumstance == Circumstance::Surrender)
        .map(|one| one.defendants.clone())
        .collect();
    let covers = |names: &[String]| {
        surrendered.iter().any(|of| {
            of.is_empty() || (!names.is_empty() && names.iter().all(|name| of.contains(name)))
        })
    };
    found
        .into_iter()
        .filter(|one| one.circumstance != Circumstance::Confession || !covers(&one.defendants))
        .collect()
}

fn named(sentence: &str, names: &[&str]) -> Vec<String> {
    // With one defendant every sentence is about it.
    if names.len() < 2 {
        return Vec::new();
    }
    names
        .iter()
        .filter(|name| !name.is_empty() && sentence.contains(**name))
        .map(|name| (*name).to_owned())
        .collect()
}

/// The sentences of a text, each with the mark that ends it.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | ';' | '\n' | '！') {
            let end = at + c.len_utf8();
            if !text[start..at].trim().is_empty() {
                sentences.push(start..end);
            }
            start = end;
        }
    }
    if !text[start..].trim().is_empty() {
        sentences.push(start..text.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, names: &[&str]) -> Vec<FoundCircumstance> {
        let section = Section {
            role: SectionRole::Opinion,
            label: String::new(),
            text: text.to_owned(),
        };
        circumstances(&[section], names)
    }

    #[track_caller]
    fn check(text: &str, expected: &[Circumstance]) {
        let found: Vec<_> = found(text, &["甲"])
            .iter()
            .map(|one| one.circumstance)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_the_court_finds_is_told() {
        use Circumstance::*;
        check("甲到案后如实供述自己的罪行，可以从轻处罚。", &[Confession]);
        check("甲主动投案，并如实供述其罪行。", &[Surrender]);
        check(
            "甲系累犯，应当从重处罚；自愿认罪认罚，可以从宽。",
            &[Recidivist, Plea],
        );
        check(
            "甲犯罪时未满十八周岁，取得被害人谅解。",
            &[Minor, Forgiveness],
        );
        check("甲在共同犯罪中系从犯，属犯罪未遂。", &[Attempt, Accessory]);
        check("甲揭发他人犯罪，是立功。", &[Merit]);
    }

    #[test]
    fn what_is_denied_or_refused_is_no_circumstance() {
        use Circumstance::*;
        check("甲的行为不构成自首。", &[]);
        check("甲不具有自首情节，但能如实供述。", &[Confession]);
        check("辩护人提出甲有立功表现，与事实不符，不予采纳。", &[]);
        check(
            "辩护人提出甲有自首情节的意见，经查属实，予以采纳。",
            &[Surrender],
        );
        check("甲奸淫被害人时被害人未满十八周岁。", &[]);
        check(
            "依照《中华人民共和国刑法》第六十五条：“……是累犯。”判决如下：",
            &[],
        );
    }

    #[test]
    fn confession_article_is_a_confession_and_an_element_of_surrender_is_none() {
        use Circumstance::*;
        check(
            "依照《中华人民共和国刑法》第二百六十四条、第六十七条第三款之规定，判决如下：",
            &[Confession],
        );
        check("甲系自首。甲当庭如实供述。", &[Surrender]);
    }

    #[test]
    fn circumstance_concerns_those_whom_its_sentence_names() {
        let found = found("乙系自首。甲、乙均取得谅解。甲如实供述。", &["甲", "乙"]);
        let of = |name: &str| -> Vec<Circumstance> {
            let concerned = found.iter().filter(|one| one.concerns(name));
            concerned.map(|one| one.circumstance).collect()
        };
        assert_eq!(
            of("甲"),
            [Circumstance::Forgiveness, Circumstance::Confession]
        );
        assert_eq!(
            of("乙"),
            [Circumstance::Surrender, Circumstance::Forgiveness]
        );
    }

    #[test]
    fn codes_and_labels_are_distinct() {
        let count = Circumstance::ALL.len();
        for texts in [
            Circumstance::ALL
                .iter()
                .map(|one| one.code())
                .collect::<Vec<_>>(),
            Circumstance::ALL.iter().map(|one| one.label()).collect(),
        ] {
            let distinct: std::collections::HashSet<_> = texts.into_iter().collect();
            assert_eq!(distinct.len(), count);
        }
    }
}
