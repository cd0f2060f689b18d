//! `leian coverage`

use std::io::{Result as IoResult, Write};

use anyhow::Result;
use clap::Args;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{grouped, pad, pad_left, plain, stdout, width};
use crate::library::Library;
use crate::operations::coverage::{
    BatchCount, Coverage, LawLine, Listed, NumberSeries, Range, SnapshotIdentity, TextLine,
    coverage,
};

pub const EXAMPLES: &str = "\
例：
  leian coverage --library var/library
  leian coverage --json | jq '.series[] | {form, missing_ranges}'";

/// Lines shown of a long list; `--json` has more.
const SHOWN: usize = 20;

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 以 JSON 输出，格式与接口 /api/v1/coverage 相同
    #[arg(long)]
    json: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let library = Library::open_text_only(&library.paths()?)?;
    let coverage = coverage(&library)?;
    let mut out = stdout();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&*coverage)?)?;
    } else {
        print(&coverage, &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print(coverage: &Coverage, out: &mut impl Write) -> IoResult<()> {
    identity(&coverage.snapshot, out)?;
    let kinds = coverage.kinds.iter();
    let rows = kinds.map(|row| (row.kind.label.to_owned(), row.documents, row.entries));
    table("按种类", rows.collect(), out)?;
    let mut rows = Vec::new();
    for source in &coverage.sources {
        rows.push((source.name.clone(), source.documents, source.entries));
        let folders = source.folders.iter();
        rows.extend(folders.map(|row| (format!("  {}", row.name), row.documents, row.entries)));
    }
    table("按来源（导入路径的前两级文件夹）", rows, out)?;
    let years = coverage.years.iter();
    let rows = years.map(|row| (format!("{} 年", row.year), row.documents, row.entries));
    table("按文本日期的年份", rows.collect(), out)?;
    batches(&coverage.batches, out)?;
    series(&coverage.series, out)?;
    laws("收有多个版本的法律文件", &coverage.several_versions, out)?;
    laws("最新版本被来源标为已修改的法律文件", &coverage.amended, out)?;
    laws("各版本效力标注互相矛盾的法律文件", &coverage.conflicts, out)?;
    laws(
        "修改决定在库、修改后的文本不在库的法律文件",
        &coverage.without_newest,
        out,
    )?;
    let undated = &coverage.undated;
    heading(&format!("没有日期的文本 {} 篇", undated.total), out)?;
    for line in undated.listed.iter().take(SHOWN) {
        writeln!(out, "  {}  {}", plain(&line.title), line.id)?;
    }
    rest(undated.total, out)
}

fn identity(snapshot: &SnapshotIdentity, out: &mut impl Write) -> IoResult<()> {
    writeln!(out, "快照      {}", snapshot.id)?;
    writeln!(
        out,
        "文本      {} 篇，{} 个条目",
        count(snapshot.documents),
        count(snapshot.entries)
    )?;
    if let (Some(first), Some(newest)) = (&snapshot.first_date, &snapshot.newest_date) {
        writeln!(out, "文本日期  {first} 至 {newest}")?;
    }
    if let Some(committed) = &snapshot.committed {
        writeln!(out, "索引写入  {committed}")?;
    }
    writeln!(
        out,
        "向量      {} 个段落中 {} 个有向量{}",
        count(snapshot.passages),
        count(snapshot.passages_with_vectors),
        match &snapshot.model_of_vectors {
            Some(model) => format!("（{model}）"),
            None => String::new(),
        }
    )
}

fn heading(text: &str, out: &mut impl Write) -> IoResult<()> {
    writeln!(out, "\n{text}")
}

fn table(title: &str, rows: Vec<(String, usize, usize)>, out: &mut impl Write) -> IoResult<()> {
    heading(title, out)?;
    let columns = rows.iter().map(|(name, ..)| width(name)).max().unwrap_or(0);
    for (name, documents, entries) in rows {
        writeln!(
            out,
            "  {}  {} 篇  {} 个条目",
            pad(&plain(&name), columns),
            pad_left(&count(documents), 8),
            pad_left(&count(entries), 9)
        )?;
    }
    Ok(())
}

fn batches(batches: &[BatchCount], out: &mut impl Write) -> IoResult<()> {
    if batches.is_empty() {
        return Ok(());
    }
    heading("指导性案例的批次", out)?;
    for batch in batches {
        writeln!(
            out,
            "  {}  {}  {} 件",
            batch.kind.label,
            plain(&batch.batch),
            count(batch.documents)
        )?;
    }
    Ok(())
}

fn series(series: &[NumberSeries], out: &mut impl Write) -> IoResult<()> {
    if series.is_empty() {
        return Ok(());
    }
    heading("指导性案例的编号（从 1 到所收的最大号）", out)?;
    for series in series {
        let missing: Vec<String> = series.missing_ranges.iter().map(range).collect();
        let missing = match missing.is_empty() {
            true => "不缺号".to_owned(),
            false => format!("缺 {} 个：{}", series.missing, missing.join("、")),
        };
        writeln!(
            out,
            "  {}  {}：收 {} 个号，最大 {}，{missing}",
            series.kind.label,
            plain(&series.form),
            series.held,
            series.greatest
        )?;
        for duplicate in &series.duplicates {
            let documents: Vec<_> = duplicate.documents.iter().map(|id| id.as_str()).collect();
            writeln!(
                out,
                "    重号 {}：{}",
                plain(&duplicate.number),
                documents.join("、")
            )?;
        }
    }
    Ok(())
}

fn range(range: &Range) -> String {
    match range.first == range.last {
        true => range.first.to_string(),
        false => format!("{}–{}", range.first, range.last),
    }
}

fn laws(title: &str, laws: &Listed<LawLine>, out: &mut impl Write) -> IoResult<()> {
    heading(&format!("{title} {} 部", count(laws.total)), out)?;
    for law in laws.listed.iter().take(SHOWN) {
        let part = law.part.as_deref().map(|part| format!(" {part}"));
        let mut texts: Vec<String> = law.texts.iter().map(text).collect();
        if law.texts.is_empty() {
            texts.push("没有收录文本".to_owned());
        }
        if let Some(act) = &law.amended_by {
            texts.insert(0, format!("{} 经《{}》修改", act.passed, act.title));
        }
        writeln!(
            out,
            "  {}{}：{}",
            plain(&law.title),
            plain(&part.unwrap_or_default()),
            plain(&texts.join("；"))
        )?;
    }
    rest(laws.total, out)
}

fn text(text: &TextLine) -> String {
    let date = text.date.as_deref().unwrap_or("无日期");
    let status = text.status.as_deref().unwrap_or("未标效力");
    format!("{date} {status}（{}）", text.source)
}

fn rest(total: usize, out: &mut impl Write) -> IoResult<()> {
    match total > SHOWN {
        true => writeln!(out, "  其余 {} 项见 --json", count(total - SHOWN)),
        false => Ok(()),
    }
}

fn count(number: usize) -> String {
    grouped(number as u64)
}
