//! `leian embeddings export|import`

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Subcommand;
use leian_indexer::EmbeddingStore;
use leian_indexer::embedding::archive_info;

use super::arguments::LibraryArguments;
use super::display::grouped;
use super::progress::line;
use super::{Outcome, TEMPLATE};
use crate::library::Library;

pub const EXAMPLES: &str = "\
例：
  leian embeddings export 向量.bin          在一台机器上写出
  leian embeddings import 向量.bin          在另一台机器上读入，导入时不必再算";

const EXPORT_EXAMPLES: &str = "\
例：
  leian embeddings export --library var/library 向量.bin";

const IMPORT_EXAMPLES: &str = "\
例：
  leian embeddings import --library var/library 向量.bin
  leian embeddings import --embeddings /srv/vectors 向量.bin

读入后运行 leian embed（或 leian import），库即可使用这些向量。";

#[derive(Subcommand)]
pub enum Command {
    /// 把案例库所用模型的全部向量写成一个文件
    #[command(after_help = EXPORT_EXAMPLES, help_template = TEMPLATE)]
    Export {
        /// 写到这个文件
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// 读入写出的向量文件；已有的不变
    #[command(after_help = IMPORT_EXAMPLES, help_template = TEMPLATE)]
    Import {
        /// 要读入的文件
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub fn run(library: &LibraryArguments, command: &Command) -> Result<Outcome> {
    match command {
        Command::Export { file } => {
            let library = Library::open_text_only(&library.paths()?)?;
            let Some(store) = library.store()? else {
                bail!("库里还没有向量；先运行 leian embed");
            };
            let report = store.export(file)?;
            line(&format!(
                "写出 {} 个向量（模型 {}）到 {}",
                grouped(report.vectors),
                store.model_id(),
                file.display()
            ));
            Ok(if report.vectors == 0 {
                Outcome::NoHit
            } else {
                Outcome::Done
            })
        }
        Command::Import { file } => {
            let info = archive_info(file)?;
            let root = library.embeddings_root()?;
            let mut writer = EmbeddingStore::open_writer(&root, &info.model_id, info.dim)?;
            let report = writer.import(file)?;
            line(&format!(
                "模型 {}：读入 {} 个向量，已有 {} 个",
                info.model_id,
                grouped(report.added),
                grouped(report.known)
            ));
            for problem in &report.problems {
                line(&format!(
                    "  无法使用的记录：字节 {} 处，{}",
                    problem.offset, problem.reason
                ));
            }
            if !report.problems.is_empty() {
                bail!(
                    "文件 {} 有 {} 条记录无法使用",
                    file.display(),
                    report.problems.len()
                );
            }
            Ok(Outcome::Done)
        }
    }
}
