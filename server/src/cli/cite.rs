//! `leian cite check FILE`

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use clap::Subcommand;
use leian_corpus::Date;
use leian_corpus::citation::{Change, QuoteVerdict, Reason, Repeal, Resolution, Verdict};
use leian_corpus::guiding_force::WithoutForce;
use leian_corpus::import::{ExtractedText, MAX_TEXT_BYTES, TextFormat, extract_text};
use serde::Serialize;

use super::arguments::LibraryArguments;
use super::display::{Style, plain, stdout};
use super::{Outcome, TEMPLATE};
use crate::http::api::views::CitationsView;
use crate::ingest::problem_in_words;
use crate::library::Library;
use crate::retrieval::{
    CheckedCitation, CitationReport, CitedText, MAX_CITED_CHARS, check_citations,
};

pub const EXAMPLES: &str = "\
例：
  leian cite check 起诉书.txt";

const CHECK_EXAMPLES: &str = "\
例：
  leian cite check 起诉书.docx                      也可以是 .pdf .html .txt .md
  leian cite check --date 2019-05-01 起诉书.txt     按行为时的法律
  leian cite check - < 起诉书.txt                   读标准输入
  leian cite check --json 起诉书.txt | jq .counts

退出码：0 文中有引用，1 没有，2 出错。";

/// What is read of a plain text: none that is short enough takes more bytes.
const MAX_PLAIN_BYTES: usize = 4 * MAX_CITED_CHARS;

/// Characters shown of a provision.
const SHOWN_CHARS: usize = 60;

#[derive(Subcommand)]
pub enum Command {
    /// 核验文书中引用的法条和案例：是否现行、已修改、已废止，引文是否一致
    #[command(after_help = CHECK_EXAMPLES, help_template = TEMPLATE)]
    Check {
        /// .docx、带文字的 .pdf、.html 或纯文本（UTF-8、GBK、UTF-16）；- 为标准输入
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// 行为发生之日，如 2019-05-01；默认今天
        #[arg(long, value_name = "日期", value_parser = date)]
        date: Option<Date>,

        /// 以 JSON 输出，格式与接口 /api/v1/citations/check 相同，另有 source：
        /// 文件格式和读取说明；位置是提取出的文字（source.text）中的位置
        #[arg(long)]
        json: bool,
    },
}

/// Reads a day.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "应写作 2019-05-01".to_owned())
}

