//! `leian applicable FILE`

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use leian_corpus::{Date, DocumentId};

use super::Outcome;
use super::arguments::LibraryArguments;
use super::cite::read;
use super::display::{Style, plain, stdout};
use crate::http::api::views::ApplicableView;
use crate::library::Library;
use crate::retrieval::{Applicable, Facts, ProposedArticle, TEXT_NOT_KNOWN, applicable};

pub const EXAMPLES: &str = "\
例：
  leian applicable 起诉意见书.docx              也可以是 .pdf .html .txt .md
  echo 被告人夜间入户盗窃手机一部 | leian applicable -
  leian applicable --json 案情.txt | jq '.articles[0].number'

依据是库中已决案件适用了什么、条文写了什么；结果供承办人核对，不是结论。
退出码：0 有结果，1 没有，2 出错。";

/// Fewer known cases say little.
const FEW_CASES: usize = 20;

#[derive(Args)]
pub struct Arguments {
    /// 案情：.docx、带文字的 .pdf、.html 或纯文本，最多 20000 字；- 为标准输入
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// 列出几条
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    limit: u16,

    /// 不作为依据的文本，如本案自己的判决；可重复
    #[arg(long, value_name = "标识")]
    exclude: Vec<String>,

    /// 行为时，如 2009-03-05；不给出时读取案情中的日期。当时尚未增设的条文另作说明
    #[arg(long, value_name = "日期", value_parser = super::cite::date)]
    date: Option<Date>,

    /// 以 JSON 输出，格式与接口 /api/v1/applicable 相同
    #[arg(long)]
    json: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let exclude = arguments.exclude.iter().map(|id| DocumentId::parse(id));
    let facts = Facts {
        text: read(&arguments.file)?.text,
        exclude: exclude.collect::<Result<_, _>>()?,
        limit: usize::from(arguments.limit),
        conduct: arguments.date,
    };
    let library = Library::open(&library.paths()?)?;
    let found = applicable(&library, &facts)?;
    let mut out = stdout();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &ApplicableView::new(&facts.text, &found))?;
        writeln!(out)?;
    } else {
        print(&facts.text, &found, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(match found.articles.is_empty() {
        true => Outcome::NoHit,
        false => Outcome::Done,
    })
}

fn print(
    text: &str,
    found: &Applicable,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let how = match found.by_meaning {
        true => "字词和意思",
        false => "字词",
    };
    writeln!(
        out,
        "{}",
        style.bold(&format!(
            "拟适用法条（按{how}比对 {} 件已决案件和条文，供核对）",
            found.cases
        ))
    )?;
    if found.is_weak() {
        writeln!(
            out,
            "把握很小：案情过短，或库中没有相近的案件；以下只供参考"
        )?;
    }
    if let Some(conduct) = &found.conduct {
        let from = if conduct.read {
            "读自案情，可用 --date 指定"
        } else {
            "由 --date 指定"
        };
        writeln!(out, "行为时 {}（{from}）", conduct.written())?;
        if !conduct.text_known {
            writeln!(out, "{TEXT_NOT_KNOWN}")?;
        }
    }
    for remark in &found.conduct_remarks {
        writeln!(out, "{}", plain(remark))?;
    }
    if found.cases < FEW_CASES {
        writeln!(out, "库中相近的已决案件很少，主要按条文本身推断")?;
    }
    for (place, article) in found.articles.iter().enumerate() {
        writeln!(out)?;
        print_article(text, place + 1, article, style, out)?;
    }
    Ok(())
}

fn print_article(
    text: &str,
    place: usize,
    article: &ProposedArticle,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let title = format!(
        "{} {}",
        plain(&article.entry.title()),
        article.charges.join("、")
    );
    let likely = article.percent();
    writeln!(
        out,
        "{place:>3}  {}  可能性 {likely}",
        style.bold(title.trim())
    )?;
    if let Some(act) = &article.not_yet {
        let why = format!(
            "行为时尚无本条：由《{}》增设，{} 起施行",
            plain(&act.title),
            act.effective
        );
        writeln!(out, "     {}", style.bold(&why))?;
    }
    let heaviest = article.signals.iter().filter(|(_, share)| *share >= 0.1);
    let signals: Vec<String> = heaviest
        .map(|(signal, share)| format!("{} {share:+.1}", signal.label()))
        .collect();
    if !signals.is_empty() {
        writeln!(out, "     {}", style.dim(&signals.join("，")))?;
    }
    for range in &article.sentences {
        writeln!(out, "     案情：{}", plain(text[range.clone()].trim()))?;
    }
    for case in &article.cases {
        let number = case.number.as_deref().unwrap_or_default();
        let title = plain(&format!("{number} {}", case.title));
        writeln!(
            out,
            "     案例：{}  {}",
            title.trim(),
            style.dim(case.entry_id.as_str())
        )?;
    }
    if let Some(rival) = &article.rival {
        let words = |words: &[String]| match words.is_empty() {
            true => "无".to_owned(),
            false => plain(&words.join("、")),
        };
        writeln!(
            out,
            "     与{}相比：偏向本条 {}；偏向彼条 {}",
            rival.number.chinese(),
            words(&rival.for_this),
            words(&rival.for_other)
        )?;
    }
    Ok(())
}
