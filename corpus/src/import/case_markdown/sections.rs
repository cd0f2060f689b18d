//! The body of a case as sections: by labels, or, in reports that have none, by
//! the words that paragraphs begin with.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::Style;
use super::lines::{Line, squeeze};
use crate::case::{Section, SectionRole};

/// Longest beginning of a paragraph that can name its speaker, in characters.
const MAX_OPENING_CHARS: usize = 70;

/// Names under a case: 办案检察院：…, 承办检察官：…, 案例撰写人：….
const CREDITS: &[&str] = &["办案检察院", "承办检察官", "案例撰写人", "办案机关"];

/// Splits at labels. Lines before the first one become a section without label.
pub(super) fn by_labels(lines: &[Line], style: Style) -> Vec<Section> {
    let mut builder = Builder::default();
    for line in lines {
        match style.label(line) {
            Some(label) => {
                builder.begin(label.role, label.text);
                builder.push(label.rest);
            }
            None => builder.push(&line.text),
        }
    }
    builder.finish()
}

/// Splits a court's report that has no labels where a paragraph begins with who
/// says, finds, holds or decides something.
pub(super) fn by_openings(lines: &[Line]) -> Vec<Section> {
    let mut builder = Builder::default();
    let criminal = lines.iter().any(|line| is_criminal(&line.text));
    for line in lines {
        if let Some(role) = opening_role(&line.text) {
            builder.begin(if criminal { role } else { of_parties(role) }, "");
        } else if builder.is_empty() {
            builder.begin(SectionRole::Procedure, "");
        }
        builder.push(&line.text);
    }
    let mut sections = builder.finish();
    if let [only] = sections.as_mut_slice() {
        only.role = SectionRole::Text;
    }
    sections
}

/// Words that only the report of a criminal case has.
fn is_criminal(line: &str) -> bool {
    ["公诉机关", "被告人", "自诉人", "辩护人"]
        .iter()
        .any(|word| line.contains(word))
}

/// Where no one is accused, a party claims and the other replies.
fn of_parties(role: SectionRole) -> SectionRole {
    match role {
        SectionRole::Accusation => SectionRole::Claim,
        SectionRole::Defence => SectionRole::Reply,
        other => other,
    }
}

/// Takes the names under a case off the last section: they become a section of
/// their own and are returned as name and value too.
pub(super) fn split_credits(sections: &mut Vec<Section>) -> Vec<(String, String)> {
    let Some(last) = sections.last_mut() else {
        return Vec::new();
    };
    let is_credit = |line: &str| credit(line).is_some();
    let Some(start) = last.text.lines().position(is_credit) else {
        return Vec::new();
    };
    let lines: Vec<&str> = last.text.lines().collect();
    // A name in the middle of a text is a part of it.
    if !lines[start..].iter().all(|line| is_credit(line)) || start == 0 {
        return Vec::new();
    }
    let credits = lines[start..]
        .iter()
        .filter_map(|line| credit(line))
        .collect();
    let section = Section {
        role: SectionRole::Text,
        label: String::new(),
        text: lines[start..].join("\n"),
    };
    last.text = lines[..start].join("\n");
    sections.push(section);
    credits
}

fn credit(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(['：', ':'])?;
    let name = squeeze(name);
    CREDITS
        .contains(&name.as_str())
        .then(|| (name, value.trim().to_owned()))
}

#[derive(Default)]
struct Builder {
    sections: Vec<Section>,
}

impl Builder {
    fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    fn begin(&mut self, role: SectionRole, label: &str) {
        self.sections.push(Section {
            role,
            label: label.to_owned(),
            text: String::new(),
        });
    }

    fn push(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        if self.is_empty() {
            self.begin(SectionRole::Text, "");
        }
        if let Some(section) = self.sections.last_mut() {
            if !section.text.is_empty() {
                section.text.push('\n');
            }
            section.text.push_str(line);
        }
    }

    /// A label without text says something only when it is not a known one.
    fn finish(self) -> Vec<Section> {
        let says_something =
            |section: &Section| !section.text.is_empty() || (section.role == SectionRole::Other);
        self.sections.into_iter().filter(says_something).collect()
    }
}

static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<who>.*?)(?<verb>诉称|起诉称|上诉称|申诉称|申请再审称|指控|辩称|答辩称|述称|查明|认为)[：:，,]")
        .expect("the pattern is a constant")
});

static DECIDES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:据此|综上|为此|因此|依照|依据|根据).*(?:判决|裁定|决定)(?:如下)?[：:]$")
        .expect("the pattern is a constant")
});

static AFTERWARDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:第?一审|二审|再审)?宣判后|.{0,30}不服(?:第?一审|原审|上述|该|二审).{0,20}(?:判决|裁定).{0,10}[，,].*上诉|(?:本|该|一审|二审)(?:判决|裁定).{0,6}(?:已|现已)?.{0,4}(?:生效|发生法律效力))")
        .expect("the pattern is a constant")
});

