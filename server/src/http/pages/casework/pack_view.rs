//! What the pages of a teaching pack show.

use askama::Template;
use leian_corpus::{Body as Text, Section};

use crate::casework::pack::changes::since;
use crate::casework::pack::editions::Edition;
use crate::casework::pack::{Item, Pack, make};
use crate::http::error::HttpError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::labels::local_time;
use crate::library::Library;

/// Characters of a paragraph in the list of sources.
const SHOWN_CHARS: usize = 28;

/// A pack, to be worked on.
#[derive(Template)]
#[template(path = "pack.html")]
pub struct PackPage {
    layout: Layout,
    said: Option<String>,
    id: i64,
    name: String,
    version: u32,
    origin: Option<i64>,
    changed: String,
    deleted: bool,
    goals: String,
    notes: String,
    items: Vec<ItemView>,
    /// Titles of cases that were taken out, with their places.
    removed: Vec<(usize, String)>,
    changes: Vec<ChangeView>,
}

struct ItemView {
    at: usize,
    document: String,
    title: String,
    title_shown: bool,
    held: bool,
    notes: String,
    sections: Vec<SectionView>,
    questions: Vec<QuestionView>,
    first: bool,
    last: bool,
}

struct SectionView {
    at: usize,
    label: String,
    chars: usize,
    held_back: bool,
}

struct QuestionView {
    at: usize,
    question: String,
    answer: String,
    sources: Vec<SourceView>,
}

struct SourceView {
    value: String,
    label: String,
    chosen: bool,
}

struct ChangeView {
    title: String,
    href: String,
    said: Vec<String>,
}

impl PackPage {
    /// The page of a pack.
    pub fn new(library: &Library, pack: Pack, said: Option<String>) -> Result<Self, HttpError> {
        let snapshot = library.snapshot()?;
        let count = pack.body.items.len();
        let mut items = Vec::new();
        for (at, item) in pack.body.items.iter().enumerate() {
            let document = make::case(&snapshot, &item.document)?;
            let sections = match document.map(|document| document.body) {
                Some(Text::Sections(sections)) => Some(sections),
                _ => None,
            };
            items.push(item_view(at, count, item, sections.as_deref()));
        }
        let changes = since(&snapshot, &pack.body)?.into_iter();
        Ok(Self {
            layout: Layout::new(&pack.name, SearchBox::of(library)),
            said,
            id: pack.id,
            version: pack.version,
            origin: pack.origin,
            changed: local_time(&pack.changed),
            deleted: pack.deleted.is_some(),
            removed: pack
                .body
                .removed
                .iter()
                .enumerate()
                .map(|(at, item)| (at, item.title.clone()))
                .collect(),
            goals: pack.body.goals,
            notes: pack.body.notes,
            name: pack.name,
            items,
            changes: changes
                .map(|change| ChangeView {
                    title: change.title,
                    href: format!("/documents/{}", change.document),
                    said: change.said,
                })
                .collect(),
        })
    }
}

fn item_view(at: usize, count: usize, item: &Item, sections: Option<&[Section]>) -> ItemView {
    let listed = sections.unwrap_or_default();
    let mut questions: Vec<QuestionView> = item
        .questions
        .iter()
        .enumerate()
        .map(|(place, one)| QuestionView {
            at: place,
            question: one.question.clone(),
            answer: one.answer.clone(),
            sources: sources(listed, one.source),
        })
        .collect();
    // An empty one to write the next into.
    questions.push(QuestionView {
        at: questions.len(),
        question: String::new(),
        answer: String::new(),
        sources: sources(listed, None),
    });
    ItemView {
        at,
        document: item.document.clone(),
        title: item.title.clone(),
        title_shown: item.title_shown,
        held: sections.is_some(),
        notes: item.notes.clone(),
        sections: listed
            .iter()
            .enumerate()
            .map(|(place, section)| SectionView {
                at: place,
                label: section.name().to_owned(),
                chars: section.text.chars().count(),
                held_back: item.held_back.contains(&place),
            })
            .collect(),
        questions,
        first: at == 0,
        last: at + 1 == count,
    }
}

/// The paragraphs that an answer can rest on.
fn sources(sections: &[Section], chosen: Option<(usize, usize)>) -> Vec<SourceView> {
    let mut views = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        for (place, paragraph) in section.text.lines().enumerate() {
            let mut text: String = paragraph.trim().chars().take(SHOWN_CHARS).collect();
            if text.is_empty() {
                continue;
            }
            if paragraph.chars().nth(SHOWN_CHARS).is_some() {
                text.push('…');
            }
            views.push(SourceView {
                value: format!("{at}.{place}"),
                label: format!("{} {}：{text}", section.name(), place + 1),
                chosen: chosen == Some((at, place)),
            });
        }
    }
    views
}

/// An edition as its readers see it.
#[derive(Template)]
#[template(path = "edition.html")]
pub struct EditionPage {
    layout: Layout,
    id: i64,
    title: String,
    code: &'static str,
    label: &'static str,
    other: (&'static str, &'static str),
    blocks: String,
}

impl EditionPage {
    /// The page of an edition, whose blocks are written.
    pub fn new(library: &Library, pack: &Pack, edition: Edition, blocks: String) -> Self {
        let other = match edition {
            Edition::Student => Edition::Teacher,
            Edition::Teacher => Edition::Student,
        };
        let title = format!("{}（{}）", pack.name, edition.label());
        Self {
            layout: Layout::new(&title, SearchBox::of(library)),
            id: pack.id,
            title: pack.name.clone(),
            code: edition.code(),
            label: edition.label(),
            other: (other.code(), other.label()),
            blocks,
        }
    }
}
