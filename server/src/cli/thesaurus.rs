//! `leian thesaurus …`

use std::io::Write;

use anyhow::Result;
use clap::Subcommand;
use leian_corpus::thesaurus::{Origin, Row, Thesaurus};

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::stdout;
use super::progress::line;
use crate::library::Library;
use crate::operations::thesaurus;

pub const EXAMPLES: &str = "\
例：
  leian thesaurus list                            全部同义说法
  leian thesaurus list 醉驾 刑诉法                   这些词怎样扩展
  leian thesaurus add 薅羊毛 恶意套取 骗取优惠          检索“薅羊毛”时一并查找
  leian thesaurus add 打架                         不写说法：这个词不再扩展
  leian thesaurus reset 打架                       恢复随程序提供的说法

写在案例库的 thesaurus.tsv 里，可以直接编辑；正在运行的服务下一次检索即生效。
退出码：0 完成，1 没有这个词，2 出错。";

/// What to do with the thesaurus.
#[derive(Subcommand)]
pub enum Command {
    /// 列出同义说法
    List {
        /// 只列这些词
        #[arg(value_name = "词语")]
        words: Vec<String>,
    },
    /// 增加或替换一个词的说法
    Add {
        /// 检索时输入的词
        #[arg(value_name = "词语")]
        word: String,
        /// 法律文书中的说法，最贴近的在前
        #[arg(value_name = "说法")]
        phrases: Vec<String>,
    },
    /// 撤销本库对一个词的改动
    Reset {
        /// 改动过的词
        #[arg(value_name = "词语")]
        word: String,
    },
}

pub fn run(library: &LibraryArguments, command: &Command) -> Result<Outcome> {
    let paths = library.paths()?;
    let library = Library::open_text_only(&paths)?;
    match command {
        Command::List { words } => list(&library.thesaurus(), words),
        Command::Add { word, phrases } => {
            thesaurus::put(&paths.thesaurus(), word.trim(), phrases)?;
            list(&library.thesaurus(), std::slice::from_ref(word))
        }
        Command::Reset { word } => match thesaurus::reset(&paths.thesaurus(), word.trim())? {
            true => {
                line(&format!("已撤销本库对“{word}”的改动"));
                Ok(Outcome::Done)
            }
            false => {
                line(&format!("本库没有改动过“{word}”"));
                Ok(Outcome::NoHit)
            }
        },
    }
}

fn list(all: &Thesaurus, words: &[String]) -> Result<Outcome> {
    let rows: Vec<&Row> = match words {
        [] => all.rows(),
        words => words
            .iter()
            .filter_map(|word| all.get(word.trim()))
            .collect(),
    };
    let mut out = stdout();
    for row in &rows {
        let phrases = match row.phrases.as_slice() {
            [] => "（不扩展）".to_owned(),
            phrases => phrases.join(" "),
        };
        writeln!(out, "{}\t{phrases}\t{}", row.word, origin(row.origin))?;
    }
    out.flush()?;
    Ok(match rows.is_empty() {
        true => Outcome::NoHit,
        false => Outcome::Done,
    })
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Charge => "罪名",
        Origin::Law => "法名",
        Origin::Table => "随程序提供",
        Origin::Site => "本库",
    }
}
