//! `leian export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

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
        Some(path) => {
            // Beside it first: a file of the name given is always complete.
            let mut name = path.clone().into_os_string();
            name.push(".part");
            let part = PathBuf::from(name);
            let file =
                File::create(&part).with_context(|| format!("cannot create {}", part.display()))?;
            let mut out = BufWriter::new(file);
            let count = export(&library, &filter, &mut out)?;
            out.flush()
                .with_context(|| format!("cannot write {}", part.display()))?;
            drop(out);
            std::fs::rename(&part, path)
                .with_context(|| format!("cannot write {}", path.display()))?;
            count
        }
    };
    line(&format!("写出 {} 篇文本", grouped(count)));
    Ok(if count == 0 {
        Outcome::NoHit
    } else {
        Outcome::Done
    })
}
