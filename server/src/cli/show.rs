//! `leian show ID`

use std::io::Write;

use anyhow::Result;
use clap::Args;
use leian_corpus::{
    Block, Body, Document, DocumentId, DocumentKind, Entry, EntryId, Metadata, Unit,
};
use leian_indexer::{EntryRef, Snapshot};

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{Style, paragraphs, plain, stdout};
use super::progress::line;
use crate::labels;
use crate::library::Library;
use crate::retrieval;

pub const EXAMPLES: &str = "\
例：
  leian show spp-79                     按编号（检索结果中的标识）
  leian show 检例第79号
  leian show 刑法第264条                法条的最新版本
  leian show 《刑法》第一百三十三条之一
  leian show --versions 刑法第264条     各个版本
  leian show 刑法                       整部法律
  leian show --json law-5f1e0c9a7b3d.264";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 文本或条目的标识、案例编号、法条、法律名称
    #[arg(value_name = "ID")]
    id: String,

    /// 法条的全部版本，新的在前
    #[arg(long)]
    versions: bool,

    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// What an id names.
enum Found {
    /// More than one where a law is published in parts, as the Civil Code is.
    Documents(Vec<Document>),
    Entries(Vec<Entry>),
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let library = Library::open_text_only(&library.paths()?)?;
    let snapshot = library.snapshot()?;
    let found = find(&snapshot, arguments.id.trim(), arguments.versions)?;
    let mut out = stdout();
    match found {
        None => {
            line(&format!("库中没有“{}”", plain(&arguments.id)));
            return Ok(Outcome::NoHit);
        }
        Some(found) if arguments.json => {
            match &found {
                Found::Documents(documents) => match &documents[..] {
                    [document] => serde_json::to_writer_pretty(&mut out, document)?,
                    parts => serde_json::to_writer_pretty(&mut out, parts)?,
                },
                Found::Entries(entries) if !arguments.versions => {
                    serde_json::to_writer_pretty(&mut out, &entries.first())?;
                }
                Found::Entries(entries) => serde_json::to_writer_pretty(&mut out, entries)?,
            }
            writeln!(out)?;
        }
        Some(Found::Documents(documents)) => {
            for document in &documents {
                print_document(document, Style::of_stdout(), &mut out)?;
                print_without_force(document, &mut out)?;
                print_validity(&snapshot, document, &mut out)?;
            }
        }
        Some(Found::Entries(entries)) => {
            for entry in &entries {
                print_entry(entry, Style::of_stdout(), &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// By id first, then as what a query of these words would name.
fn find(snapshot: &Snapshot, text: &str, versions: bool) -> Result<Option<Found>> {
    if let Ok(id) = DocumentId::parse(text)
        && let Some(document) = snapshot.document(&id)?
    {
        return Ok(Some(Found::Documents(vec![document])));
    }
    if let Ok(id) = EntryId::parse(text)
        && let Some(entry) = snapshot.find(&id)?
    {
        return entries(snapshot, &snapshot.versions(entry), Some(entry), versions);
    }
    let named = retrieval::named(snapshot, text)?;
    if let [(entry, false), ..] = named[..]
        && matches!(snapshot.entry(entry)?.unit, Unit::Article { .. })
    {
        return entries(snapshot, &snapshot.versions(entry), Some(entry), versions);
    }
    let mut documents = Vec::new();
    for (entry, _) in named {
        let id = snapshot.entry_id(entry)?.document_id();
        documents.extend(snapshot.document(&id)?);
    }
    Ok((!documents.is_empty()).then_some(Found::Documents(documents)))
}

/// The one asked for, or all versions of it.
fn entries(
    snapshot: &Snapshot,
    all: &[EntryRef],
    one: Option<EntryRef>,
    versions: bool,
) -> Result<Option<Found>> {
    let wanted: Vec<EntryRef> = if versions {
        all.to_vec()
    } else {
        one.into_iter().collect()
    };
    let entries = wanted
        .into_iter()
        .map(|entry| snapshot.entry(entry))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((!entries.is_empty()).then_some(Found::Entries(entries)))
}

/// 不再参照: of a guiding case that has lost its force.
fn print_without_force(document: &Document, out: &mut impl Write) -> std::io::Result<()> {
    match labels::without_force(&document.metadata) {
        Some(lost) => writeln!(out, "\n不再参照：{}", lost.in_words()),
        None => Ok(()),
    }
}

fn print_document(document: &Document, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", style.bold(&plain(&document.title)))?;
    print_facts(
        document.id.as_str(),
        document.kind,
        &document.metadata,
        &document.provenance.path,
        style,
        out,
    )?;
    match &document.body {
        Body::Statute(statute) => {
            for block in &statute.blocks {
                writeln!(out)?;
                match block {
                    Block::Heading(heading) => {
                        writeln!(out, "{}", style.bold(&plain(&heading.text)))?;
                    }
                    Block::Article(article) => {
                        let text = format!("{}　{}", article.label, article.text);
                        print_text(&text, style, out)?;
                    }
                    Block::Text(text) => print_text(text, style, out)?,
                }
            }
        }
        Body::Sections(sections) => {
            for section in sections {
                writeln!(out)?;
                if !section.label.is_empty() {
                    let label = format!("【{}】", plain(&section.label));
                    writeln!(out, "{}", style.bold(&label))?;
                }
                print_text(&section.text, style, out)?;
            }
        }
    }
    Ok(())
}

/// 可能失效: what became of the articles that a guiding case cites.
fn print_validity(snapshot: &Snapshot, document: &Document, out: &mut impl Write) -> Result<()> {
    let Some(validity) = retrieval::case_validity(snapshot, document)? else {
        return Ok(());
    };
    if !validity.grounds.is_empty() {
        writeln!(out, "\n可能失效（{} 以后）：", validity.day)?;
        for ground in &validity.grounds {
            writeln!(out, "  {}", plain(&ground.sentence()))?;
        }
    }
    let (compared, unknown) = (validity.compared, validity.unknown);
    writeln!(
        out,
        "\n所引条文：比对 {compared} 处，{unknown} 处不能确定是否变动"
    )?;
    Ok(())
}

fn print_entry(entry: &Entry, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", style.bold(&plain(&entry.title())))?;
    print_facts(
        entry.id.as_str(),
        entry.kind,
        &entry.metadata,
        &entry.provenance.path,
        style,
        out,
    )?;
    if !entry.path.is_empty() {
        writeln!(out, "{}", style.dim(&plain(&entry.path.join(" › "))))?;
    }
    for section in &entry.sections {
        writeln!(out)?;
        print_text(&section.text, style, out)?;
    }
    writeln!(out)
}

fn print_facts(
    id: &str,
    kind: DocumentKind,
    metadata: &Metadata,
    path: &str,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let date =
        |label: &str, date: &Option<leian_corpus::Date>| date.map(|date| format!("{label} {date}"));
    let facts: Vec<String> = [
        Some(kind.label().to_owned()),
        metadata.number.clone(),
        metadata.doc_number.clone(),
        metadata.case_number.clone(),
        metadata.issuer.clone(),
        metadata.court.clone(),
        metadata.batch.clone(),
        date("版本", &metadata.law.as_ref().and_then(|law| law.version)),
        date("本版公布", &metadata.promulgated),
        date("施行", &metadata.effective),
        date("日期", &metadata.date),
        metadata.status.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    writeln!(out, "{}", style.dim(&plain(&facts.join(" · "))))?;
    if !metadata.keywords.is_empty() {
        let keywords = format!("关键词：{}", metadata.keywords.join("　"));
        writeln!(out, "{}", style.dim(&plain(&keywords)))?;
    }
    writeln!(
        out,
        "{}",
        style.dim(&format!("标识 {id}，来源 {}", plain(path)))
    )
}

fn print_text(text: &str, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    for line in paragraphs(text, 2, style) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
