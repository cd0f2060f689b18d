//! Characters that stand for another one, from `data/characters.tsv`: radicals (⼀ for 一)
//! and compatibility ideographs, which look the same, and traditional characters.
//!
//! Only single characters are changed, so that a text keeps its places; 后 and 後 that
//! one simplified character stands for are not told apart again.

use std::sync::LazyLock;

use crate::law_names::rows;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/characters.tsv");

/// The unified ideographs (U+4E00–9FFF), among which traditional characters are looked
/// up by their place.
const FIRST_IDEOGRAPH: u32 = 0x4e00;
const IDEOGRAPHS: usize = 0x5200;

/// Radicals and compatibility ideographs, sorted.
static SAME_GLYPH: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut pairs: Vec<_> = pairs("radical").chain(pairs("compatibility")).collect();
    pairs.sort_unstable();
    pairs
});

/// Simplified characters at the places of the traditional ones; `\0` elsewhere.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table = vec!['\0'; IDEOGRAPHS];
    for (traditional, simple) in pairs("traditional") {
        if let Some(place) = place(traditional) {
            table[place] = simple;
        }
    }
    table
});

fn pairs(kind: &'static str) -> impl Iterator<Item = (char, char)> {
    rows(TABLE)
        .filter(move |columns| columns.first() == Some(&kind))
        .filter_map(|columns| columns.get(1).copied())
        .flat_map(|row| {
            let mut chars = row.chars();
            std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
        })
}

fn place(c: char) -> Option<usize> {
    let place = (c as u32).checked_sub(FIRST_IDEOGRAPH)? as usize;
    (place < IDEOGRAPHS).then_some(place)
}

/// The character that a radical or a compatibility ideograph stands for; any other is
/// itself.
pub fn standard(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => {
            let found = SAME_GLYPH.binary_search_by_key(&c, |&(variant, _)| variant);
            found.map_or(c, |at| SAME_GLYPH[at].1)
        }
        _ => c,
    }
}

/// The [`standard`] character in simplified script.
pub fn simplified(c: char) -> char {
    let c = standard(c);
    match place(c).map(|place| SIMPLIFIED[place]) {
        Some('\0') | None => c,
        Some(simple) => simple,
    }
}

/// Words of names of laws whose traditional characters simplified texts use too, in other
/// words: 於 is a name there, and 徵 a tone.
const IN_NAMES: &[(&str, &str)] = &[
    ("於", "于"),
    ("徵", "征"),
    ("答覆", "答复"),
    ("批覆", "批复"),
    ("瞭解", "了解"),
];

/// The name of a law in simplified script.
pub fn simplified_name(name: &str) -> String {
    let mut simple: String = name.chars().map(simplified).collect();
    for (traditional, written) in IN_NAMES {
        if simple.contains(traditional) {
            simple = simple.replace(traditional, written);
        }
    }
    simple
}

/// All characters that stand for another one.
pub(crate) fn variants() -> impl Iterator<Item = char> {
    let kinds = ["radical", "compatibility", "traditional"];
    kinds
        .into_iter()
        .flat_map(pairs)
        .map(|(variant, _)| variant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: fn(char) -> char, text: &str, expected: &str) {
        let found: String = text.chars().map(read).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn radicals_and_compatibility_ideographs_become_characters() {
        check(
            standard,
            "⼀⽇⽤⼈⺠⻔龠⿕甲a⻪⼾",
            "一日用人民门龠龠甲a黾户",
        );
        check(standard, "律\u{f9d8}\u{2f800}\u{fa0c}", "律律丽兀");
        check(standard, "條國", "條國");
    }

    #[test]
    fn traditional_characters_become_simplified_ones() {
        check(
            simplified,
            "中華人民共和國刑法第二百六十四條",
            "中华人民共和国刑法第二百六十四条",
        );
        check(simplified, "⾞⼾戶貳參項款號", "车户户贰参项款号");
    }

    #[test]
    fn characters_of_simplified_texts_stay() {
        check(simplified, "乾著瞭后干里余", "乾著瞭后干里余");
    }

    #[test]
    fn names_of_laws_have_no_traditional_character_left() {
        for (name, expected) in [
            ("關於審理案件的解釋", "关于审理案件的解释"),
            ("关於徵收土地的批覆", "关于征收土地的批复"),
            ("關於瞭解情況的答覆", "关于了解情况的答复"),
            ("著作权法", "著作权法"),
        ] {
            assert_eq!(simplified_name(name), expected);
        }
    }

    #[test]
    fn table_is_well_formed() {
        let kinds = ["radical", "compatibility", "traditional"];
        assert!(rows(TABLE).all(|columns| kinds.contains(&columns[0]) && columns.len() == 2));
        for kind in kinds {
            assert!(pairs(kind).count() > 200);
            assert!(pairs(kind).all(|(c, other)| c != other), "{kind}");
        }
        assert!(SAME_GLYPH.windows(2).all(|two| two[0].0 < two[1].0));
        // What a character stands for stands for itself.
        assert!(pairs("traditional").all(|(_, simple)| simplified(simple) == simple));
        assert!(pairs("radical").all(|(_, of)| standard(of) == of));
    }
}
