//! The report as a paper: the fields in the order of the rules, none left out.

use super::{AdverseLine, CaseLine, GuidingCase, Report, SearchLine};
use crate::casework::collection::Stance;
use crate::casework::paper::{Block, Paper, Span};
use crate::labels::local_time;

/// Searches whose address is printed; more are told by their number alone.
const NOTHING_TYPED: &str = "（未填写）";

/// Prints the report.
#[must_use]
pub fn paper(report: &Report) -> Paper {
    let number = number(report);
    let running = match report.unit.is_empty() {
        true => number.clone(),
        false => format!("{}　{number}", report.unit),
    };
    let mut paper = Paper::new(format!("类案检索报告：{}", report.name), running)
        .made_by(author(report), report.made.clone());
    origin(&mut paper, report);
    methods(&mut paper, report);
    pending(&mut paper, report);
    counts(&mut paper, report);
    guiding(&mut paper, report);
    cases(&mut paper, report);
    adverse(&mut paper, &report.adverse);
    paper.push(Block::heading(1, "参照或者参考的分析说明"));
    paper.push_text(&report.analysis, NOTHING_TYPED);
    citations(&mut paper, report);
    attachments(&mut paper, report);
    paper.push(Block::heading(1, "签核"));
    paper.push(Block::Sign(vec![
        "承办人：　　　　　　　　".to_owned(),
        "部门负责人：　　　　　　　　".to_owned(),
        "　　　　年　　月　　日".to_owned(),
    ]));
    paper
}

/// Unit and prosecutor, as far as they are named.
pub(super) fn author(report: &Report) -> String {
    let names = [report.unit.trim(), report.prosecutor.trim()];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    names.join("　")
}

/// The number of a report; a draft says that it is one.
#[must_use]
pub fn number(report: &Report) -> String {
    match report.id.as_str() {
        "" => "草稿（未归档）".to_owned(),
        id => format!("报告编号 {id}"),
    }
}

fn typed(text: &str) -> String {
    match text.trim() {
        "" => NOTHING_TYPED.to_owned(),
        text => text.to_owned(),
    }
}

fn origin(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "检索事由"));
    paper.push_text(&report.purpose, NOTHING_TYPED);
    paper.push(Block::heading(1, "检索主体、时间和平台"));
    let platform = &report.platform;
    let kinds: Vec<String> = platform
        .kinds
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    let (passages, covered) = platform.passages;
    let newest = platform.newest_date.as_deref();
    let newest = newest
        .map(|date| format!("，最新日期 {date}"))
        .unwrap_or_default();
    let period = match &report.period {
        Some((first, last)) => format!("{} 至 {}", local_time(first), local_time(last)),
        None => "没有检索记录".to_owned(),
    };
    paper.push(Block::Facts(vec![
        ("单位".into(), typed(&report.unit)),
        ("承办人".into(), typed(&report.prosecutor)),
        ("检索时间".into(), period),
        ("报告生成".into(), local_time(&report.made)),
        (
            "检索平台".into(),
            format!("{}，本机离线检索", platform.program),
        ),
        ("语料快照号".into(), platform.snapshot.clone()),
        (
            "收录范围".into(),
            format!("{} 篇：{}{newest}", platform.documents, kinds.join("，")),
        ),
        (
            "语义向量".into(),
            format!("{passages} 段文字中的 {covered} 段"),
        ),
    ]));
}

fn methods(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "检索方法"));
    if report.searches.is_empty() {
        paper.push(Block::text("本案没有检索记录。"));
        return;
    }
    paper.push(Block::text(
        "以下检索式由程序在检索时记录。返回数含检索内容指明的和学习排序补入的条目；按意思检索取最接近的若干条，其返回数不是类案总数。",
    ));
    paper.push(Block::Table {
        caption: "检索记录".into(),
        head: [
            "记录号",
            "方法",
            "检索式原文",
            "筛选条件",
            "时间（次数）",
            "返回",
        ]
        .map(str::to_owned)
        .into(),
        rows: report.searches.iter().map(search_row).collect(),
        widths: vec![7, 10, 30, 18, 16, 19],
    });
}

