//! The command line: one file a command, each thin. Parse, call a room, print,
//! give an exit code: 0 done, 1 nothing found, 2 error.
//!
//! What people read is Chinese, names of commands and options are English.
//! Results go to standard output, everything else to standard error.
//!
//! Reading order: [`Cli`], the commands, [`failure`] (errors in words),
//! `display` (columns and highlights), `progress` (bars).

mod applicable;
mod arguments;
mod article;
mod cite;
mod cited_by;
mod coverage;
mod display;
mod embed;
mod embeddings;
mod export;
pub mod failure;
mod import;
mod model;
mod progress;
mod report_table;
mod search;
mod serve;
mod show;
mod similar;
mod status;
mod thesaurus;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use arguments::LibraryArguments;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is done.
    Done,
    /// A search or look-up found nothing.
    NoHit,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NoHit => Self::from(1),
        }
    }
}

/// How help pages are laid out.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
例：
  export LEIAN_LIBRARY=var/library        以后各命令不必再写 --library
  leian import corpus/library             导入随附的教学案例
  leian search \"交通运输肇事后逃逸\"         检索
  leian show 刑法第264条                  看条文
  leian serve                             在 http://127.0.0.1:8080 打开网页

退出码：0 完成，1 没有结果，2 出错。
每条命令的说明：leian 命令 --help";

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "leian",
    version,
    about = "leian（类案）：离线检索中国法律、司法解释、指导性案例和裁判文书",
    after_help = EXAMPLES,
    help_template = "{about-with-newline}\n用法：{usage}\n\n{all-args}\n\n{after-help}",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_value_name = "命令",
    subcommand_help_heading = "命令",
    next_help_heading = "通用选项",
    override_usage = "leian [选项] <命令>"
)]
pub struct Cli {
    #[command(flatten)]
    library: LibraryArguments,

    /// 显示说明
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,

    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 导入法律、案例、问答和裁判文书（可重复，可中断后继续）
    #[command(after_help = import::EXAMPLES, help_template = TEMPLATE)]
    Import(import::Arguments),
    /// 为还没有向量的文本生成向量
    #[command(after_help = embed::EXAMPLES, help_template = TEMPLATE)]
    Embed(embed::Arguments),
    /// 检索：按字词、按意思，或两者综合
    #[command(after_help = search::EXAMPLES, help_template = TEMPLATE)]
    Search(search::Arguments),
    /// 显示一篇文本、一条法条或一个案例
    #[command(after_help = show::EXAMPLES, help_template = TEMPLATE)]
    Show(show::Arguments),
    /// 一条法律在某一天的条文，和它的沿革
    #[command(after_help = article::EXAMPLES, help_template = TEMPLATE)]
    Article(article::Arguments),
    /// 一条法条、一部法律或一个案例被哪些文本引用
    #[command(after_help = cited_by::EXAMPLES, help_template = TEMPLATE)]
    CitedBy(cited_by::Arguments),
    /// 由案情推断可能适用的刑法条文
    #[command(after_help = applicable::EXAMPLES, help_template = TEMPLATE)]
    Applicable(applicable::Arguments),
    /// 与一份案情或一件案例相似的案件，三方面比对
    #[command(after_help = similar::EXAMPLES, help_template = TEMPLATE)]
    Similar(similar::Arguments),
    /// 核验文书中的引用
    #[command(
        after_help = cite::EXAMPLES,
        help_template = TEMPLATE,
        disable_help_subcommand = true,
        subcommand_value_name = "命令",
        subcommand_help_heading = "命令"
    )]
    Cite {
        #[command(subcommand)]
        command: cite::Command,
    },
    /// 提供网页和接口
    #[command(after_help = serve::EXAMPLES, help_template = TEMPLATE)]
    Serve(serve::Arguments),
    /// 把库中文本写成 JSON Lines
    #[command(after_help = export::EXAMPLES, help_template = TEMPLATE)]
    Export(export::Arguments),
    /// 库里有什么，由什么生成
    #[command(after_help = status::EXAMPLES, help_template = TEMPLATE)]
    Status(status::Arguments),
    /// 收录范围：有什么、缺什么
    #[command(after_help = coverage::EXAMPLES, help_template = TEMPLATE)]
    Coverage(coverage::Arguments),
    /// 同义说法：检索时一并查找什么
    #[command(
        after_help = thesaurus::EXAMPLES,
        help_template = TEMPLATE,
        disable_help_subcommand = true,
        subcommand_value_name = "命令",
        subcommand_help_heading = "命令"
    )]
    Thesaurus {
        #[command(subcommand)]
        command: thesaurus::Command,
    },
    /// 转换向量模型
    #[command(
        after_help = model::EXAMPLES,
        help_template = TEMPLATE,
        disable_help_subcommand = true,
        subcommand_value_name = "命令",
        subcommand_help_heading = "命令"
    )]
    Model {
        #[command(subcommand)]
        command: model::Command,
    },
    /// 搬移已生成的向量
    #[command(
        after_help = embeddings::EXAMPLES,
        help_template = TEMPLATE,
        disable_help_subcommand = true,
        subcommand_value_name = "命令",
        subcommand_help_heading = "命令"
    )]
    Embeddings {
        #[command(subcommand)]
        command: embeddings::Command,
    },
}

/// Runs the command of this process and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    match run(cli) {
        Ok(outcome) => outcome.into(),
        Err(error) if failure::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is closed too.
            let _ = writeln!(std::io::stderr(), "{}", failure::describe(&error));
            ExitCode::from(2)
        }
    }
}

/// Warnings go to standard error; `LEIAN_LOG=info` or finer shows more.
fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("LEIAN_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let library = &cli.library;
    match cli.command {
        Command::Import(arguments) => import::run(library, &arguments),
        Command::Embed(arguments) => embed::run(library, &arguments),
        Command::Search(arguments) => search::run(library, &arguments),
        Command::Show(arguments) => show::run(library, &arguments),
        Command::Article(arguments) => article::run(library, &arguments),
        Command::CitedBy(arguments) => cited_by::run(library, &arguments),
        Command::Applicable(arguments) => applicable::run(library, &arguments),
        Command::Similar(arguments) => similar::run(library, &arguments),
        Command::Cite { command } => cite::run(library, &command),
        Command::Serve(arguments) => serve::run(library, &arguments),
        Command::Export(arguments) => export::run(library, &arguments),
        Command::Status(arguments) => status::run(library, &arguments),
        Command::Coverage(arguments) => coverage::run(library, &arguments),
        Command::Thesaurus { command } => thesaurus::run(library, &command),
        Command::Model { command } => model::run(&command),
        Command::Embeddings { command } => embeddings::run(library, &command),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
