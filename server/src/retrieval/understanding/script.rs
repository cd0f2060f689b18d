//! Traditional characters → simplified ones.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// `None` when the tables that come with the crate cannot be read, which a test rules out.
static CONVERTER: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// Characters of simplified texts too, in names above all (乾某); alone they do not make a
/// text traditional.
const IN_BOTH: [char; 7] = ['乾', '著', '藉', '瞭', '麽', '徵', '夥'];

/// The text in simplified characters, each at the bytes of the one it stands for; `None`
/// when that changes nothing.
pub(super) fn simplified(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let converter = CONVERTER.as_ref()?;
    let whole = converter.convert(text);
    let fits = |whole: &str| {
        whole
            .char_indices()
            .map(|(at, _)| at)
            .eq(text.char_indices().map(|(at, _)| at))
    };
    let simplified = match fits(&whole) {
        true => whole,
        // A phrase of another length: character by character then.
        false => text.chars().map(|c| one(converter, c)).collect(),
    };
    let changed = text.chars().zip(simplified.chars());
    let mut changed = changed.filter(|(typed, simple)| typed != simple);
    let is_traditional = changed.any(|(typed, _)| !IN_BOTH.contains(&typed));
    is_traditional.then_some(simplified)
}

fn one(converter: &OpenCC, c: char) -> char {
    let converted = converter.convert(c.encode_utf8(&mut [0; 4]));
    let mut chars = converted.chars();
    match (chars.next(), chars.next()) {
        (Some(simple), None) if simple.len_utf8() == c.len_utf8() => simple,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn traditional_text_becomes_simplified() {
        assert_eq!(
            simplified("偽造變造貨幣罪").as_deref(),
            Some("伪造变造货币罪")
        );
        assert_eq!(
            simplified("醉酒駕駛後逃逸").as_deref(),
            Some("醉酒驾驶后逃逸")
        );
    }

    #[test]
    fn simplified_text_stays() {
        for text in [
            "危险驾驶罪",
            "abc 123",
            "",
            "被告人乾某",
            "“干部”、皇后、著作权",
        ] {
            assert_eq!(simplified(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn characters_keep_their_bytes(text in "[刑險駛𠮷髮麵a。 ]{0,20}") {
            let simple = simplified(&text).unwrap_or_else(|| text.clone());
            let at = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(at(&simple), at(&text));
        }
    }
}
