//! The two editions of a pack as papers. The student's is made of what students may see
//! and of nothing else; the teacher's has everything, with the answer key.

use std::sync::LazyLock;

use leian_corpus::{Body as Text, Document, Section};
use leian_indexer::Snapshot;
use regex::Regex;

use super::make::case;
use super::{Item, Pack};
use crate::casework::error::Result;
use crate::casework::paper::{Block, Paper, Span, chinese};
use crate::retrieval::sentences::sentences;

/// Whom an edition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Facts first, what is held back left out.
    Student,
    /// Everything.
    Teacher,
}

impl Edition {
    /// Stable code, in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Teacher => "teacher",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Student => "学员版",
            Self::Teacher => "教师版",
        }
    }

    /// The edition with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Student, Self::Teacher]
            .into_iter()
            .find(|edition| edition.code() == code)
    }
}

/// Most lines of a timeline.
const MOST_DAYS: usize = 30;

/// A sentence of a timeline, in characters.
const MAX_EVENT_CHARS: usize = 80;

/// A day as texts write it.
static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?").ok());

/// Prints an edition of a pack.
///
/// # Errors
/// When the index cannot be read.
pub fn paper(snapshot: &Snapshot, pack: &Pack, edition: Edition) -> Result<Paper> {
    let running = match edition {
        Edition::Student => String::new(),
        Edition::Teacher => format!("第 {} 版　{}", pack.version, edition.label()),
    };
    let mut paper = Paper::new(pack.name.clone(), running).made_by("", pack.changed.clone());
    if !pack.body.goals.trim().is_empty() {
        paper.push(Block::bare_heading(1, "教学目标"));
        let goals = pack.body.goals.lines().map(str::trim);
        let goals = goals.filter(|goal| !goal.is_empty());
        paper.push(Block::List(
            goals.map(|goal| vec![Span::plain(goal)]).collect(),
        ));
    }
    if edition == Edition::Teacher && !pack.body.notes.trim().is_empty() {
        paper.push(Block::bare_heading(1, "教师备注"));
        paper.push_text(&pack.body.notes, "");
    }
    for (at, item) in pack.body.items.iter().enumerate() {
        paper.push(Block::Break);
        let document = case(snapshot, &item.document)?;
        match (&document, edition) {
            (Some(document), _) => add_item(&mut paper, at, item, document, edition),
            (None, Edition::Teacher) => {
                paper.push(Block::bare_heading(1, title(at, item, edition)));
                paper.push(Block::text(
                    "本库已不再收录这件案例，教学包中没有它的正文。",
                ));
            }
            (None, Edition::Student) => {
                paper.push(Block::bare_heading(1, title(at, item, edition)));
                paper.push(Block::text("（本案材料另发）"));
            }
        }
    }
    Ok(paper)
}

fn title(at: usize, item: &Item, edition: Edition) -> String {
    let place = format!("案例{}", chinese(at + 1));
    match edition == Edition::Teacher || item.title_shown {
        true => format!("{place}　{}", item.title),
        false => place,
    }
}

fn add_item(paper: &mut Paper, at: usize, item: &Item, document: &Document, edition: Edition) {
    let Text::Sections(sections) = &document.body else {
        return;
    };
    paper.push(Block::bare_heading(1, title(at, item, edition)));
    let numbered = || sections.iter().enumerate();
    let shown = numbered().filter(|(place, _)| !item.held_back.contains(place));
    let shown: Vec<(usize, &Section)> = shown.collect();
    for (_, section) in &shown {
        add_section(paper, section);
    }
    if shown.is_empty() {
        paper.push(Block::text("（本案材料由教师讲述）"));
    }
    timeline(paper, &shown);
    questions(paper, item, sections, edition);
    if edition == Edition::Student {
        return;
    }
    if !item.notes.trim().is_empty() {
        paper.push(Block::bare_heading(2, "教师备注"));
        paper.push_text(&item.notes, "");
    }
    let held = numbered().filter(|(place, _)| item.held_back.contains(place));
    let held: Vec<(usize, &Section)> = held.collect();
    if !held.is_empty() {
        paper.push(Block::Break);
        paper.push(Block::bare_heading(2, "讨论以后再发给学员的部分"));
        for (_, section) in &held {
            add_section(paper, section);
        }
    }
    statutes(paper, item);
}

