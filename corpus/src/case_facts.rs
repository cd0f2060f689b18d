//! Charges and provinces that the whole text of a case tells, each with its place: what was
//! decided, else what was prosecuted, else what was investigated; and where it was handled.
//!
//! Only sections that tell of the case itself are read. What a party argues, what someone was
//! convicted of before and what the law says in general is not what the case is about.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::case::{Section, SectionRole};
use crate::charges::{self, Charge};
use crate::judgment::{Found, Place};
use crate::regions::{self, Region};

/// How far a case went in what a sentence says of a charge, the furthest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 立案、提请批准逮捕、移送审查起诉
    Investigated,
    /// 提起公诉
    Prosecuted,
    /// 判处、追究刑事责任
    Convicted,
}

/// Words of a sentence that tell the stage, the furthest first.
static STAGES: LazyLock<[(Stage, Regex); 3]> = LazyLock::new(|| {
    [
        (
            Stage::Convicted,
            pattern(
                "判处|被判|判决被告|免予刑事处罚|追究刑事责任|依法没收.{0,40}违法所得|作出.{0,30}判决.{0,40}(?:犯|以|构成)",
            ),
        ),
        (Stage::Prosecuted, pattern("提起公诉|提起自诉")),
        (
            Stage::Investigated,
            pattern("立案|提请.{0,20}逮捕|移送.{0,12}起诉|撤销案件|发布红色通报"),
        ),
    ]
});

/// Sentences that do not tell what is done in this case.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "辩护人|辩称|辩解|上诉称|上诉人.{0,6}(?:提出|认为)|曾因|前科|刑满释放|不构成|不应当|不能认定|另案|如果|应以|应当以|是否构成|建议.{0,10}(?:以|判处)|第[一二三四五六七八九十百零]+条",
    )
});

/// Words before a charge that make it the one of a person: 以抢劫罪, 犯抢劫罪, 涉嫌抢劫罪.
const CHARGED_WITH: [&str; 6] = ["犯", "以", "嫌", "构成", "为由", "罪"];

/// A case by the name of its charge: 以“甲故意伤害案”立案侦查.
static NAMED_CASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[^，。；、“”\x22]{1,6}?(?P<name>[^，。；“”\x22]{2,20})案[”\x22]?(?:立案侦查|予以立案|，决定撤销)",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Sections that tell what was done in the case at hand.
pub(crate) fn tells_of_case(section: &Section) -> bool {
    !matches!(
        section.role,
        SectionRole::Significance
            | SectionRole::RelatedLaw
            | SectionRole::KeyPoints
            | SectionRole::Keywords
    )
}

/// The charges of the furthest stage that the text tells, each once, with its first place.
/// Where the case is not about a charge, only convictions count.
pub fn charges(sections: &[Section], criminal: bool) -> Vec<Found<&'static Charge>> {
    let mut told: Vec<(Stage, Found<&'static Charge>)> = Vec::new();
    let telling = sections.iter().enumerate();
    for (number, section) in telling.filter(|(_, section)| tells_of_case(section)) {
        for range in sentences(&section.text) {
            told.extend(of_sentence(&section.text, range, number));
        }
    }
    let Some(furthest) = told.iter().map(|(stage, _)| *stage).max() else {
        return Vec::new();
    };
    if !criminal && furthest < Stage::Convicted {
        return Vec::new();
    }
    let mut found: Vec<Found<&'static Charge>> = Vec::new();
    for (_, one) in told.into_iter().filter(|(stage, _)| *stage == furthest) {
        if !found.iter().any(|known| known.value.name == one.value.name) {
            found.push(one);
        }
    }
    found
}

/// Sentences of a text; 分号 end one too.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | '\n') {
            ranges.push(start..at);
            start = at + c.len_utf8();
        }
    }
    ranges.push(start..text.len());
    ranges
}

