//! `leian cited-by 刑法 133-1`

use std::io::Write;

use anyhow::{Result, bail};
use clap::Args;
use leian_indexer::Snapshot;

use super::Outcome;
use super::arguments::{FilterArguments, LibraryArguments, limit};
use super::display::{Style, grouped, pad, pad_left, plain, stdout, width, wrapped};
use super::progress::line;
use crate::http::api::views::CitedByView;
use crate::library::Library;
use crate::retrieval::{
    CitedBy, CitedByQuery, CitingEntries, CitingGroup, CitingHit, NumberPeriod, cited_by,
    is_in_library, named_targets,
};

pub const EXAMPLES: &str = "\
例：
  leian cited-by 刑法 133-1               哪些案例、司法解释、法律引用了这一条
  leian cited-by 刑法第一百三十三条之一
  leian cited-by 合同法                   引用这部法律的任何一条
  leian cited-by 检例第79号
  leian cited-by --group cases --limit 50 --page 2 刑诉法 15
  leian cited-by --kind 最高检指导性案例 --from 2020 刑法 264
  leian cited-by --json 刑法 264 | jq .total

按法律和条文序号计，不分版本。
退出码：0 有引用，1 没有，2 出错。";

/// Columns that the date and the kind of a text take.
const DATE_COLUMNS: usize = 10;
const KIND_COLUMNS: usize = 16;

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 法条、法律、案例编号，或文本的标识
    #[arg(required = true, value_name = "目标")]
    target: Vec<String>,

    /// 只看一组：cases 案例、interpretations 司法解释、statutes 其他法律法规、questions 检答网问答
    #[arg(long, value_name = "组", value_parser = group)]
    group: Option<CitingGroup>,

    /// 每组每页条数，1 到 100
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = limit)]
    limit: usize,

    /// 第几页
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: usize,

    /// 以 JSON 输出，格式与接口 /api/v1/documents/{id}/cited-by 相同
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    filter: FilterArguments,
}

fn group(text: &str) -> Result<CitingGroup, String> {
    CitingGroup::from_code(text).ok_or_else(|| {
        format!(
            "应为 {} 之一",
            CitingGroup::ALL.map(CitingGroup::code).join("、")
        )
    })
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let text = arguments.target.join(" ");
    let library = Library::open_text_only(&library.paths()?)?;
    let snapshot = library.snapshot()?;
    let targets = named_targets(&snapshot, &text)?;
    if targets.is_empty() {
        bail!("“{}”没有可供引用的编号或名称", plain(&text));
    }
    let query = CitedByQuery {
        filter: arguments.filter.input().parse()?,
        group: arguments.group,
        page: arguments.page,
        per_page: arguments.limit,
        ..CitedByQuery::new(targets)
    };
    let found = cited_by(&snapshot, &query)?;
    let mut out = stdout();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &CitedByView::new(&snapshot, &found)?)?;
        writeln!(out)?;
    } else {
        note_absence(&snapshot, &found)?;
        print(&found, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(match found.total {
        0 => Outcome::NoHit,
        _ => Outcome::Done,
    })
}

fn note_absence(snapshot: &Snapshot, found: &CitedBy) -> Result<()> {
    if let Some(target) = found.targets.first()
        && !is_in_library(snapshot, target)?
    {
        line(&format!("注意：本库没有收录{}", plain(&target.label())));
    }
    Ok(())
}

/// 2020-01-01 起为第四百六十九条
fn number_in_words(period: &NumberPeriod) -> String {
    let number = period.number.chinese();
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{from} 至 {to} 为{number}"),
        (Some(from), None) => format!("{from} 起为{number}，没有日期的文本按此计"),
        (None, Some(to)) => format!("{to} 以前为{number}"),
        (None, None) => number,
    }
}

fn print(found: &CitedBy, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let names: Vec<String> = found.targets.iter().map(|target| target.label()).collect();
    let mut head = format!("{} 被引用：", plain(&names.join("、")));
    match found.total {
        0 => head.push_str("没有"),
        total => head.push_str(&format!("{} 条", grouped(total as u64))),
    }
    if found.own_total > 0 {
        head.push_str(&format!(
            "；本法另有 {} 条提到它",
            grouped(found.own_total as u64)
        ));
    }
    writeln!(out, "{}", style.bold(&head))?;
    for period in &found.numbers {
        writeln!(out, "  {}", style.dim(&number_in_words(period)))?;
    }
    for entries in &found.groups {
        writeln!(out)?;
        print_group(entries, style, out)?;
        let pages = entries.total.div_ceil(found.per_page);
        if !entries.hits.is_empty() && found.page < pages {
            let more = format!(
                "     第 {} 页，共 {pages} 页；下一页：--group {} --page {}",
                found.page,
                entries.group.code(),
                found.page + 1
            );
            writeln!(out, "{}", style.dim(&more))?;
        }
    }
    Ok(())
}

fn print_group(entries: &CitingEntries, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let kinds: Vec<String> = entries
        .kinds
        .iter()
        .map(|(kind, count)| format!("{} {}", kind.label(), grouped(*count as u64)))
        .collect();
    let head = format!(
        "{} {} 条（{}）",
        entries.group.label(),
        grouped(entries.total as u64),
        kinds.join("，")
    );
    writeln!(out, "{}", style.bold(&head))?;
    for hit in &entries.hits {
        print_hit(hit, style, out)?;
    }
    Ok(())
}

/// Date, kind, number and title in columns, and below them the words that cite.
fn print_hit(hit: &CitingHit, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let entry = &hit.entry;
    let date = entry.metadata.date.or_else(|| entry.version_date());
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    let mut title = plain(&entry.title());
    if let Some(number) = &entry.metadata.number {
        title = format!("{} {title}", plain(number));
    }
    if !hit.newest {
        title.push_str("（旧版本）");
    }
    let columns = [
        pad_left(&hit.rank.to_string(), 3),
        pad(&date, DATE_COLUMNS),
        pad(entry.kind.label(), KIND_COLUMNS),
        title,
    ];
    writeln!(out, "{}", columns.join("  "))?;
    let indent = width(&columns[..2].join("  ")) + 2;
    if let Some(section) = entry.sections.get(hit.snippet.section) {
        let snippet = &hit.snippet;
        for line in wrapped(
            &section.text,
            &snippet.byte_range,
            &snippet.ranges,
            indent,
            style,
        ) {
            writeln!(out, "{}", style.dim(&line))?;
        }
    }
    Ok(())
}
