//! Article numbers (第一百三十三条之一) in running text, recognised by rule:
//! jieba breaks most of them apart.

use leian_corpus::{ArticleNumber, numerals};

/// An article number at some place of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundNumber {
    /// Folded characters that it takes.
    pub len: usize,
    /// The number.
    pub number: ArticleNumber,
    /// False for a bare `264条`, which may as well be a count of things: its
    /// characters are ordinary words too.
    pub certain: bool,
}

/// Longest numeral that is tried; 九千九百九十九 has seven characters.
const MAX_NUMERAL: usize = 10;

/// The term of an article number in the index; no other term begins with §.
pub fn term(number: ArticleNumber) -> String {
    format!("§{number}")
}

/// Reads an article number that begins at `chars[0]`: 第…条, 第…条之…, or ASCII
/// digits and 条 without 第. Plain spaces between the parts are skipped.
pub fn read(chars: &[char]) -> Option<FoundNumber> {
    let certain = chars.first() == Some(&'第');
    let start = if certain { skip_spaces(chars, 1) } else { 0 };
    let (base, after) = read_numeral(chars, start, !certain)?;
    let article_at = skip_spaces(chars, after);
    if base == 0 || chars.get(article_at) != Some(&'条') {
        return None;
    }
    let mut len = article_at + 1;
    let mut inserted = 0;
    let suffix_at = skip_spaces(chars, len);
    if chars.get(suffix_at) == Some(&'之')
        && let Some((value, end)) = read_numeral(chars, suffix_at + 1, false)
        && value > 0
    {
        inserted = value;
        len = end;
    }
    Some(FoundNumber {
        len,
        number: ArticleNumber { base, inserted },
        certain,
    })
}

fn skip_spaces(chars: &[char], from: usize) -> usize {
    from + chars
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(|&&c| c == ' ')
        .count()
}

fn read_numeral(chars: &[char], from: usize, ascii_only: bool) -> Option<(u32, usize)> {
    let rest = chars.get(from..)?;
    let fits = |c: &&char| {
        if ascii_only {
            c.is_ascii_digit()
        } else {
            numerals::is_numeral(**c)
        }
    };
    let len = rest.iter().take(MAX_NUMERAL + 1).take_while(fits).count();
    if len == 0 || len > MAX_NUMERAL {
        return None;
    }
    let text: String = rest[..len].iter().collect();
    let value = u32::try_from(numerals::parse(&text)?).ok()?;
    Some((value, from + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, usize, bool)>) {
        let chars: Vec<char> = text.chars().collect();
        let found = read(&chars).map(|found| (found.number.to_string(), found.len, found.certain));
        assert_eq!(
            found,
            expected.map(|(number, len, certain)| (number.to_owned(), len, certain))
        );
    }

    #[test]
    fn article_numbers_are_read() {
        check("第一百三十三条之一规定", Some(("133-1", 9, true)));
        check("第一百三十三条之规定", Some(("133", 7, true)));
        check("第133条", Some(("133", 5, true)));
        check("第 264 条 之 二", Some(("264", 7, true)));
        check("第264条之2款", Some(("264-2", 7, true)));
        check("264条", Some(("264", 4, false)));
        check("第十条", Some(("10", 3, true)));
    }

    #[test]
    fn what_is_no_article_number_is_left_to_jieba() {
        check("第百条", None);
        check("第一款", None);
        check("三条", None);
        check("第零条", None);
        check("第条", None);
        check("第", None);
        check("", None);
        check("第99999999999999999999条", None);
    }
}