fn of_sentence(
    text: &str,
    range: Range<usize>,
    section: usize,
) -> Vec<(Stage, Found<&'static Charge>)> {
    let sentence = &text[range.clone()];
    let stage = STAGES
        .iter()
        .find(|(_, words)| words.is_match(sentence))
        .map(|(stage, _)| *stage);
    let Some(stage) = stage.filter(|_| !OTHERS.is_match(sentence)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut last_end = 0;
    let mut list_goes_on = false;
    for (place, charge) in charges::named_in(sentence) {
        let between = &sentence[last_end..place.start];
        let listed = list_goes_on && matches!(between, "、" | "和" | "及" | "与" | "，" | "以及");
        let charged = listed || charged_with(&sentence[..place.start]);
        last_end = place.end;
        list_goes_on = charged;
        if charged {
            let place = range.start + place.start..range.start + place.end;
            found.push((stage, Found::new(charge, Place::new(section, place))));
        }
    }
    if found.is_empty() && stage == Stage::Investigated {
        found.extend(named_case(sentence, range.start, section));
    }
    found
}

/// Whether the words before a charge say that someone is charged with it.
fn charged_with(before: &str) -> bool {
    let near: String = before.chars().rev().take(2).collect();
    let near: String = near.chars().rev().collect();
    let negated = ["不以", "非以", "未以", "不犯"]
        .iter()
        .any(|word| near.ends_with(word));
    !negated && CHARGED_WITH.iter().any(|word| near.ends_with(word))
}

fn named_case(
    sentence: &str,
    start: usize,
    section: usize,
) -> Option<(Stage, Found<&'static Charge>)> {
    let name = NAMED_CASE.captures(sentence)?.name("name")?;
    let charge = name
        .as_str()
        .char_indices()
        .find_map(|(at, _)| charges::find(&name.as_str()[at..]))?;
    let place = start + name.start()..start + name.end();
    Some((
        Stage::Investigated,
        Found::new(charge, Place::new(section, place)),
    ))
}

/// A place with an organ that handles cases behind it: 嘉兴市公安局, 江苏省昆山市人民检察院.
const ORGANS: [&str; 7] = ["检察", "法院", "公安", "监察委", "监狱", "司法局", "管教所"];

/// Characters between a place and its organ.
const TO_ORGAN_CHARS: usize = 14;

/// Clauses that tell where a person comes from.
static ORIGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern("[，,][男女][，,]|出生|户籍|籍贯|[省市县区]人[，,。]|逃往|潜逃|个体经营者")
});

/// The province where the case was handled: of the first organ with a place in what the
/// procuratorate did or the court decided, else of the first place that is no one's origin.
pub fn province(sections: &[Section]) -> Option<Found<Region>> {
    let order = |section: &&(usize, &Section)| match section.1.role {
        SectionRole::Performance | SectionRole::Procedure | SectionRole::Result => 0,
        SectionRole::Facts => 1,
        _ => 2,
    };
    let mut telling: Vec<(usize, &Section)> = sections
        .iter()
        .enumerate()
        .filter(|(_, section)| tells_of_case(section))
        .collect();
    telling.sort_by_key(|section| order(&section));
    let with_organ = telling.iter().find_map(|&(number, section)| {
        places(section, number)
            .find(|(found, _)| has_organ(&section.text[found.place.byte_range.end..]))
    });
    let other = || {
        telling.iter().find_map(|&(number, section)| {
            places(section, number).find(|(_, clause)| !ORIGIN.is_match(clause))
        })
    };
    with_organ.or_else(other).map(|(found, _)| found)
}

fn has_organ(behind: &str) -> bool {
    let near: String = behind
        .chars()
        .take_while(|c| !matches!(c, '，' | '。' | '；' | '、' | '：' | '\n'))
        .take(TO_ORGAN_CHARS)
        .collect();
    ORGANS.iter().any(|organ| near.contains(organ))
}

/// The places of a section, each with the sentence it stands in.
fn places(section: &Section, number: usize) -> impl Iterator<Item = (Found<Region>, &str)> {
    let text = section.text.as_str();
    regions::mentions(text)
        .into_iter()
        .map(move |(range, region)| {
            let start = text[..range.start]
                .rfind(['。', '；', '\n'])
                .map_or(0, |at| at + 1);
            let start = text.ceil_char_boundary(start);
            let end = text[range.end..]
                .find(['。', '；', '\n'])
                .map_or(text.len(), |at| range.end + at);
            (
                Found::new(region, Place::new(number, range)),
                &text[start..end],
            )
        })
}

#[cfg(test)]
#[path = "case_facts_measured.rs"]
mod measured;
#[cfg(test)]
#[path = "case_facts_tests.rs"]
mod tests;
