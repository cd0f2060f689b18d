//! The report of an import as a table for people.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use super::display::{Style, duration, grouped, pad, pad_left, plain, width};
use crate::ingest::{ImportReport, Issue, IssueKind};

/// Issues of one kind that are printed; the rest is in the JSON report.
const ISSUES_SHOWN: usize = 10;

/// Prints the report; `file` is where its JSON is.
pub fn print(
    report: &ImportReport,
    file: &Path,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = Vec::new();
    if !report.sources.is_empty() {
        source_rows(report, &mut rows);
    }
    vector_rows(report, &mut rows);
    time_rows(report, &mut rows);
    let label = rows.iter().map(|row| width(row.label)).max().unwrap_or(0);
    let value = rows.iter().map(|row| width(&row.value)).max().unwrap_or(0);
    for row in &rows {
        let line = format!(
            "{}  {}  {}",
            pad(row.label, label),
            pad_left(&row.value, value),
            style.dim(&row.detail)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    kinds(report, style, out)?;
    for kind in [
        IssueKind::Failed,
        IssueKind::Conflict,
        IssueKind::Duplicate,
        IssueKind::SameText,
        IssueKind::Kept,
        IssueKind::Remark,
    ] {
        issues(report, kind, style, out)?;
    }
    skipped(report, style, out)?;
    writeln!(out, "\n完整报告：{}", file.display())?;
    out.flush()
}

struct Row {
    label: &'static str,
    value: String,
    detail: String,
}

fn row(rows: &mut Vec<Row>, label: &'static str, value: u64, detail: String) {
    rows.push(Row {
        label,
        value: grouped(value),
        detail,
    });
}

fn source_rows(report: &ImportReport, rows: &mut Vec<Row>) {
    let files = &report.files;
    row(
        rows,
        "文件",
        files.found,
        format!(
            "读取 {}，未变 {}",
            grouped(files.read),
            grouped(files.unchanged)
        ),
    );
    row(rows, "  成为文本", files.with_documents, String::new());
    row(rows, "  目录页", files.index_pages, String::new());
    row(rows, "  重复", files.duplicates, String::new());
    row(rows, "  其他跳过", files.skipped, String::new());
    row(rows, "  失败", files.failed, String::new());
    let documents = &report.documents;
    row(
        rows,
        "文本",
        documents.added + documents.replaced + documents.unchanged,
        format!(
            "新收 {}，替换 {}，未变 {}，移除 {}",
            grouped(documents.added),
            grouped(documents.replaced),
            grouped(documents.unchanged),
            grouped(documents.removed)
        ),
    );
    row(
        rows,
        "条目",
        report.entries,
        format!("库中共 {}", grouped(report.library_after.entries)),
    );
    row(
        rows,
        "段落",
        report.passages,
        format!("库中共 {}", grouped(report.library_after.passages)),
    );
}

fn vector_rows(report: &ImportReport, rows: &mut Vec<Row>) {
    let embedding = &report.embedding;
    let detail = match (&embedding.why_not, &embedding.model) {
        (Some(why), _) => why.clone(),
        (None, Some(model)) => format!("模型 {model}，存有 {}", grouped(embedding.in_store)),
        (None, None) => String::new(),
    };
    row(rows, "新生成向量", embedding.embedded, detail);
    if let Some(missing) = embedding.missing.filter(|missing| *missing > 0) {
        row(
            rows,
            "尚缺向量",
            missing,
            "运行 leian embed 补齐".to_owned(),
        );
    }
}

fn time_rows(report: &ImportReport, rows: &mut Vec<Row>) {
    let seconds = &report.seconds;
    let mut detail: Vec<String> = [
        ("查找比对", seconds.compare),
        ("读取索引", seconds.read),
        ("合并", seconds.merge),
        ("生成向量", seconds.embed),
        ("向量索引", seconds.vectors),
    ]
    .into_iter()
    .filter(|(_, seconds)| *seconds >= 0.05)
    .map(|(label, seconds)| format!("{label} {}", duration(seconds)))
    .collect();
    if let Some(rate) = report.entries_a_second() {
        detail.push(format!("每秒 {rate:.0} 条目"));
    }
    if let Some(rate) = report.embedded_a_second() {
        detail.push(format!("每秒 {rate:.1} 向量"));
    }
    rows.push(Row {
        label: "用时",
        value: duration(seconds.total),
        detail: detail.join("，"),
    });
}

fn kinds(report: &ImportReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let holds = &report.library_after;
    let title = format!(
        "库中现有 {} 篇文本，{} 个条目",
        grouped(holds.documents),
        grouped(holds.entries)
    );
    writeln!(out, "\n{}", style.bold(&title))?;
    let columns = holds
        .by_kind
        .keys()
        .map(|kind| width(kind))
        .max()
        .unwrap_or(0);
    for (kind, documents) in &holds.by_kind {
        let entries = holds.entries_by_kind.get(kind).copied().unwrap_or(0);
        writeln!(
            out,
            "  {}  {} 篇  {} 条目",
            pad(kind, columns),
            pad_left(&grouped(*documents), 8),
            pad_left(&grouped(entries), 9)
        )?;
    }
    Ok(())
}

fn issues(
    report: &ImportReport,
    kind: IssueKind,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = report.count_of(kind);
    if count == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "\n{}",
        style.bold(&format!("{} {}", kind.label(), grouped(count as u64)))
    )?;
    for issue in report.issues_of(kind).take(ISSUES_SHOWN) {
        writeln!(out, "  {}  {}", place(issue), plain(&issue.reason))?;
    }
    if count > ISSUES_SHOWN {
        let more = format!(
            "  … 其余 {} 项见完整报告",
            grouped((count - ISSUES_SHOWN) as u64)
        );
        writeln!(out, "{}", style.dim(&more))?;
    }
    Ok(())
}

/// What was left out on purpose is told by reason, not file by file.
fn skipped(report: &ImportReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut by_reason: BTreeMap<&str, (u64, &Issue)> = BTreeMap::new();
    for issue in report.issues_of(IssueKind::Skipped) {
        by_reason.entry(&issue.code).or_insert((0, issue)).0 += 1;
    }
    if by_reason.is_empty() {
        return Ok(());
    }
    let count = report.count_of(IssueKind::Skipped) as u64;
    writeln!(out, "\n{}", style.bold(&format!("跳过 {}", grouped(count))))?;
    for (count, first) in by_reason.values() {
        let like = if *count == 1 { "" } else { "等" };
        let reason = first.reason.split('：').next().unwrap_or_default();
        writeln!(
            out,
            "  {}  {}（{}{like}）",
            pad_left(&grouped(*count), 5),
            plain(reason),
            plain(&first.path)
        )?;
    }
    Ok(())
}

fn place(issue: &Issue) -> String {
    let path = plain(&issue.path);
    match issue.line {
        Some(line) => format!("{path}:{line}"),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn printed(report: &ImportReport) -> String {
        let style = Style {
            colour: false,
            width: 100,
        };
        let mut out = Vec::new();
        print(report, Path::new("report.json"), style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn failed(number: u64) -> Issue {
        Issue {
            kind: IssueKind::Failed,
            path: "a.jsonl".to_owned(),
            line: Some(number),
            code: "json".to_owned(),
            reason: "不是 JSON".to_owned(),
            document: None,
            other_path: None,
        }
    }

    #[test]
    fn failures_are_named_with_file_and_line() {
        let report = ImportReport {
            issues: vec![failed(7)],
            ..ImportReport::default()
        };
        let text = printed(&report);
        assert!(text.contains("失败 1"), "{text}");
        assert!(text.contains("a.jsonl:7  不是 JSON"), "{text}");
        assert!(text.contains("完整报告：report.json"), "{text}");
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let report = ImportReport {
            issues: (1..=25).map(failed).collect(),
            ..ImportReport::default()
        };
        let text = printed(&report);
        assert!(text.contains("失败 25"), "{text}");
        assert!(text.contains("其余 15 项"), "{text}");
        assert!(!text.contains("a.jsonl:11 "), "{text}");
    }
}
