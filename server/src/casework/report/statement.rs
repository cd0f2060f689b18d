//! 检委会说明: one page that says whether a similar guiding case exists and how it was
//! followed, also when there is none.

use super::Report;
use super::printed::{author, number};
use crate::casework::collection::Stance;
use crate::casework::paper::{Block, Paper};
use crate::labels::local_time;

/// Most cases that are named; one page holds no more.
const MOST_NAMED: usize = 6;

/// Longest reason that is printed, in characters.
const MAX_REASON_CHARS: usize = 160;

/// Prints the statement.
#[must_use]
pub fn paper(report: &Report) -> Paper {
    let mut paper = Paper::new("关于类似指导性案例检索情况的说明", number(report))
        .made_by(author(report), report.made.clone());
    paper.push(Block::Facts(vec![
        ("案件".into(), report.name.clone()),
        ("案由".into(), report.pending.charge.clone()),
        ("承办".into(), author(report)),
    ]));
    paper.push(Block::text(record(report)));
    let followed = |stance| {
        let cases = report.cases.iter();
        cases.filter(move |case| is_guiding(&case.authority) && case.stance == stance)
    };
    let adopted: Vec<String> = followed(Stance::Followed)
        .take(MOST_NAMED)
        .map(|case| format!("{}（{}）：{}", case.title, case.number, short(&case.reason)))
        .collect();
    let refused: Vec<String> = followed(Stance::NotFollowed)
        .chain(followed(Stance::Adverse))
        .take(MOST_NAMED)
        .map(|case| format!("{}（{}）：{}", case.title, case.number, short(&case.reason)))
        .collect();
    let undecided = report.guiding.found.len();
    paper.push(Block::bare_heading(1, "有无类似指导性案例"));
    match (adopted.is_empty() && refused.is_empty(), undecided) {
        (true, 0) => paper.push(Block::text(
            "没有检索到类似的指导性案例（0 件）。这只说明上述语料中没有。",
        )),
        (true, _) => paper.push(Block::text(format!(
            "检索返回指导性案例 {undecided} 件，承办人经比对没有认定类似并参照的。"
        ))),
        (false, _) => paper.push(Block::text(format!(
            "检索返回指导性案例 {undecided} 件；经比对，参照 {} 件，不予参照 {} 件。",
            adopted.len(),
            refused.len()
        ))),
    }
    for (heading, lines) in [("参照情况", adopted), ("不予参照的理由", refused)] {
        if !lines.is_empty() {
            paper.push(Block::bare_heading(1, heading));
            for line in lines {
                paper.push(Block::text(line));
            }
        }
    }
    paper.push(Block::text(
        "指导性案例用于释法说理，不代替法律或者司法解释作为处理案件的直接依据。",
    ));
    paper.push(Block::Sign(vec![
        "承办人：　　　　　　　　".to_owned(),
        "　　　　年　　月　　日".to_owned(),
    ]));
    paper
}

fn is_guiding(authority: &str) -> bool {
    authority == crate::labels::BINDING
}

fn short(reason: &str) -> String {
    let mut text: String = reason.chars().take(MAX_REASON_CHARS).collect();
    if reason.chars().nth(MAX_REASON_CHARS).is_some() {
        text.push_str("……");
    }
    match text.trim() {
        "" => "（未填写理由）".to_owned(),
        text => text.to_owned(),
    }
}

/// Where, when and how was searched.
fn record(report: &Report) -> String {
    let round = &report.guiding;
    let period = match &report.period {
        Some((first, last)) => format!("{} 至 {}", local_time(first), local_time(last)),
        None => "（没有另外的检索记录）".to_owned(),
    };
    let returned: Vec<String> = round
        .queries
        .iter()
        .map(|query| {
            let mut text: String = query.query.chars().take(30).collect();
            if query.query.chars().nth(30).is_some() {
                text.push('…');
            }
            format!("“{text}”返回 {} 件", query.returned)
        })
        .collect();
    let returned = match returned.is_empty() {
        true => String::new(),
        false => format!("：{}", returned.join("，")),
    };
    format!(
        "承办人于 {period} 为本案检索 {} 次。在 {}（语料快照 {}，收录指导性案例 {} 件）中，\
         对指导性案例专门检索 {} 次{returned}。",
        report.searches.iter().map(|line| line.times).sum::<usize>(),
        report.platform.program,
        report
            .platform
            .snapshot
            .chars()
            .take(12)
            .collect::<String>(),
        round.held,
        round.queries.len(),
    )
}
