//! `leian status`

use std::io::Write;

use anyhow::Result;
use clap::Args;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{grouped, pad, pad_left, stdout, width};
use crate::library::Library;
use crate::operations::status::{Status, status};

pub const EXAMPLES: &str = "\
例：
  leian status --library var/library
  leian status --json";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let library = Library::open(&library.paths()?)?;
    let status = status(&library)?;
    let mut out = stdout();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&status)?)?;
    } else {
        print(&status, &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print(status: &Status, out: &mut impl Write) -> std::io::Result<()> {
    let holds = &status.holds;
    writeln!(out, "案例库    {}", status.library)?;
    writeln!(out, "向量存放  {}", status.embeddings)?;
    match (&status.model, &status.model_absent) {
        (Some(model), _) => writeln!(out, "模型      {model}")?,
        (None, Some(why)) => writeln!(out, "模型      无：{why}")?,
        (None, None) => {}
    }
    if let Some(date) = &status.newest_date {
        writeln!(out, "最新日期  {date}")?;
    }
    writeln!(
        out,
        "文本      {} 篇，{} 个条目，{} 个段落",
        grouped(holds.documents),
        grouped(holds.entries),
        grouped(holds.passages)
    )?;
    writeln!(
        out,
        "向量      {}，尚缺 {}",
        grouped(holds.vectors),
        grouped(status.vectors_missing)
    )?;
    writeln!(
        out,
        "占用      索引 {}，向量 {}（{} 个分段）",
        size(status.index_bytes),
        size(status.embeddings_bytes),
        status.segments
    )?;
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

fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a size for display")]
    let mebibytes = bytes as f64 / f64::from(1 << 20);
    format!("{mebibytes:.1} MiB")
}
