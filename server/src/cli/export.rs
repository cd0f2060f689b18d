//! `leian export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use leian_indexer::Filter;

use super::Outcome;
use super::arguments::{FilterArguments, LibraryArguments};
use super::display::{grouped, stdout};
use super::progress::line;
use crate::library::Library;
use crate::operations::export::export;

pub const EXAMPLES: &str = "\
例：
  leian export --output 全库.jsonl
  leian export --kind 最高检指导性案例 --output 检例.jsonl
  leian export --law 刑法 | head -1

每行一篇文本，格式见 docs/jsonl.md；leian import 可以读回。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 写到这个文件；默认写到标准输出
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    filter: FilterArguments,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let filter = arguments.filter.input().parse()?;
    let library = Library::open_text_only(&library.paths()?)?;
    let count = match &arguments.output {
        None => export(&library, &filter, &mut stdout())?,
        Some(path) => export_to_file(&library, &filter, path)
            .with_context(|| format!("不能写成文件 {}", path.display()))?,
    };
    line(&format!("写出 {} 篇文本", grouped(count)));
    Ok(if count == 0 {
        Outcome::NoHit
    } else {
        Outcome::Done
    })
}

/// Writes beside `path` first: a file of the name given is always complete.
fn export_to_file(library: &Library, filter: &Filter, path: &Path) -> Result<u64> {
    let mut name = path.to_owned().into_os_string();
    name.push(".part");
    let part = PathBuf::from(name);
    let written = write_part(library, filter, &part)
        .and_then(|count| Ok(std::fs::rename(&part, path).map(|()| count)?));
    if written.is_err() {
        // Half a file helps nobody, and may be what filled the disk.
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn write_part(library: &Library, filter: &Filter, part: &Path) -> Result<u64> {
    let mut out = BufWriter::new(File::create(part)?);
    let count = export(library, filter, &mut out)?;
    out.flush()?;
    Ok(count)
}