fn search_row(line: &SearchLine) -> Vec<String> {
    const SHOWN: usize = 200;
    let mut query: String = line.query.chars().take(SHOWN).collect();
    if line.query.chars().nth(SHOWN).is_some() {
        query.push_str("……");
    }
    let mut returned = format!("本次返回 {} 条", line.total);
    let parts: Vec<String> = [
        line.lexical.map(|count| format!("字词相符 {count}")),
        line.semantic.map(|count| format!("意思最近 {count}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !parts.is_empty() {
        returned.push_str(&format!("（{}）", parts.join("，")));
    }
    let filters = match line.filters.as_str() {
        "" => "无".to_owned(),
        filters => filters.to_owned(),
    };
    let at = format!("{}（{} 次）", local_time(&line.at), line.times);
    vec![
        line.id.to_string(),
        line.method.clone(),
        query,
        filters,
        at,
        returned,
    ]
}

fn pending(paper: &mut Paper, report: &Report) {
    let pending = &report.pending;
    paper.push(Block::heading(1, "待决案件"));
    paper.push(Block::Facts(vec![
        ("案件".into(), report.name.clone()),
        ("案由".into(), typed(&pending.charge)),
        ("行为时".into(), typed(&pending.conduct_day)),
        ("拟适用法条".into(), typed(&pending.articles)),
    ]));
    paper.push(Block::heading(2, "基本事实"));
    paper.push_text(&pending.facts, NOTHING_TYPED);
    paper.push(Block::heading(2, "争议焦点"));
    paper.push_text(&pending.issue, NOTHING_TYPED);
}

fn counts(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "结果统计"));
    let sum = |of: fn(&super::TierLine) -> usize| report.tiers.iter().map(of).sum::<usize>();
    let row = |label: &str, listed: usize, read: usize, followed: usize| {
        vec![
            label.to_owned(),
            listed.to_string(),
            read.to_string(),
            followed.to_string(),
        ]
    };
    let mut rows: Vec<Vec<String>> = report
        .tiers
        .iter()
        .map(|tier| row(&tier.label, tier.listed, tier.read, tier.followed))
        .collect();
    rows.push(row(
        "合计",
        sum(|tier| tier.listed),
        sum(|tier| tier.read),
        sum(|tier| tier.followed),
    ));
    paper.push(Block::Table {
        caption: "按层级".into(),
        head: ["层级", "返回（列示）", "实读", "采用"]
            .map(str::to_owned)
            .into(),
        rows,
        widths: vec![5, 2, 2, 2],
    });
    paper.push(Block::text(
        "“返回（列示）”是结果列表中实际列出过的不同文本，“实读”是打开过的，“采用”是承办人标明采用的。",
    ));
}

fn guiding(paper: &mut Paper, report: &Report) {
    let round = &report.guiding;
    paper.push(Block::heading(1, "指导性案例专节"));
    paper.push(Block::text(format!(
        "本库收录最高人民检察院、最高人民法院指导性案例 {} 件。生成报告时在其中另行检索 {} 次：",
        round.held,
        round.queries.len()
    )));
    if !round.queries.is_empty() {
        paper.push(Block::Table {
            caption: "指导性案例检索".into(),
            head: ["检索式", "方法", "返回"].map(str::to_owned).into(),
            rows: round
                .queries
                .iter()
                .map(|query| {
                    vec![
                        query.query.clone(),
                        query.how.clone(),
                        format!("{} 件", query.returned),
                    ]
                })
                .collect(),
            widths: vec![5, 3, 1],
        });
    }
    if round.found.is_empty() {
        paper.push(Block::text(
            "没有检索到指导性案例（0 件）。这只说明本库中没有，不说明不存在。",
        ));
        return;
    }
    paper.push(Block::text(
        "返回的指导性案例（最接近的在前），是否类似以承办人比对为准：",
    ));
    paper.push(Block::Table {
        caption: "返回的指导性案例".into(),
        head: ["编号", "名称", "查看", "承办人意见"]
            .map(str::to_owned)
            .into(),
        rows: round.found.iter().map(guiding_row).collect(),
        widths: vec![3, 8, 2, 3],
    });
}

fn guiding_row(case: &GuidingCase) -> Vec<String> {
    vec![
        case.number.clone(),
        case.title.clone(),
        if case.read { "已查看" } else { "未查看" }.to_owned(),
        case.stance.map_or("未收藏", Stance::label).to_owned(),
    ]
}

fn cases(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "逐案比对"));
    if report.cases.is_empty() {
        paper.push(Block::text("没有收藏案例。"));
    }
    for case in &report.cases {
        case_blocks(paper, case);
    }
    if !report.provisions.is_empty() {
        paper.push(Block::heading(2, "收藏的法条"));
        for one in &report.provisions {
            let status = match one.status.as_str() {
                "" => String::new(),
                status => format!("（{status}）"),
            };
            paper.push(Block::Quote {
                text: one.text.clone(),
                source: format!("{}{status}", one.title),
            });
            if !one.two_days.is_empty() {
                paper.push(Block::text(format!("从旧兼从轻：{}", one.two_days)));
            }
            if !one.reason.is_empty() {
                paper.push(Block::text(format!("说明：{}", one.reason)));
            }
        }
    }
}

