//! The parts of a judgment, told by the words that open them.

use std::sync::LazyLock;

use regex::Regex;

use crate::case::{Section, SectionRole};
use crate::normalize::trim;

/// Opens what the prosecution says.
static ACCUSATION: LazyLock<Regex> = LazyLock::new(|| {
    sentence_start(
        r"(?:[^\s，。；：]{0,40}(?:检察院|公诉机关|起诉书))?(?:[^\s，。；：]{0,30})指控[：:，,]",
    )
});

/// Opens what the accused and the counsel say.
static DEFENCE: LazyLock<Regex> = LazyLock::new(|| {
    sentence_start(
        r"(?:[^\s。；：]{0,30}辩护人[^\s。；：]{0,40}(?:提出|认为|辩护|辩称)|被告人[^\s。；：]{0,40}(?:辩称|辩解|无异议|没有异议|未提出异议|无辩解|供认不讳|自愿认罪))",
    )
});

/// Opens what the court found.
static FINDINGS: LazyLock<Regex> = LazyLock::new(|| {
    sentence_start(r"(?:[^\s，。；：]{0,20})(?:审理|庭审|审查|本院)[^\s，。；：]{0,6}查明")
});

/// Opens what the court holds.
static OPINION: LazyLock<Regex> = LazyLock::new(|| sentence_start("本院(?:审查|经审理)?认为"));

static DECIDES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:判决|裁定|决定)如下\s*[：:。]?").expect("the pattern is a constant")
});

/// Opens what stands below the disposition.
static APPEAL: LazyLock<Regex> =
    LazyLock::new(|| sentence_start("(?:如不服本|本判决为终审|本裁定为终审)"));

/// Opens the annex with the applied articles.
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)附?[：:]?\s*(?:本案|相关|适用|本判决)?(?:所?适用|相关|引用|裁判依据)(?:的)?(?:刑法|法律)?(?:相关)?(?:法律|条文|条款|法条)")
        .expect("the pattern is a constant")
});

/// `opening` at the start of the text or of a sentence.
fn sentence_start(opening: &str) -> Regex {
    Regex::new(&format!(r"(?:^|[。；;！）)”]\s*|\s)(?<opening>{opening})"))
        .expect("the pattern is a constant")
}

/// Where `opening` first matches in `text[from..to]`, as an offset into `text`.
fn find(opening: &Regex, text: &str, from: usize, to: usize) -> Option<usize> {
    let found = opening.captures(text.get(from..to)?)?;
    Some(from + found.name("opening")?.start())
}

/// Splits a judgment; the sections' texts are the whole text in its order. `facts`,
/// where known, is a piece of it and ends no section but its last.
pub(super) fn split(text: &str, facts: Option<&str>, breaks: Breaks) -> Vec<Section> {
    let (start, end) = bounds(text, facts);
    let mut cuts = vec![(0, SectionRole::Procedure)];
    cuts.extend(facts_cuts(text, start, end));
    if end < text.len() {
        cuts.push((end, SectionRole::Opinion));
        cuts.extend(decision_cuts(text, end));
    }
    sections(text, &cuts, breaks)
}

/// The bytes from the accusation to the court's opinion.
fn bounds(text: &str, facts: Option<&str>) -> (usize, usize) {
    if let Some(facts) = facts
        && let Some(start) = text.find(facts).filter(|_| !facts.is_empty())
    {
        return (start, start + facts.len());
    }
    let all = text.len();
    let first = |openings: [&Regex; 2]| {
        openings
            .into_iter()
            .filter_map(|opening| find(opening, text, 0, all))
            .min()
    };
    let start = first([&ACCUSATION, &FINDINGS]);
    let end = find(&OPINION, text, start.unwrap_or(0), all).unwrap_or(all);
    (start.unwrap_or(end), end)
}

/// Accusation, defence and findings between `start` and `end`.
fn facts_cuts(text: &str, start: usize, end: usize) -> Vec<(usize, SectionRole)> {
    if start >= end {
        return Vec::new();
    }
    let findings = find(&FINDINGS, text, start, end);
    let mut cuts = Vec::new();
    if findings != Some(start) {
        cuts.push((start, SectionRole::Accusation));
        let until = findings.unwrap_or(end);
        if let Some(defence) = find(&DEFENCE, text, start, until).filter(|&at| at > start) {
            cuts.push((defence, SectionRole::Defence));
        }
    }
    cuts.extend(findings.map(|at| (at, SectionRole::Findings)));
    cuts
}

/// Disposition, what stands below it, and the annex, after `opinion`.
fn decision_cuts(text: &str, opinion: usize) -> Vec<(usize, SectionRole)> {
    let Some(decides) = DECIDES.find_iter(&text[opinion..]).last() else {
        return Vec::new();
    };
    let disposition = opinion + decides.end();
    let mut cuts = vec![(disposition, SectionRole::Disposition)];
    let below = find(&APPEAL, text, disposition, text.len());
    cuts.extend(below.map(|at| (at, SectionRole::Text)));
    let from = below.unwrap_or(disposition);
    if let Some(annex) = ANNEX.find(&text[from..]) {
        cuts.push((from + annex.start(), SectionRole::RelatedLaw));
    }
    cuts
}

fn sections(text: &str, cuts: &[(usize, SectionRole)], breaks: Breaks) -> Vec<Section> {
    let ends = cuts.iter().skip(1).map(|cut| cut.0).chain([text.len()]);
    cuts.iter()
        .zip(ends)
        .map(|(&(start, role), end)| Section {
            role,
            label: String::new(),
            text: match breaks {
                Breaks::Lines if text.contains('\n') => lines(&text[start..end]),
                _ => paragraphs(&text[start..end]),
            },
        })
        .filter(|section| !section.text.is_empty())
        .collect()
}

/// How a source tells paragraphs apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// By spaces, as JuDGE does.
    Spaces,
    /// By line ends, where it has any.
    Lines,
}

/// The lines of a piece that say something, as they stand.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// The data set has spaces where the judgment had line ends: one behind the end of
/// a sentence or a list's lead-in becomes a line end again.
fn paragraphs(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if clean.ends_with(['。', '：', ':', '；', ';', '”', '！']) {
            clean.push('\n');
        } else if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}
