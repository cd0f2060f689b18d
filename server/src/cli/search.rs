//! `leian search "…"`

use std::io::Write;

use anyhow::Result;
use clap::Args;
use leian_corpus::normalize::standardised;

use super::Outcome;
use super::arguments::{FilterArguments, LibraryArguments, limit, mode};
use super::display::{Style, grouped, plain, stdout, wrapped};
use super::progress::line;
use crate::http::api::views::SearchView;
use crate::library::Library;
use crate::retrieval::{Hit, MAX_PER_PAGE, Mode, SearchQuery, SearchResponse, Sort, search};

// The help text names the limit.
const _: () = assert!(MAX_PER_PAGE == 100);

pub const EXAMPLES: &str = "\
例：
  leian search 交通运输肇事后逃逸
  leian search '\"以非法占有为目的\" 网络借贷'        引号内为完整短语
  leian search '盗窃 AND 未成年人 NOT 抢劫'
  leian search --mode semantic 老人被骗投资养老项目
  leian search --kind 最高检指导性案例 --from 2020 认罪认罚
  leian search --charge 帮信罪 --region 湖北 银行卡
  leian search --tier local --unit 湖北省武汉市江岸区人民检察院 盗窃
  leian search --cites 刑法第133条之一 醉酒
  leian search 检例第79号                            编号、法条直接命中
  leian search --json --limit 50 醉驾 | jq .total

退出码：0 有结果，1 没有结果，2 出错。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 检索文字：词语、短语、编号、法条，或一段案情
    #[arg(required = true, value_name = "文字")]
    query: Vec<String>,

    /// 检索方式：hybrid 综合，lexical 按字词，semantic 按意思
    #[arg(long, value_name = "方式", default_value = "hybrid", value_parser = mode)]
    mode: Mode,

    /// 每页条数，1 到 100
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = limit)]
    limit: usize,

    /// 第几页
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: usize,

    /// 同一法条的各个版本分别列出
    #[arg(long)]
    all_versions: bool,

    /// 不要这个补充的说法，如 --without 危险驾驶；可重复
    #[arg(long, value_name = "说法")]
    without: Vec<String>,

    /// 排序：relevance 相关程度，newest、oldest 日期，tier 类案层级，cited 本库被引次数
    #[arg(long, value_name = "顺序", default_value = "relevance", value_parser = sort)]
    sort: Sort,

    /// 以 JSON 输出，格式与接口 /api/v1/search 相同
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    filter: FilterArguments,
}

