//! Paragraph styles: which ones are headings, which ones number.

use std::collections::HashMap;

use super::FORMAT;
use crate::error::ImportProblem;
use crate::import::xml::{Piece, Xml, attribute, name};

/// Longest chain of styles that rest on each other.
const MAX_CHAIN: usize = 16;

/// What a style says itself.
#[derive(Debug, Default, Clone)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 is the highest.
    outline: Option<u8>,
    num_id: Option<String>,
    level: Option<usize>,
}

/// The styles of a document by id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(text: &str) -> Result<Self, ImportProblem> {
        let mut xml = Xml::of(text, FORMAT);
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        let mut depth = 0usize;
        let mut style_depth = 0usize;
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(element) => {
                    depth += 1;
                    let value = || attribute(&element, "val");
                    match (name(&element), &mut open) {
                        ("style", _) => {
                            let id = attribute(&element, "styleId").unwrap_or_default();
                            open = Some((id, Style::default()));
                            style_depth = depth;
                        }
                        ("name", Some((_, style))) => style.name = value().unwrap_or_default(),
                        ("basedOn", Some((_, style))) => style.based_on = value(),
                        ("outlineLvl", Some((_, style))) => {
                            style.outline = value().and_then(|level| level.parse().ok());
                        }
                        ("numId", Some((_, style))) => style.num_id = value(),
                        ("ilvl", Some((_, style))) => {
                            style.level = value().and_then(|level| level.parse().ok());
                        }
                        _ => {}
                    }
                }
                Piece::Close => {
                    if depth == style_depth
                        && let Some((id, style)) = open.take()
                    {
                        styles.insert(id, style);
                    }
                    depth = depth.saturating_sub(1);
                }
                Piece::Text(_) => {}
            }
        }
        Ok(Self(styles))
    }

    /// The style and those it rests on, nearest first.
    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = self.0.get_key_value(id);
        std::iter::successors(first, |(_, style)| {
            self.0.get_key_value(style.based_on.as_deref()?)
        })
        .take(MAX_CHAIN)
        .map(|(id, style)| (id.as_str(), style))
    }

    /// Depth of the headings of a style: 1 for titles, 2 and more below; 0 for text.
    pub fn depth(&self, id: &str) -> u8 {
        self.chain(id)
            .find_map(|(_, style)| {
                let by_name = depth_by_name(&style.name);
                by_name.or_else(|| style.outline.map(heading_depth))
            })
            .unwrap_or(0)
    }

    /// Numbering and level of a style; the level is that of the style with this id
    /// where the style does not say it.
    pub fn numbering<'s>(&'s self, id: &str) -> Option<(&'s str, Option<usize>, &'s str)> {
        self.chain(id).find_map(|(id, style)| {
            let num_id = style.num_id.as_deref()?;
            Some((num_id, style.level, id))
        })
    }
}

/// The depth of an outline level, 9 being text.
pub(super) fn heading_depth(outline: u8) -> u8 {
    if outline < 9 { outline + 2 } else { 0 }
}

/// Word names its own styles in English in every language; WPS writes 标题 too.
fn depth_by_name(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == "title" || name == "标题" {
        return Some(1);
    }
    let number = name
        .strip_prefix("heading ")
        .or_else(|| name.strip_prefix("标题 "))?;
    let number: u8 = number.trim().parse().ok()?;
    (1..=9).contains(&number).then_some(number + 1)
}
