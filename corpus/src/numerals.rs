//! Chinese numerals (中文数字) ↔ integers.

/// Value of a numeral in Chinese (一百三十三, 廿, 二〇二〇, 两千), ASCII or full-width
/// digits. `None` for anything that is not a well-formed number, such as 百 or 十百.
pub fn parse(text: &str) -> Option<u64> {
    let _ = text;
    todo!()
}

/// The number as statutes write it: 133 → 一百三十三, 10 → 十, 110 → 一百一十, 0 → 零.
pub fn to_chinese(number: u64) -> String {
    let _ = number;
    todo!()
}

/// Whether the character can stand in a numeral that [`parse`] reads.
pub fn is_numeral(c: char) -> bool {
    let _ = c;
    todo!()
}
