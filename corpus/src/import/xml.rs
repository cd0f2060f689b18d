//! XML parts of office documents, read event by event: depth is bounded, entities
//! other than the five of XML are refused, names have no prefixes.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::error::{Bound, ImportProblem};

/// Deepest element; tables in tables in text boxes stay below 100.
const MAX_DEPTH: usize = 512;

/// A piece of XML.
pub(super) enum Piece<'x> {
    /// An element begins.
    Open(BytesStart<'x>),
    /// The last element that began ends.
    Close,
    /// Text.
    Text(Cow<'x, str>),
}

/// Reads one part.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    format: &'static str,
    depth: usize,
}

impl<'x> Xml<'x> {
    /// Reads `text`, a part of a file of `format`.
    pub fn of(text: &'x str, format: &'static str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            format,
            depth: 0,
        }
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// When the XML is damaged, declares entities or is nested too deep.
    pub fn next(&mut self) -> Result<Option<Piece<'x>>, ImportProblem> {
        loop {
            let event = self.reader.read_event();
            return Ok(Some(match event.map_err(|error| self.damaged(&error))? {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(ImportProblem::Bound {
                            bound: Bound::Depth,
                            limit: MAX_DEPTH as u64,
                        });
                    }
                    Piece::Open(element)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close
                }
                Event::Text(text) => Piece::Text(text.into_inner()),
                Event::CData(text) => Piece::Text(text.into_inner()),
                Event::GeneralRef(reference) => {
                    let name = reference.into_inner();
                    let text = quick_xml::escape::unescape(&format!("&{name};"))
                        .map_err(|error| self.damaged(&error))?
                        .into_owned();
                    Piece::Text(Cow::Owned(text))
                }
                Event::DocType(_) => {
                    return Err(self.damaged(&"it declares a document type, which is refused"));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.damaged(&"an element does not end"));
                }
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    fn damaged(&self, error: &dyn std::fmt::Display) -> ImportProblem {
        ImportProblem::Damaged {
            format: self.format,
            detail: format!("XML at byte {}: {error}", self.reader.buffer_position()),
        }
    }
}

/// The name of an element without its prefix.
pub(super) fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    let name = element.name().into_inner();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of the attribute with this name, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    element.attributes().flatten().find_map(|attribute| {
        let name = attribute.key.into_inner();
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        (local == wanted).then(|| {
            attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map(Cow::into_owned)
                .unwrap_or_default()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, ImportProblem> {
        let mut xml = Xml::of(text, "test");
        let mut seen = String::new();
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(element) => seen.push_str(&format!("<{}>", name(&element))),
                Piece::Close => seen.push_str("</>"),
                Piece::Text(text) => seen.push_str(&text),
            }
        }
        Ok(seen)
    }

    #[test]
    fn names_lose_their_prefix_and_references_are_resolved() {
        let seen = read("<w:a>甲&amp;&#20057;<w:b/><![CDATA[<丙>]]></w:a>").ok();
        assert_eq!(seen.as_deref(), Some("<a>甲&乙<b></><丙></>"));
    }

    #[test]
    fn hostile_xml_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"xx\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(matches!(read(bomb), Err(ImportProblem::Damaged { .. })));
        assert!(matches!(
            read("<a>&c;</a>"),
            Err(ImportProblem::Damaged { .. })
        ));
        assert!(matches!(
            read("<a><b></a>"),
            Err(ImportProblem::Damaged { .. })
        ));
        assert!(matches!(read("<a>甲"), Err(ImportProblem::Damaged { .. })));
        let deep = "<a>".repeat(100_000);
        assert!(matches!(
            read(&deep),
            Err(ImportProblem::Bound {
                bound: Bound::Depth,
                ..
            })
        ));
    }
}
