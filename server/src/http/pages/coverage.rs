//! `/coverage`: what the library holds and lacks.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::layout::{Layout, SearchBox};
use super::plots::{Bar, Plot};
use super::{PageError, render};
use crate::http::state::AppState;
use crate::labels::{grouped, local_time};
use crate::operations::coverage::{
    Coverage, LawLine, Listed, NumberSeries, Range, SnapshotIdentity, coverage,
};

/// Lines of a list that are open at once; the others fold.
const OPEN_LINES: usize = 12;

#[derive(Template)]
#[template(path = "coverage.html")]
struct CoveragePage {
    layout: Layout,
    coverage: Arc<Coverage>,
    counts: Counts,
    years: Vec<YearItem>,
    kinds: Vec<CountItem>,
    sources: Vec<CountItem>,
    batches: Vec<BatchGroup>,
    series: Vec<SeriesItem>,
    laws: Vec<LawList>,
}

/// Figures of the head, grouped.
struct Counts {
    documents: String,
    entries: String,
    passages: String,
    with_vectors: String,
    without_vectors: Option<String>,
    committed: Option<String>,
}

struct CountItem {
    label: String,
    documents: String,
    entries: String,
    /// A part of the line above.
    inner: bool,
}

impl CountItem {
    fn of(label: &str, documents: usize, entries: usize) -> Self {
        Self {
            label: label.to_owned(),
            documents: grouped(documents),
            entries: grouped(entries),
            inner: false,
        }
    }
}

/// A year with a bar as long as its share of the greatest year.
struct YearItem {
    year: i16,
    documents: String,
    entries: String,
    percent: usize,
}

struct BatchGroup {
    label: &'static str,
    batches: Vec<(String, String, Option<String>)>,
    /// The same in a picture.
    picture: String,
}

struct SeriesItem {
    label: &'static str,
    form: String,
    held: String,
    greatest: u32,
    missing: String,
    missing_numbers: String,
    duplicates: Vec<(String, Vec<String>)>,
}

/// One of the lists of laws.
struct LawList {
    anchor: &'static str,
    heading: &'static str,
    says: &'static str,
    total: String,
    listed: usize,
    first: Vec<LawLine>,
    rest: Vec<LawLine>,
}

/// What the library holds and lacks.
pub async fn get(State(state): State<AppState>) -> Result<Html<String>, PageError> {
    let page = state
        .work(|library| Ok(page(SearchBox::of(library), coverage(library)?)))
        .await?;
    Ok(render(&page)?)
}

fn page(search: SearchBox, coverage: Arc<Coverage>) -> CoveragePage {
    let kinds = coverage.kinds.iter();
    let kinds = kinds.map(|row| CountItem::of(row.kind.label, row.documents, row.entries));
    CoveragePage {
        layout: Layout::new("收录范围", search),
        counts: Counts::of(&coverage.snapshot),
        kinds: kinds.collect(),
        sources: sources(&coverage),
        years: years(&coverage),
        batches: batches(&coverage),
        series: coverage.series.iter().map(SeriesItem::of).collect(),
        laws: law_lists(&coverage),
        coverage,
    }
}

impl Counts {
    fn of(snapshot: &SnapshotIdentity) -> Self {
        let without = snapshot.passages - snapshot.passages_with_vectors;
        Self {
            documents: grouped(snapshot.documents),
            entries: grouped(snapshot.entries),
            passages: grouped(snapshot.passages),
            with_vectors: grouped(snapshot.passages_with_vectors),
            without_vectors: (without > 0).then(|| grouped(without)),
            committed: snapshot.committed.as_deref().map(local_time),
        }
    }
}

fn sources(coverage: &Coverage) -> Vec<CountItem> {
    let mut items = Vec::new();
    for source in &coverage.sources {
        let name = match source.name.as_str() {
            "" => "未记录",
            name => name,
        };
        items.push(CountItem::of(name, source.documents, source.entries));
        items.extend(source.folders.iter().map(|folder| CountItem {
            inner: true,
            ..CountItem::of(&folder.name, folder.documents, folder.entries)
        }));
    }
    items
}

fn years(coverage: &Coverage) -> Vec<YearItem> {
    let years = &coverage.years;
    let greatest = years.iter().map(|year| year.documents).max().unwrap_or(1);
    years
        .iter()
        .map(|row| YearItem {
            year: row.year,
            documents: grouped(row.documents),
            entries: grouped(row.entries),
            percent: (row.documents * 100).div_ceil(greatest),
        })
        .collect()
}

fn batches(coverage: &Coverage) -> Vec<BatchGroup> {
    let mut groups: Vec<BatchGroup> = Vec::new();
    for batch in &coverage.batches {
        let label = batch.kind.label;
        let row = (
            batch.batch.clone(),
            grouped(batch.documents),
            batch.date.clone(),
        );
        match groups.last_mut() {
            Some(group) if group.label == label => group.batches.push(row),
            _ => groups.push(BatchGroup {
                label,
                batches: vec![row],
                picture: String::new(),
            }),
        }
    }
    for group in &mut groups {
        let own = coverage.batches.iter();
        let own = own.filter(|batch| batch.kind.label == group.label);
        let bars = own.map(|batch| Bar {
            label: batch.batch.replace("指导性案例", ""),
            count: batch.documents,
            href: None,
        });
        group.picture = Plot::new(group.label, bars.collect()).svg;
    }
    groups
}

impl SeriesItem {
    fn of(series: &NumberSeries) -> Self {
        let numbers: Vec<String> = series.missing_ranges.iter().map(range).collect();
        let duplicates = series.duplicates.iter().map(|duplicate| {
            let documents = duplicate.documents.iter().map(ToString::to_string);
            (duplicate.number.clone(), documents.collect())
        });
        Self {
            label: series.kind.label,
            form: series.form.clone(),
            held: grouped(series.held),
            greatest: series.greatest,
            missing: grouped(series.missing as usize),
            missing_numbers: numbers.join("、"),
            duplicates: duplicates.collect(),
        }
    }
}

fn range(range: &Range) -> String {
    match range.first == range.last {
        true => range.first.to_string(),
        false => format!("{}–{}", range.first, range.last),
    }
}

fn law_lists(coverage: &Coverage) -> Vec<LawList> {
    let lists = [
        (
            "amended",
            "最新版本已被修改",
            "来源标明本库最新的版本已被修改，本库没有更新的文本；引用前请核对。",
            &coverage.amended,
        ),
        (
            "without-newest",
            "缺少修改后的文本",
            "本库收有修改决定，没有收录修改后的文本；这些法律今天的条文，本库不能给出的，会说明是哪次修改。",
            &coverage.without_newest,
        ),
        (
            "conflicts",
            "效力标注互相矛盾",
            "几个版本的效力标注不可能同时为真，例如两个版本都标现行有效。列出各来源的说法，不作推断。",
            &coverage.conflicts,
        ),
        (
            "versions",
            "收有多个版本",
            "同一部法律（或其同一编）收有不止一个版本。",
            &coverage.several_versions,
        ),
    ];
    lists
        .into_iter()
        .map(|(anchor, heading, says, laws)| law_list(anchor, heading, says, laws))
        .collect()
}

fn law_list(
    anchor: &'static str,
    heading: &'static str,
    says: &'static str,
    laws: &Listed<LawLine>,
) -> LawList {
    let mut first = laws.listed.clone();
    let rest = first.split_off(first.len().min(OPEN_LINES));
    LawList {
        anchor,
        heading,
        says,
        total: grouped(laws.total),
        listed: laws.listed.len(),
        first,
        rest,
    }
}