fn case_blocks(paper: &mut Paper, case: &CaseLine) {
    paper.push(Block::heading(2, case.title.clone()));
    let dash = |text: &str| match text {
        "" => "—".to_owned(),
        text => text.to_owned(),
    };
    paper.push(Block::Facts(vec![
        ("编号".into(), dash(&case.number)),
        ("案号".into(), dash(&case.case_number)),
        ("机关".into(), dash(&case.organ)),
        ("日期".into(), dash(&case.date)),
        ("层级".into(), dash(&case.tier)),
        ("效力".into(), dash(&case.authority)),
        ("法条时效".into(), dash(&case.validity.join("；"))),
        (
            "查看".into(),
            if case.read {
                "已查看全文"
            } else {
                "未查看全文"
            }
            .into(),
        ),
        ("承办人意见".into(), case.stance.label().into()),
    ]));
    if let Some((text, section)) = &case.key_points {
        paper.push(Block::Quote {
            text: text.clone(),
            source: format!("{}“{section}”", case.title),
        });
    }
    match &case.comparison {
        Some(comparison) => compared(paper, comparison),
        None => paper.push(Block::text(
            "三维比对：没有填写基本事实，或该案与之没有可比的文字。",
        )),
    }
    paper.push(Block::Paragraph(vec![
        Span::strong("承办人理由："),
        Span::plain(typed(&case.reason)),
    ]));
}

fn compared(paper: &mut Paper, comparison: &super::Comparison) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let none = || "没有相合的句子".to_owned();
    for (here, there) in &comparison.facts {
        rows.push(vec!["基本事实".into(), here.clone(), there.clone()]);
    }
    if comparison.facts.is_empty() {
        rows.push(vec!["基本事实".into(), none(), none()]);
    }
    let (here, there) = comparison.issue.clone().unwrap_or_else(|| (none(), none()));
    rows.push(vec!["争议焦点".into(), here, there]);
    let law = match comparison.law.as_slice() {
        [] => "没有共同的罪名或法条".to_owned(),
        law => law.join("；"),
    };
    rows.push(vec!["法律适用".into(), law.clone(), law]);
    paper.push(Block::Table {
        caption: "三维比对".into(),
        head: ["方面", "本案", "该案"].map(str::to_owned).into(),
        rows,
        widths: vec![2, 7, 7],
    });
    let differences = match comparison.differences.as_slice() {
        [] => "未见罪名、情节上的不同".to_owned(),
        all => all.join("。"),
    };
    paper.push(Block::Paragraph(vec![
        Span::strong("决定性差异（程序比对，供核对）："),
        Span::plain(differences),
    ]));
}

fn adverse(paper: &mut Paper, lines: &[AdverseLine]) {
    paper.push(Block::heading(1, "冲突与不利案例"));
    if lines.is_empty() {
        paper.push(Block::text(
            "程序没有标出、承办人也没有指明冲突或者不利的案例。",
        ));
        return;
    }
    paper.push(Block::Table {
        caption: "冲突与不利案例".into(),
        head: ["案例", "标出的理由", "处理"].map(str::to_owned).into(),
        rows: lines
            .iter()
            .map(|line| {
                vec![
                    line.title.clone(),
                    line.ground.clone(),
                    line.handled.clone(),
                ]
            })
            .collect(),
        widths: vec![5, 5, 4],
    });
}

fn citations(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "引用核验结果"));
    if report.citations.is_empty() {
        paper.push(Block::text("承办人填写的内容没有引用法条或者案例。"));
        return;
    }
    paper.push(Block::Table {
        caption: "承办人填写内容中的引用".into(),
        head: ["引用", "结论", "说明"].map(str::to_owned).into(),
        rows: report
            .citations
            .iter()
            .map(|line| {
                vec![
                    line.written.clone(),
                    line.verdict.clone(),
                    line.remark.clone(),
                ]
            })
            .collect(),
        widths: vec![5, 3, 6],
    });
}

fn attachments(paper: &mut Paper, report: &Report) {
    paper.push(Block::heading(1, "附件"));
    let followed = report
        .cases
        .iter()
        .filter(|case| case.stance == Stance::Followed);
    let titles: Vec<Vec<Span>> = followed
        .map(|case| {
            let number = [&case.number, &case.case_number];
            let number = number.into_iter().find(|number| !number.is_empty());
            let number = number
                .map(|number| format!("（{number}）"))
                .unwrap_or_default();
            vec![Span::plain(format!("{}{number}", case.title))]
        })
        .collect();
    match titles.is_empty() {
        true => paper.push(Block::text("没有采用的案例。")),
        false => {
            paper.push(Block::text("采用的案例全文："));
            paper.push(Block::List(titles));
        }
    }
}
