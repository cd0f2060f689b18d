//! `leian similar FILE`

use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow};
use clap::Args;
use leian_corpus::charges;

use super::Outcome;
use super::arguments::{FilterArguments, LibraryArguments};
use super::cite::read;
use super::display::{Style, plain, stdout};
use crate::http::api::views::SimilarView;
use crate::library::Library;
use crate::retrieval::similar::MAX_SIMILAR;
use crate::retrieval::{SimilarCase, SimilarCases, SimilarQuery, Told, named_case, similar};

// The help text names the limit.
const _: () = assert!(MAX_SIMILAR == 50);

pub const EXAMPLES: &str = "\
例：
  leian similar 起诉意见书.docx                 案情来自文件：.docx .pdf .html .txt .md
  echo 被告人夜间入户盗窃手机一部 | leian similar -
  leian similar 检例第67号                      与库中一件案例相似的
  leian similar --charges 帮信罪 案情.txt        已知罪名，按它比对
  leian similar --json 检例第67号 | jq '.cases[0].law'

从基本事实、争议焦点、法律适用三方面比对，结果供承办人核对，不是结论。
退出码：0 有结果，1 没有，2 出错。";

#[derive(Args)]
pub struct Arguments {
    /// 案情文件（- 为标准输入），或库中案例的编号、标识
    #[arg(value_name = "FILE|案例")]
    case: String,

    /// 待决案件的罪名，可重复；不写则由案情推断
    #[arg(long, value_name = "罪名")]
    charges: Vec<String>,

    /// 列出几件，1 到 50
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    limit: u16,

    /// 以 JSON 输出，格式与接口 /api/v1/similar 相同
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    filter: FilterArguments,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let library = Library::open(&library.paths()?)?;
    let official = arguments.charges.iter().map(|name| {
        let charge = charges::meant_by(name).ok_or_else(|| {
            anyhow!("没有罪名“{name}”；应为罪名或其通行简称，例如 盗窃罪、帮信罪")
        })?;
        Ok(charge.name.to_owned())
    });
    let query = SimilarQuery {
        charges: official.collect::<Result<_>>()?,
        told: told(&library, &arguments.case)?,
        filter: arguments.filter.input().parse()?,
        limit: usize::from(arguments.limit),
    };
    let found = similar(&library, &query)?;
    let mut out = stdout();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &SimilarView::new(&query, &found))?;
        writeln!(out)?;
    } else {
        print(&found, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(match found.cases.is_empty() {
        true => Outcome::NoHit,
        false => Outcome::Done,
    })
}

/// A file that is there, else a case of the library by number or id.
fn told(library: &Library, case: &str) -> Result<Told> {
    let is_file = case == "-" || Path::new(case).is_file();
    if !is_file && let Some(id) = named_case(&*library.snapshot()?, case)? {
        return Ok(Told::Case(id));
    }
    Ok(Told::Text(read(Path::new(case))?.text))
}

fn print(found: &SimilarCases, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let how = match found.by_meaning {
        true => "字词和意思",
        false => "字词",
    };
    let head = format!(
        "类案比对（按{how}比对 {} 件，供核对，不代表全部类案）",
        found.compared
    );
    writeln!(out, "{}", style.bold(&head))?;
    if let Some(first) = found.charges.first() {
        let names: Vec<&str> = found.charges.iter().map(|charge| charge.name).collect();
        writeln!(
            out,
            "罪名（{}）：{}",
            first.origin.label(),
            names.join("、")
        )?;
    }
    for (place, case) in found.cases.iter().enumerate() {
        writeln!(out)?;
        print_case(place + 1, case, style, out)?;
    }
    Ok(())
}

fn print_case(
    place: usize,
    case: &SimilarCase,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let number = case.entry.metadata.number.as_deref().unwrap_or_default();
    let title = plain(&format!("{number} {}", case.entry.title()));
    writeln!(out, "{place:>3}  {}", style.bold(title.trim()))?;
    writeln!(
        out,
        "     {}",
        style.dim(&format!(
            "{} · {}",
            case.entry.kind.label(),
            case.entry.document_id
        ))
    )?;
    let axes = &case.axes;
    for one in &axes.facts {
        writeln!(out, "     事实  本案：{}", plain(&one.here.text))?;
        writeln!(out, "           该案：{}", plain(&one.there.text))?;
    }
    if let Some(one) = &axes.issue {
        writeln!(out, "     焦点  该案：{}", plain(&one.there.text))?;
    }
    let law: Vec<&str> = axes
        .charges
        .iter()
        .copied()
        .chain(axes.law.iter().map(|article| article.label.as_str()))
        .collect();
    if !law.is_empty() {
        writeln!(out, "     法律  共同：{}", plain(&law.join("、")))?;
    }
    for one in &axes.differences {
        let side = |name: &str, words: &[String]| match words.is_empty() {
            true => String::new(),
            false => format!(" {name}独有：{}", words.join("、")),
        };
        let sides = side("本案", &one.only_here) + &side("该案", &one.only_there);
        writeln!(out, "     不同  {}{}", one.kind.label(), plain(&sides))?;
    }
    Ok(())
}
