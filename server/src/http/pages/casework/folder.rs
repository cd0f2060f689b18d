//! `/folders/{id}`: a case file, from the pending case to the report.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use leian_corpus::EntryId;

use super::desk::{self, Desk};
use super::{Form, folder_id, saying, see, store};
use crate::casework::collection::{AdverseRow, Collected, Stance};
use crate::casework::folder::{Field, Folder};
use crate::casework::notes::Note;
use crate::casework::report::ReportLine;
use crate::casework::trail::SearchRow;
use crate::http::error::HttpError;
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::hits::Badges;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::percent;
use crate::http::state::AppState;
use crate::labels::local_time;
use crate::library::Library;

#[derive(Template)]
#[template(path = "folder.html")]
struct FolderPage {
    layout: Layout,
    said: Option<String>,
    id: i64,
    name: String,
    deleted: bool,
    is_on_desk: bool,
    fields: Vec<FieldItem>,
    searches: Vec<SearchItem>,
    collected: Vec<CollectedItem>,
    adverse: Vec<AdverseItem>,
    open_adverse: usize,
    notes: Vec<NoteItem>,
    reports: Vec<ReportItem>,
    /// Compares the collected cases side by side, when there are two to four.
    compare: Option<String>,
}

struct FieldItem {
    code: &'static str,
    label: &'static str,
    text: String,
    long: bool,
    hint: &'static str,
    max: usize,
}

struct SearchItem {
    method: &'static str,
    query: String,
    href: Option<String>,
    filters: String,
    at: String,
    times: usize,
    total: usize,
}

struct CollectedItem {
    entry: String,
    href: String,
    title: String,
    badges: Option<Badges>,
    is_case: bool,
    stances: Vec<(&'static str, &'static str, bool)>,
    reason: String,
    first: bool,
    last: bool,
}

struct AdverseItem {
    document: String,
    href: String,
    title: String,
    ground: String,
    read: bool,
    waived: String,
    open: bool,
}

struct NoteItem {
    href: String,
    title: String,
    text: String,
    tags: Vec<String>,
}

struct ReportItem {
    id: String,
    made: String,
}

/// The case file.
pub async fn get(Path(id): Path<String>, ask: Ask) -> Result<Html<String>, PageError> {
    let id = folder_id(&id)?;
    ask.page(move |library, desk, pairs| {
        let folder = store(library)?.folder(id)?;
        let said = pairs.one("said")?.map(str::to_owned);
        page(library, &folder, desk, said)
    })
    .await
}

/// Keeps what was told of the case, and puts it on the desk.
pub async fn save(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id = folder_id(&id)?;
    let name = form.text("name")?.to_owned();
    let mut told = Vec::new();
    for field in Field::ALL {
        if form.0.has(field.code()) {
            told.push((field, form.text(field.code())?.to_owned()));
        }
    }
    state
        .look(move |library| Ok(store(library)?.tell(id, &name, &told)?))
        .await?;
    let here = saying(&format!("/folders/{}", id.0), "已保存");
    Ok((desk::cookie(Some(id)), see(&here)).into_response())
}

fn page(
    library: &Library,
    folder: &Folder,
    desk: &Desk,
    said: Option<String>,
) -> Result<FolderPage, HttpError> {
    let store = store(library)?;
    let id = folder.id;
    let collected = store.collected(id)?;
    let collected = collected_items(library, &collected)?;
    let adverse: Vec<AdverseItem> = store
        .adverse(id)?
        .into_iter()
        .map(AdverseItem::from)
        .collect();
    let cases: Vec<&str> = collected
        .iter()
        .filter(|item| item.is_case)
        .map(|item| item.entry.as_str())
        .take(4)
        .collect();
    let compare = (cases.len() >= 2).then(|| {
        let pairs = cases.iter().map(|case| ("id", *case));
        format!("/compare?{}", percent::query(pairs))
    });
    Ok(FolderPage {
        layout: Layout::new(&folder.name, SearchBox::of(library)),
        said,
        id: id.0,
        name: folder.name.clone(),
        deleted: folder.deleted.is_some(),
        is_on_desk: desk.folder == Some(id),
        fields: Field::ALL
            .into_iter()
            .map(|field| field_item(folder, field))
            .collect(),
        searches: store
            .searches(id)?
            .into_iter()
            .map(SearchItem::from)
            .collect(),
        collected,
        open_adverse: adverse.iter().filter(|item| item.open).count(),
        adverse,
        notes: store
            .notes(Some(id))?
            .into_iter()
            .map(NoteItem::from)
            .collect(),
        reports: store
            .reports(Some(id))?
            .into_iter()
            .map(ReportItem::from)
            .collect(),
        compare,
    })
}