fn opening_role(paragraph: &str) -> Option<SectionRole> {
    let whole = squeeze(paragraph);
    if DECIDES.is_match(&whole) {
        return Some(SectionRole::Disposition);
    }
    if AFTERWARDS.is_match(&whole) {
        return Some(SectionRole::Procedure);
    }
    let opening: String = whole.chars().take(MAX_OPENING_CHARS).collect();
    let found = SPEAKER.captures(&opening)?;
    let who = &found["who"];
    if who.contains(['。', '；', '：']) {
        return None;
    }
    let by_court =
        who.is_empty() || who.contains("法院") || who.contains("审理") || who.contains("审");
    match &found["verb"] {
        "诉称" | "起诉称" | "上诉称" | "申诉称" | "申请再审称" | "指控" => {
            Some(SectionRole::Accusation)
        }
        "辩称" | "答辩称" | "述称" => Some(SectionRole::Defence),
        "查明" => Some(SectionRole::Findings),
        _ if who.contains("辩护人") => Some(SectionRole::Defence),
        _ if by_court || who == "本院" => Some(SectionRole::Opinion),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::lines::clean;
    use super::*;

    fn labelled(markdown: &str) -> Vec<(SectionRole, String, String)> {
        let lines = clean(markdown);
        parts(by_labels(&lines, Style::of(&lines)))
    }

    fn parts(sections: Vec<Section>) -> Vec<(SectionRole, String, String)> {
        sections
            .into_iter()
            .map(|section| (section.role, section.label, section.text))
            .collect()
    }

    fn part(role: SectionRole, label: &str, text: &str) -> (SectionRole, String, String) {
        (role, label.to_owned(), text.to_owned())
    }

    #[test]
    fn labels_split_and_paragraphs_are_lines() {
        use SectionRole::*;
        let sections = labelled("序言\n【要旨】\n一。\n\n二。\n【基本案情】\n三。\n【延伸】\n");
        assert_eq!(
            sections,
            [
                part(Text, "", "序言"),
                part(KeyPoints, "要旨", "一。\n二。"),
                part(Facts, "基本案情", "三。"),
                part(Other, "延伸", ""),
            ]
        );
    }

    #[test]
    fn report_without_labels_is_split_by_openings() {
        use SectionRole::*;
        let report = "原告：甲。\n原告甲因纠纷，向乙法院提起诉讼。\n原告甲诉称：欠款。\n被告丙辩称：未欠。\n乙法院一审查明：\n借据一张。\n乙法院一审认为：应还。\n据此，乙法院判决：\n被告还款。\n宣判后，双方均未上诉。\n";
        let sections = parts(by_openings(&clean(report)));
        let roles: Vec<SectionRole> = sections.iter().map(|part| part.0).collect();
        assert_eq!(
            roles,
            [
                Procedure,
                Claim,
                Reply,
                Findings,
                Opinion,
                Disposition,
                Procedure
            ]
        );
        assert_eq!(sections[3].2, "乙法院一审查明：\n借据一张。");
        assert_eq!(sections[5].2, "据此，乙法院判决：\n被告还款。");
    }

    #[test]
    fn only_criminal_reports_have_accusation_and_defence() {
        use SectionRole::*;
        let roles = |report: &str| -> Vec<SectionRole> {
            by_openings(&clean(report))
                .iter()
                .map(|section| section.role)
                .collect()
        };
        assert_eq!(
            roles(
                "公诉机关：甲县人民检察院。\n被告人：乙。\n甲县人民检察院指控：盗窃。\n被告人乙辩称：未盗窃。\n甲县人民法院经审理查明：属实。\n"
            ),
            [Procedure, Accusation, Defence, Findings]
        );
        assert_eq!(
            roles(
                "上诉人（原审被告）：甲公司。\n甲公司上诉称：原判有误。\n被上诉人乙局答辩称：原判无误。\n法院二审查明：属实。\n"
            ),
            [Procedure, Claim, Reply, Findings]
        );
        assert_eq!(
            roles(
                "申请再审人：甲。\n甲申请再审称：有误。\n某县民政局述称：无误。\n法院认为：驳回。\n"
            ),
            [Procedure, Claim, Reply, Opinion]
        );
    }

    #[test]
    fn what_a_party_thinks_is_not_what_the_court_holds() {
        assert_eq!(opening_role("上诉人甲公司认为，原判有误。"), None);
        assert_eq!(
            opening_role("本院认为：原判无误。"),
            Some(SectionRole::Opinion)
        );
        assert_eq!(
            opening_role("被告人的辩护人认为：无罪。"),
            Some(SectionRole::Defence)
        );
        assert_eq!(opening_role("甲说了很多。乙认为：不对。"), None);
    }

    #[test]
    fn report_without_any_opening_is_one_text() {
        let sections = parts(by_openings(&clean("甲。\n乙。\n")));
        assert_eq!(sections, [part(SectionRole::Text, "", "甲。\n乙。")]);
    }

    #[test]
    fn names_under_a_case_stand_apart() {
        let lines =
            clean("【相关规定】\n《某法》第一条\n办案检察院：甲市人民检察院\n承办检察官：某某\n");
        let mut sections = by_labels(&lines, Style::Bracketed);
        let credits = split_credits(&mut sections);
        assert_eq!(credits[1], ("承办检察官".to_owned(), "某某".to_owned()));
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[0].text, "《某法》第一条");
    }
}