pub fn run(library: &LibraryArguments, command: &Command) -> Result<Outcome> {
    let Command::Check { file, date, json } = command;
    let ExtractedText {
        text,
        format,
        notes,
    } = read(file)?;
    let source = SourceView {
        format: format.code(),
        // Places in a plain text are those of the file: there is nothing to add.
        text: (format != TextFormat::Plain).then(|| text.clone()),
        notes: notes.iter().map(|note| note.label()).collect(),
    };
    let cited = CitedText { text, date: *date };
    // While the library opens.
    thread::spawn(leian_corpus::citation::prepare);
    let library = Library::open_text_only(&library.paths()?)?;
    let snapshot = library.snapshot()?;
    let report = check_citations(&snapshot, &cited)?;
    let mut out = stdout();
    if *json {
        let view = CheckedFile {
            source,
            answer: CitationsView::new(&cited.text, &report),
        };
        serde_json::to_writer_pretty(&mut out, &view)?;
        writeln!(out)?;
    } else {
        for note in &source.notes {
            writeln!(out, "说明：{note}")?;
        }
        print(&cited.text, &report, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(match report.citations.is_empty() {
        true => Outcome::NoHit,
        false => Outcome::Done,
    })
}

/// The answer of the API, and what was made of the file.
#[derive(Serialize)]
struct CheckedFile {
    source: SourceView,
    #[serde(flatten)]
    answer: CitationsView,
}

/// What was made of a file.
#[derive(Serialize)]
struct SourceView {
    /// `text`, `html`, `docx` or `pdf`.
    format: &'static str,
    /// The text that was taken out of the file, in which the places are.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// What is worth knowing about how it was made.
    notes: Vec<&'static str>,
}

/// Reads the text of a file or of standard input.
///
/// # Errors
/// A file that cannot be read, holds no text, or is too large.
pub(super) fn read(file: &Path) -> Result<ExtractedText> {
    let unreadable = || format!("{} 无法读取", file.display());
    let source: Box<dyn Read> = match file == Path::new("-") {
        true => Box::new(std::io::stdin().lock()),
        false => Box::new(std::fs::File::open(file).with_context(unreadable)?),
    };
    let mut bytes = Vec::new();
    let mut source = source.take(MAX_TEXT_BYTES + 1);
    source.read_to_end(&mut bytes).with_context(unreadable)?;
    let name = file.to_string_lossy();
    let extracted = extract_text(&bytes, &name)
        .map_err(|problem| anyhow!("{name}：{}", problem_in_words(&problem).1))?;
    ensure!(
        extracted.format != TextFormat::Plain || bytes.len() <= MAX_PLAIN_BYTES,
        "{name} 超过 {MAX_PLAIN_BYTES} 字节，请缩短或分开"
    );
    Ok(extracted)
}

fn print(
    text: &str,
    report: &CitationReport,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let total = report.citations.len();
    writeln!(
        out,
        "{}",
        style.bold(&format!("引用 {total} 处（按 {} 的法律）", report.date))
    )?;
    if let Some(until) = report.known_until.filter(|until| *until < report.date) {
        writeln!(
            out,
            "本库的法律文本截至 {until}，此后的制定、修改和废止不在核验之内"
        )?;
    }
    let counts: Vec<String> = report
        .counts()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{} {count}", verdict.label()))
        .collect();
    if !counts.is_empty() {
        writeln!(out, "{}", counts.join("，"))?;
    }
    let more = [report.older_in_words(), report.unnamed_in_words(text)];
    for words in more.into_iter().flatten() {
        writeln!(out, "{words}")?;
    }
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    for citation in &report.citations {
        let at = citation.mention.byte_range.start;
        let line = starts.partition_point(|&start| start <= at);
        writeln!(out)?;
        let label = citation.resolution.label(report.date, report.known_until);
        print_citation(text, line, citation, &label, style, out)?;
    }
    Ok(())
}

fn print_citation(
    text: &str,
    line: usize,
    citation: &CheckedCitation,
    label: &str,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let words = text.get(citation.mention.byte_range.clone());
    let words = plain(
        &words
            .unwrap_or_default()
            .split_whitespace()
            .collect::<String>(),
    );
    let doubt = citation
        .mention
        .doubt
        .map(|doubt| format!("（{}）", doubt.label()));
    writeln!(
        out,
        "第 {line} 行  {}  {}{}",
        style.bold(&words),
        style.bold(&format!("【{label}】")),
        doubt.unwrap_or_default()
    )?;
    for remark in remarks(&citation.resolution) {
        writeln!(out, "    {}", plain(&remark))?;
    }
    for ground in &citation.grounds {
        writeln!(out, "    可能失效：{}", plain(&ground.sentence()))?;
    }
    match &citation.resolution.quote {
        QuoteVerdict::None if citation.mention.quote.is_some() => {
            writeln!(out, "    引文：本库没有可以对照的条文")
        }
        QuoteVerdict::None => Ok(()),
        QuoteVerdict::Equal => writeln!(out, "    引文：与条文一致"),
        QuoteVerdict::Differs(changes) => {
            writeln!(
                out,
                "    引文：与条文不一致  {}",
                plain(&difference(changes))
            )
        }
    }
}

/// What to say beside the verdict.
fn remarks(resolution: &Resolution) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(title) = &resolution.title {
        let version = resolution.version;
        let version = version
            .map(|date| format!("（{date} 版本）"))
            .unwrap_or_default();
        remarks.push(format!("{title}{version}"));
    }
    remarks.extend(resolution.note.clone());
    remarks.extend(resolution.candidates_in_words());
    match resolution.change_in_words() {
        Some(words) => remarks.push(words),
        None if resolution.verdict == Verdict::OutOfCoverage
            && resolution.title.is_some()
            && resolution.note.is_none()
            && resolution.not_in_version.is_none()
            && resolution.source_status.is_none()
            && resolution.repeal.is_none() =>
        {
            remarks.push("本库收有这部法律，但没有这一天适用的文本".to_owned());
        }
        None => {}
    }
    if let Some(status) = &resolution.source_status {
        remarks.push(format!(
            "注意：来源标明这一版本“{status}”，本库没有更新的版本，此条是否改动请另行核对"
        ));
    }
    remarks.extend(resolution.members_in_words());
    remarks.extend(resolution.reason.as_ref().map(Reason::in_words));
    remarks.extend(resolution.without_force.map(WithoutForce::in_words));
    remarks.extend(resolution.not_in_version_in_words());
    remarks.extend(resolution.repeal.as_ref().map(Repeal::in_words));
    if let Some(existing) = &resolution.existing {
        remarks.push(format!("本库所收：{existing}"));
    }
    if let Some(text) = &resolution.text {
        let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
        if text.chars().nth(SHOWN_CHARS).is_some() {
            shown.push('…');
        }
        remarks.push(shown.replace('\n', " "));
    }
    remarks
}

/// 甲［引文作：应当］［条文作：可以］乙
fn difference(changes: &[Change]) -> String {
    changes
        .iter()
        .map(|change| match change {
            Change::Same(text) => text.clone(),
            Change::Quoted(text) => format!("［引文作：{text}］"),
            Change::Missing(text) => format!("［条文作：{text}］"),
        })
        .collect()
}
