//! The map from codes to Unicode that a font carries (ToUnicode, ISO 32000-1,
//! 9.10.3).

use std::collections::BTreeMap;

/// Most entries that are kept; a font has at most 65,536 codes.
const MAX_ENTRIES: usize = 100_000;

/// Most characters that one code stands for.
const MAX_TARGET_CHARS: usize = 16;

/// Codes of one or two bytes → text.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    /// First code of a range → its last code and the text of the first.
    ranges: BTreeMap<u32, (u32, String)>,
}

impl ToUnicode {
    /// Reads the map; what is malformed in it is passed over.
    pub fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens { bytes, at: 0 };
        let mut operands: Vec<Token> = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(word) => {
                    match word {
                        b"endbfchar" => map.chars(&operands),
                        b"endbfrange" => map.ranges(&operands),
                        _ => {}
                    }
                    operands.clear();
                }
                operand if operands.len() < MAX_ENTRIES => operands.push(operand),
                _ => {}
            }
        }
        map
    }

    fn chars(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(target)] = pair {
                self.insert(number(code), number(code), text(target));
            }
        }
    }

    fn ranges(&mut self, operands: &[Token]) {
        let mut rest = operands;
        while let [Token::Hex(first), Token::Hex(last), after @ ..] = rest {
            let (first, last) = (number(first), number(last));
            match after {
                [Token::Hex(target), after @ ..] => {
                    self.insert(first, last, text(target));
                    rest = after;
                }
                [Token::Open, after @ ..] => {
                    let end = after.iter().position(|token| matches!(token, Token::Close));
                    let end = end.unwrap_or(after.len());
                    for (code, target) in (first..=last).zip(&after[..end]) {
                        if let Token::Hex(target) = target {
                            self.insert(code, code, text(target));
                        }
                    }
                    rest = after.get(end + 1..).unwrap_or_default();
                }
                _ => return,
            }
        }
    }

    fn insert(&mut self, first: u32, last: u32, target: String) {
        if self.ranges.len() < MAX_ENTRIES && first <= last && !target.is_empty() {
            self.ranges.insert(first, (last, target));
        }
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<String> {
        let (first, (last, target)) = self.ranges.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let ahead = code - first;
        if ahead == 0 {
            return Some(target.clone());
        }
        // Only the last character counts up.
        let mut chars = target.chars();
        let end = chars.next_back()?;
        let end = char::from_u32((end as u32).checked_add(ahead)?)?;
        Some(chars.chain([end]).collect())
    }
}

enum Token<'b> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'b [u8]),
}

struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let &byte = self.bytes.get(self.at)?;
            match byte {
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.at += 2,
                b'<' => return Some(self.hex()),
                b'[' | b']' => {
                    self.at += 1;
                    return Some(if byte == b'[' {
                        Token::Open
                    } else {
                        Token::Close
                    });
                }
                b'%' => self.skip_until(|byte| matches!(byte, b'\n' | b'\r')),
                b'(' => self.skip_until(|byte| byte == b')'),
                _ if byte.is_ascii_alphabetic() => {
                    let start = self.at;
                    self.skip_until(|byte| !byte.is_ascii_alphanumeric());
                    return Some(Token::Word(&self.bytes[start..self.at]));
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_until(&mut self, ends: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&byte| !ends(byte)) {
            self.at += 1;
        }
    }

    fn hex(&mut self) -> Token<'b> {
        let start = self.at + 1;
        self.skip_until(|byte| byte == b'>');
        let digits: Vec<u8> = self.bytes[start..self.at]
            .iter()
            .filter_map(|&byte| char::from(byte).to_digit(16))
            .take(8 * MAX_TARGET_CHARS)
            .map(|digit| digit as u8)
            .collect();
        self.at += 1;
        let pairs = digits.chunks(2);
        Token::Hex(
            pairs
                .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
                .collect(),
        )
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |number, &byte| number << 8 | u32::from(byte))
}

fn text(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let chars = char::decode_utf16(units).filter_map(Result::ok);
    chars.take(MAX_TARGET_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chars_and_ranges_are_found() {
        let map = ToUnicode::read(
            b"/CIDInit /ProcSet findresource begin\n1 begincodespacerange <0000> <FFFF> \
              endcodespacerange 2 beginbfchar <0003> <0020> <0004> <4E00D83DDEA2> endbfchar\n\
              2 beginbfrange <0010> <0012> <7532> <0020> <0021> [<4E00> <4E01>] endbfrange",
        );
        let get = |code| map.get(code);
        assert_eq!(get(3).as_deref(), Some(" "));
        assert_eq!(get(4).as_deref(), Some("一🚢"));
        assert_eq!(get(0x12).as_deref(), Some("甴"));
        assert_eq!(get(0x21).as_deref(), Some("丁"));
        assert_eq!(get(0x13), None);
        assert_eq!(get(2), None);
    }

    #[test]
    fn malformed_maps_are_read_as_far_as_they_go() {
        type Expected<'e> = &'e [(u32, Option<&'e str>)];
        let cases: [(&[u8], Expected<'_>); 6] = [
            (b"beginbfchar <00", &[(0, None)]),
            (b"<0001> endbfchar", &[(1, None)]),
            (
                b"<0000> <FFFFFFFF> <FFFF> endbfrange <05> <01> <0041> endbfrange",
                &[
                    (0, Some("\u{ffff}")),
                    (5, Some("\u{10004}")),
                    (u32::MAX, None),
                ],
            ),
            (b"<00> <05> [ endbfrange", &[(0, None)]),
            (
                b"<00> <05> [<4E00> endbfrange",
                &[(0, Some("一")), (1, None)],
            ),
            (b"(unclosed <00> <4E00> endbfchar", &[(0, None)]),
        ];
        for (bytes, expected) in cases {
            let map = ToUnicode::read(bytes);
            for &(code, text) in expected {
                assert_eq!(map.get(code).as_deref(), text, "{code} of {bytes:?}");
            }
        }
    }
}
