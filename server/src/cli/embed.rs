//! `leian embed`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{Style, stdout};
use super::progress::{Shown, line};
use super::report_table;
use crate::ingest;
use crate::library::Library;

pub const EXAMPLES: &str = "\
例：
  leian embed --library var/library
  leian embed --switch-model --model models/bge-small-zh-v1.5

只为还没有向量的文本生成向量；可以随时中断，再运行即继续。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 改用另一个模型：库中原有向量不再使用（仍留在向量存放处）
    #[arg(long)]
    switch_model: bool,

    /// 报告（JSON）写到这里；默认写在案例库的 imports 文件夹
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let paths = library.paths()?;
    // Before hours of work, not after.
    ingest::check_report_place(arguments.report.as_deref())?;
    let library = if arguments.switch_model {
        let (library, switched) = Library::open_switching_model(&paths)?;
        if switched {
            line("已改用新模型，正在为全部文本准备向量");
        }
        library
    } else {
        Library::open(&paths)?
    };
    let report = ingest::embed(&library, &mut Shown::new())?;
    let file = ingest::save_report(&library, &report, arguments.report.as_deref())?;
    report_table::print(&report, &file, Style::of_stdout(), &mut stdout())?;
    Ok(Outcome::Done)
}