fn sort(code: &str) -> Result<Sort, String> {
    Sort::from_code(code)
        .ok_or_else(|| format!("应为 {} 之一", Sort::ALL.map(Sort::code).join("、")))
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let query = SearchQuery {
        query_text: standardised(&arguments.query.join(" ")),
        mode: arguments.mode,
        filter: arguments.filter.input().parse()?,
        page: arguments.page,
        per_page: arguments.limit,
        collapse_versions: !arguments.all_versions,
        without: arguments.without.clone(),
        sort: arguments.sort,
        relaxed: false,
        unit: arguments.filter.input().unit()?,
    };
    let paths = library.paths()?;
    // Words need no model, and loading one takes longer than the search.
    let library = if arguments.mode == Mode::Lexical {
        Library::open_text_only(&paths)?
    } else {
        Library::open(&paths)?
    };
    let response = search(&library, &query)?;
    let mut out = stdout();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &SearchView::new(&query, &response))?;
        writeln!(out)?;
    } else {
        print(&query, &response, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(if response.hits.is_empty() {
        Outcome::NoHit
    } else {
        Outcome::Done
    })
}

fn print(
    query: &SearchQuery,
    response: &SearchResponse,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    for note in &response.understood.notes {
        line(&format!("注意：{}", note.text));
    }
    writeln!(out, "{}", summary(query, response))?;
    if let Some(added) = added(response) {
        writeln!(out, "{}", style.dim(&added))?;
    }
    for hit in &response.hits {
        writeln!(out)?;
        print_hit(hit, style, out)?;
    }
    let pages = response.pages();
    if response.page < pages {
        let more = format!(
            "\n第 {} 页，共 {pages} 页；下一页：--page {}",
            response.page,
            response.page + 1
        );
        writeln!(out, "{}", style.dim(&more))?;
    }
    Ok(())
}

fn summary(query: &SearchQuery, response: &SearchResponse) -> String {
    let mut text = format!(
        "“{}”，{}：",
        plain(&shortened(&query.query_text)),
        response.mode_used.label()
    );
    if response.total == 0 {
        text.push_str("没有结果");
        return text;
    }
    text.push_str(&format!("{} 条", grouped(response.total as u64)));
    let parts: Vec<String> = [
        ("字词命中", response.lexical_total),
        ("意思相近", response.semantic_total),
        (
            "补入法条",
            Some(response.likely_total).filter(|&total| total > 0),
        ),
    ]
    .into_iter()
    .filter_map(|(label, total)| total.map(|n| format!("{label} {}", grouped(n as u64))))
    .collect();
    if parts.len() > 1 {
        text.push_str(&format!("（{}）", parts.join("，")));
    }
    text.push_str(&format!("，用时 {:.0} 毫秒", response.elapsed_ms));
    text
}

/// What was looked for beside what was typed.
fn added(response: &SearchResponse) -> Option<String> {
    let additions = &response.understood.additions;
    let added: Vec<String> = additions
        .iter()
        .map(|addition| format!("{} → {}", plain(&addition.source), addition.phrase))
        .collect();
    (!added.is_empty()).then(|| format!("一并查找：{}（不要：--without 说法）", added.join("，")))
}

/// A long query is recognised by its beginning.
fn shortened(text: &str) -> String {
    const CHARS: usize = 40;
    if text.chars().count() <= CHARS {
        return text.to_owned();
    }
    let head: String = text.chars().take(CHARS).collect();
    format!("{head}…")
}

fn print_hit(hit: &Hit, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let title = plain(&hit.entry.title());
    writeln!(out, "{:>3}  {}", hit.rank, style.bold(&title))?;
    writeln!(out, "     {}", style.dim(&facts(hit)))?;
    if let Some(section) = hit.entry.sections.get(hit.snippet.section) {
        let label = match section.label.as_str() {
            "" => String::new(),
            label => format!("【{}】", plain(label)),
        };
        if !label.is_empty() {
            writeln!(out, "     {label}")?;
        }
        for line in wrapped(
            &section.text,
            &hit.snippet.byte_range,
            &hit.snippet.ranges,
            5,
            style,
        ) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "     {}", style.dim(&reasons(hit)))
}

fn facts(hit: &Hit) -> String {
    let metadata = &hit.entry.metadata;
    let mut facts = vec![hit.entry.kind.label().to_owned()];
    facts.extend(metadata.number.clone());
    facts.extend(metadata.issuer.clone());
    facts.extend(hit.entry.version_date().map(|date| date.to_string()));
    facts.extend(metadata.status.clone());
    if hit.versions.len() > 1 {
        facts.push(format!("共 {} 个版本", hit.versions.len()));
    }
    plain(&facts.join(" · "))
}

fn reasons(hit: &Hit) -> String {
    let mut reasons = vec![hit.entry.id.to_string()];
    reasons.extend(hit.level.map(|level| level.label().to_owned()));
    if hit.jump {
        reasons.push("检索文字指名".to_owned());
    }
    if let Some(lexical) = hit.lexical {
        reasons.push(format!("字词第 {}（{:.2}）", lexical.rank, lexical.score));
    }
    if let Some(semantic) = hit.semantic {
        reasons.push(format!("意思第 {}（{:.3}）", semantic.rank, semantic.score));
    }
    reasons.join("  ")
}
