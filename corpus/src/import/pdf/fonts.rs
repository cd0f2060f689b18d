//! Fonts: how the bytes of a text are cut into codes, what each code means and how
//! wide it is.

use std::collections::HashMap;

use encoding_rs::{GB18030, UTF_16BE};
use lopdf::{Dictionary, Document, Encoding, Object};

use super::cmap::ToUnicode;
use super::{number, resolve};
use crate::characters::standard;

/// Largest font map.
const MAX_MAP_BYTES: usize = 8 << 20;

/// Width of a character where the font does not say it, in thousandths.
const DEFAULT_WIDTH: f32 = 1000.0;
const DEFAULT_SIMPLE_WIDTH: f32 = 500.0;

/// Most widths, and ranges of them, of a font that are read. It has at most 65,536
/// codes, and each may stand in a range of its own.
const MAX_WIDTHS: usize = 140_000;

/// A font.
pub(super) struct Font<'d> {
    /// Bytes that its map expanded to, or may have before that failed.
    pub map_bytes: usize,
    /// Widths, and ranges of them, that were read, whether they are kept or not.
    pub read_widths: usize,
    codes: Codes,
    to_unicode: Option<ToUnicode>,
    /// Of simple fonts without a map.
    encoding: Option<Encoding<'d>>,
    widths: HashMap<u32, f32>,
    default_width: f32,
}

/// How codes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    /// One byte each.
    Single,
    /// Two bytes each, numbers of glyphs.
    Double,
    /// GBK: the predefined maps GBK-EUC-H and its kin.
    Gbk,
    /// UTF-16: the predefined maps UniGB-UCS2-H, UniGB-UTF16-H and their kin.
    Utf16,
}

/// A code of a text.
#[derive(Debug, PartialEq)]
pub(super) struct Code {
    /// What it means; `None` where nothing tells it.
    pub text: Option<String>,
    /// In thousandths of the font's size.
    pub width: f32,
    /// Whether word spacing applies to it.
    pub is_space: bool,
}

impl<'d> Font<'d> {
    /// The font of a dictionary.
    pub fn of(document: &'d Document, font: &'d Dictionary) -> Self {
        let entry = |name: &[u8]| resolve(document, font.get(name).ok()?);
        let name = |name: &[u8]| entry(name).and_then(|object| object.as_name().ok());
        let composite = name(b"Subtype") == Some(b"Type0");
        let codes = match (composite, name(b"Encoding")) {
            (false, _) => Codes::Single,
            (true, Some(name)) if name.starts_with(b"GB") => Codes::Gbk,
            (true, Some(name)) if name.starts_with(b"Uni") => Codes::Utf16,
            (true, _) => Codes::Double,
        };
        let map = entry(b"ToUnicode")
            .and_then(|object| object.as_stream().ok())
            .map(|stream| stream.get_plain_content_with_limit(MAX_MAP_BYTES));
        // What fails may have expanded to the limit first.
        let map_bytes = match &map {
            Some(Ok(map)) => map.len(),
            Some(Err(_)) => MAX_MAP_BYTES,
            None => 0,
        };
        let map = map.and_then(Result::ok);
        let to_unicode = map.as_deref().map(ToUnicode::read);
        let encoding = match (codes, &to_unicode) {
            (Codes::Single, None) => font
                .get_font_encoding_with_limit(document, MAX_MAP_BYTES)
                .ok(),
            _ => None,
        };
        let mut read = Self {
            map_bytes,
            read_widths: 0,
            codes,
            to_unicode,
            encoding,
            widths: HashMap::new(),
            default_width: if composite {
                DEFAULT_WIDTH
            } else {
                DEFAULT_SIMPLE_WIDTH
            },
        };
        if composite {
            read.composite_widths(document, font);
        } else {
            read.simple_widths(document, font);
        }
        read
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let entry = |name: &[u8]| resolve(document, font.get(name).ok()?);
        let first = entry(b"FirstChar").and_then(|object| object.as_i64().ok());
        let widths = entry(b"Widths").and_then(|object| object.as_array().ok());
        // Type 3 fonts have units of their own.
        let scale = entry(b"FontMatrix")
            .and_then(|object| object.as_array().ok())
            .and_then(|matrix| number(document, matrix.first()?))
            .map_or(1.0, |scale| scale * 1000.0);
        let (Some(first), Some(widths)) = (first, widths) else {
            return;
        };
        let first = u32::try_from(first).unwrap_or(0);
        for (code, width) in (first..).zip(widths.iter().take(256)) {
            let width = number(document, width);
            self.put_width(code, width.map(|width| width * scale));
        }
    }

    /// `[first [w w w] first last w]`, ISO 32000-1, 9.7.4.3.
    fn composite_widths(&mut self, document: &Document, font: &Dictionary) {
        let descendant = font
            .get(b"DescendantFonts")
            .ok()
            .and_then(|object| resolve(document, object)?.as_array().ok())
            .and_then(|fonts| resolve(document, fonts.first()?)?.as_dict().ok());
        let Some(descendant) = descendant else { return };
        let entry = |name: &[u8]| resolve(document, descendant.get(name).ok()?);
        if let Some(width) = entry(b"DW").and_then(|object| number(document, object)) {
            self.default_width = width;
        }
        let Some(Ok(widths)) = entry(b"W").map(Object::as_array) else {
            return;
        };
        let code = |object: &Object| {
            let number = number(document, object)?;
            (0.0..70_000.0).contains(&number).then_some(number as u32)
        };
        let mut rest = widths.as_slice();
        while let [first, second, after @ ..] = rest {
            if self.read_widths >= MAX_WIDTHS {
                return;
            }
            self.read_widths += 1;
            let Some(first) = code(first) else { return };
            if let Some(Ok(list)) = resolve(document, second).map(Object::as_array) {
                for (code, width) in (first..).zip(list) {
                    if !self.put_width(code, number(document, width)) {
                        return;
                    }
                }
                rest = after;
                continue;
            }
            let (Some(last), Some(width)) = (code(second), after.first()) else {
                return;
            };
            let width = number(document, width);
            for code in first..=last {
                if !self.put_width(code, width) {
                    return;
                }
            }
            rest = &after[1..];
        }
    }