fn add_section(paper: &mut Paper, section: &Section) {
    let label = section.name();
    paper.push(Block::bare_heading(2, label));
    paper.push_text(&section.text, "");
}

/// Days that the shown sections name, with the sentence that does.
fn timeline(paper: &mut Paper, shown: &[(usize, &Section)]) {
    let mut days: Vec<((u16, u8, u8), String)> = Vec::new();
    for (_, section) in shown {
        for range in sentences(&section.text) {
            let sentence = section.text[range].trim();
            let Some(day) = day_in(sentence) else {
                continue;
            };
            let mut event: String = sentence.chars().take(MAX_EVENT_CHARS).collect();
            if sentence.chars().nth(MAX_EVENT_CHARS).is_some() {
                event.push('…');
            }
            days.push((day, event));
        }
    }
    days.sort_by_key(|(day, _)| *day);
    days.truncate(MOST_DAYS);
    if days.len() < 2 {
        return;
    }
    paper.push(Block::bare_heading(2, "时间线"));
    let written = |(year, month, day): (u16, u8, u8)| match day {
        0 => format!("{year}年{month}月"),
        day => format!("{year}年{month}月{day}日"),
    };
    paper.push(Block::Table {
        caption: String::new(),
        head: ["时间", "经过"].map(str::to_owned).into(),
        rows: days
            .into_iter()
            .map(|(day, event)| vec![written(day), event])
            .collect(),
        widths: vec![2, 7],
    });
}

/// The first day of a sentence; a month has the day 0.
fn day_in(sentence: &str) -> Option<(u16, u8, u8)> {
    let found = DAY.as_ref()?.captures(sentence)?;
    let number = |at: usize| {
        found
            .get(at)
            .and_then(|part| part.as_str().parse::<u16>().ok())
    };
    let small = |at: usize| number(at).and_then(|number| u8::try_from(number).ok());
    let (year, month, day) = (number(1)?, small(2)?, small(3).unwrap_or(0));
    ((1..=12).contains(&month) && day <= 31).then_some((year, month, day))
}

fn questions(paper: &mut Paper, item: &Item, sections: &[Section], edition: Edition) {
    if item.questions.is_empty() {
        return;
    }
    paper.push(Block::bare_heading(2, "讨论问题"));
    for (at, one) in item.questions.iter().enumerate() {
        paper.push(Block::Paragraph(vec![
            Span::strong(format!("问题{}　", chinese(at + 1))),
            Span::plain(one.question.clone()),
        ]));
        if edition == Edition::Student {
            continue;
        }
        paper.push(Block::Paragraph(vec![
            Span::strong("参考答案　"),
            Span::plain(match one.answer.trim() {
                "" => "（未填写）",
                answer => answer,
            }),
        ]));
        if let Some((section, text)) = source(one.source, sections) {
            paper.push(Block::Quote {
                text,
                source: section,
            });
        }
    }
}

/// The paragraph that a key rests on, with the name of its section.
fn source(source: Option<(usize, usize)>, sections: &[Section]) -> Option<(String, String)> {
    let (section, paragraph) = source?;
    let section = sections.get(section)?;
    let text = section.text.lines().nth(paragraph)?.trim();
    let label = section.name();
    (!text.is_empty()).then(|| {
        let place = format!("{label}第{}段", chinese(paragraph + 1));
        (place, text.to_owned())
    })
}

fn statutes(paper: &mut Paper, item: &Item) {
    if item.statutes.is_empty() {
        return;
    }
    paper.push(Block::bare_heading(2, "法条栏"));
    for statute in &item.statutes {
        paper.push(Block::Quote {
            text: statute.text.clone(),
            source: statute.title.clone(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_texts_write_them() {
        assert_eq!(day_in("2019年5月1日，张某"), Some((2019, 5, 1)));
        assert_eq!(day_in("至2020年12月间"), Some((2020, 12, 0)));
        assert_eq!(day_in("2019年13月"), None);
        assert_eq!(day_in("当日"), None);
    }
}