fn field_item(folder: &Folder, field: Field) -> FieldItem {
    FieldItem {
        code: field.code(),
        label: field.label(),
        text: folder.text(field).to_owned(),
        long: field.is_long(),
        max: field.max_chars(),
        hint: match field {
            Field::Purpose => "如：拟提请检察委员会讨论；法律适用有分歧",
            Field::Unit => "如：湖北省武汉市江岸区人民检察院；层级③④按它计算",
            Field::Charge => "如：危险驾驶罪",
            Field::Facts => "用于类案比对、指导性案例检索和不利案例检查",
            Field::Articles => "如：刑法第一百三十三条之一；报告会核验其中的引用",
            Field::ConductDay => "如：2023-05-01；引用按这一天核验",
            Field::Analysis => "是否参照或者参考，理由是什么",
            _ => "",
        },
    }
}

fn collected_items(
    library: &Library,
    collected: &[Collected],
) -> Result<Vec<CollectedItem>, HttpError> {
    let snapshot = library.snapshot()?;
    let last = collected.len().saturating_sub(1);
    let mut items = Vec::new();
    for (at, one) in collected.iter().enumerate() {
        let found = match EntryId::parse(&one.entry) {
            Ok(id) => snapshot.find(&id)?,
            Err(_) => None,
        };
        let badges = match found {
            Some(at) => {
                let entry = snapshot.entry(at)?;
                Some(Badges::new(entry.kind, &entry.metadata))
            }
            None => None,
        };
        items.push(CollectedItem {
            entry: one.entry.clone(),
            href: format!("/documents/{}", one.entry),
            title: one.title.clone(),
            badges,
            is_case: found.is_some_and(|at| snapshot.kind(at).is_case()),
            stances: Stance::ALL
                .into_iter()
                .map(|stance| (stance.code(), stance.label(), stance == one.stance))
                .collect(),
            reason: one.reason.clone(),
            first: at == 0,
            last: at == last,
        });
    }
    Ok(items)
}

impl From<SearchRow> for SearchItem {
    fn from(row: SearchRow) -> Self {
        let made = row.made;
        Self {
            method: made.method.label(),
            query: made.query.chars().take(120).collect(),
            href: Some(made.address).filter(|address| address.starts_with('/')),
            filters: made.filters,
            at: local_time(&row.last_at),
            times: row.times,
            total: made.total,
        }
    }
}

impl From<AdverseRow> for AdverseItem {
    fn from(row: AdverseRow) -> Self {
        Self {
            href: format!("/documents/{}", row.document),
            open: row.is_open(),
            document: row.document,
            title: row.title,
            ground: row.ground,
            read: row.read,
            waived: row.waived.unwrap_or_default(),
        }
    }
}

impl From<Note> for NoteItem {
    fn from(note: Note) -> Self {
        let place = match note.place.as_str() {
            "" => "#notes".to_owned(),
            place => format!("#{place}"),
        };
        Self {
            href: format!("/documents/{}{place}", note.document),
            title: note.title,
            text: note.text,
            tags: note.tags,
        }
    }
}

impl From<ReportLine> for ReportItem {
    fn from(line: ReportLine) -> Self {
        Self {
            made: local_time(&line.made),
            id: line.id,
        }
    }
}