    /// Keeps a width; `false`, and it is not kept, when too many were read. What is
    /// counted is the work: ranges may overlap, and one array may serve many fonts.
    fn put_width(&mut self, code: u32, width: Option<f32>) -> bool {
        if self.read_widths >= MAX_WIDTHS {
            return false;
        }
        self.read_widths += 1;
        if let Some(width) = width {
            self.widths.insert(code, width);
        }
        true
    }

    /// The codes of a text.
    pub fn codes<'b>(&'b self, text: &'b [u8]) -> impl Iterator<Item = Code> + 'b {
        let mut rest = text;
        std::iter::from_fn(move || {
            let length = self.code_length(rest)?;
            let (code, after) = rest.split_at(length);
            rest = after;
            Some(self.code(code))
        })
    }

    fn code_length(&self, rest: &[u8]) -> Option<usize> {
        let first = *rest.first()?;
        let length = match self.codes {
            Codes::Single => 1,
            Codes::Gbk if first < 0x81 => 1,
            Codes::Utf16 if (0xd8..0xdc).contains(&first) => 4,
            Codes::Gbk | Codes::Utf16 | Codes::Double => 2,
        };
        Some(length.min(rest.len()))
    }

    fn code(&self, bytes: &[u8]) -> Code {
        let code = bytes
            .iter()
            .fold(0u32, |code, &byte| code << 8 | u32::from(byte));
        let of_map = self.to_unicode.as_ref().and_then(|map| map.get(code));
        let text = of_map.or_else(|| match self.codes {
            Codes::Gbk => decoded(GB18030, bytes),
            Codes::Utf16 => decoded(UTF_16BE, bytes),
            Codes::Single => self
                .encoding
                .as_ref()
                .and_then(|encoding| encoding.bytes_to_string(bytes).ok()),
            Codes::Double => None,
        });
        // Codes of the predefined maps are not those that widths are given for.
        let width = match self.codes {
            Codes::Gbk | Codes::Utf16 if bytes.len() == 1 || code < 0x80 => DEFAULT_WIDTH / 2.0,
            Codes::Gbk | Codes::Utf16 => DEFAULT_WIDTH,
            _ => self
                .widths
                .get(&code)
                .copied()
                .unwrap_or(self.default_width),
        };
        Code {
            text: text
                .filter(|text| !text.contains(['\u{fffd}', '\0']))
                .map(|text| text.chars().map(standard).collect()),
            width,
            is_space: bytes == b" ",
        }
    }
}

fn decoded(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lopdf::{Stream, dictionary};

    use super::*;

    #[test]
    fn map_that_fails_costs_as_much_as_the_largest() {
        let mut bomb = Stream::new(dictionary! {}, vec![b' '; MAX_MAP_BYTES + 1]);
        bomb.compress().unwrap();
        let unknown = Stream::new(dictionary! { "Filter" => "Unheard" }, b"x".to_vec());
        let whole = Stream::new(dictionary! {}, b"endbfchar".to_vec());
        let document = Document::with_version("1.5");
        for (map, cost) in [(bomb, MAX_MAP_BYTES), (unknown, MAX_MAP_BYTES), (whole, 9)] {
            // Of the simple font the encoding is read where the map fails.
            for subtype in ["Type0", "TrueType"] {
                let font = dictionary! {
                    "Type" => "Font", "Subtype" => subtype, "Encoding" => "WinAnsiEncoding",
                    "ToUnicode" => map.clone(),
                };
                assert_eq!(Font::of(&document, &font).map_bytes, cost, "{subtype}");
            }
        }
    }

    #[test]
    fn reading_of_widths_ends_however_the_ranges_overlap() {
        let document = Document::with_version("1.5");
        let width_of_five = |widths: Vec<Object>| {
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H",
                "DescendantFonts" => vec![dictionary! { "W" => widths }.into()],
            };
            let font = Font::of(&document, &font);
            assert!(font.read_widths <= MAX_WIDTHS, "{}", font.read_widths);
            let mut codes = font.codes(b"\x00\x05");
            codes.next().map(|code| code.width)
        };
        let repeated = |piece: &[Object], count: usize| -> Vec<Object> {
            let pieces = piece.iter().cycle().take(piece.len() * count);
            pieces.cloned().collect()
        };
        let number = Object::Integer;
        let range = [number(0), number(65_535), number(500)];
        let list = [number(0), Object::Array(vec![number(500); 65_536])];
        let empty = [number(5), Object::Array(Vec::new())];
        let five = [number(5), Object::Array(vec![number(900)])];
        for (pieces, expected) in [
            (repeated(&range, 1), 900.0),
            (repeated(&range, 1_000), 500.0),
            (repeated(&list, 1), 900.0),
            (repeated(&list, 3), 500.0),
            ([&range[..], &repeated(&empty, MAX_WIDTHS)].concat(), 500.0),
        ] {
            let widths = [&pieces[..], &five].concat();
            assert_eq!(width_of_five(widths), Some(expected));
        }
    }
}
