//! Automatic numbers: 第一条, 一、, （一）, 1. as Word counts and writes them.

use std::collections::HashMap;

use super::FORMAT;
use crate::error::ImportProblem;
use crate::import::xml::{Piece, Xml, attribute, name};
use crate::numerals::to_chinese;

/// Levels of a list.
const LEVELS: usize = 9;

/// Longest template of a label that is kept: a label stands before every paragraph of
/// its list, and a long one would multiply a small file.
const MAX_LABEL_CHARS: usize = 64;

/// A level of a list.
#[derive(Debug, Default, Clone)]
struct Level {
    start: u32,
    format: String,
    /// 第%1条
    text: String,
    /// Whether all numbers in it are written 1, 2, 3.
    arabic: bool,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    levels: Vec<Level>,
    /// The list that this one stands for, and the name that others know it by.
    link_to: Option<String>,
    link_name: Option<String>,
}

/// An instance of a list.
#[derive(Debug, Default)]
struct Instance {
    list: String,
    starts: HashMap<usize, u32>,
    /// Levels whose start was applied.
    started: Vec<usize>,
}

/// The lists of a document, with what they have counted so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn read(text: &str) -> Result<Self, ImportProblem> {
        let mut xml = Xml::of(text, FORMAT);
        let mut numbering = Self::default();
        let mut place = Place::default();
        while let Some(piece) = xml.next()? {
            if let Piece::Open(element) = piece {
                let id =
                    |attribute_name: &str| attribute(&element, attribute_name).unwrap_or_default();
                match name(&element) {
                    "abstractNum" => {
                        place = Place::of_list(id("abstractNumId"));
                        numbering.lists.entry(place.list.clone()).or_default();
                    }
                    "num" => {
                        place = Place::of_instance(id("numId"));
                        let instance = numbering.instances.entry(place.instance.clone());
                        instance.or_default();
                    }
                    "lvl" | "lvlOverride" => place.level = id("ilvl").parse().unwrap_or(LEVELS),
                    other => numbering.property(other, id("val"), &place),
                }
            }
        }
        numbering.link_lists();
        Ok(numbering)
    }

    fn property(&mut self, property: &str, value: String, place: &Place) {
        if let Some(instance) = self.instances.get_mut(&place.instance) {
            match property {
                "abstractNumId" => instance.list = value,
                "startOverride" => {
                    if let Ok(start) = value.parse() {
                        instance.starts.insert(place.level, start);
                    }
                }
                _ => {}
            }
            return;
        }
        let Some(list) = self.lists.get_mut(&place.list) else {
            return;
        };
        match property {
            "numStyleLink" => return list.link_to = Some(value),
            "styleLink" => return list.link_name = Some(value),
            _ => {}
        }
        if place.level >= LEVELS {
            return;
        }
        if list.levels.len() <= place.level {
            let empty = Level {
                start: 1,
                ..Level::default()
            };
            list.levels.resize(place.level + 1, empty);
        }
        let level = &mut list.levels[place.level];
        match property {
            "start" => level.start = value.parse().unwrap_or(1),
            "numFmt" => level.format = value,
            "lvlText" => level.text = value.chars().take(MAX_LABEL_CHARS).collect(),
            "isLgl" => level.arabic = !matches!(value.as_str(), "0" | "false"),
            "pStyle" => level.style = Some(value),
            _ => {}
        }
    }

    /// A list may only point to another one by the name of a style.
    fn link_lists(&mut self) {
        let named: HashMap<String, String> = self
            .lists
            .iter()
            .filter_map(|(id, list)| Some((list.link_name.clone()?, id.clone())))
            .collect();
        for instance in self.instances.values_mut() {
            let target = self
                .lists
                .get(&instance.list)
                .and_then(|list| named.get(list.link_to.as_ref()?));
            if let Some(target) = target {
                instance.list = target.clone();
            }
        }
    }

    /// The level of a list that belongs to a style.
    pub fn level_of_style(&self, num_id: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(&self.instances.get(num_id)?.list)?;
        let belongs = |level: &Level| level.style.as_deref() == Some(style);
        list.levels.iter().position(belongs)
    }

    /// Counts one paragraph; returns the label it begins with, with the space
    /// behind it where one belongs.
    pub fn next_label(&mut self, num_id: &str, level: usize) -> Option<String> {
        let instance = self.instances.get_mut(num_id)?;
        let list = self.lists.get(&instance.list)?;
        let own = list.levels.get(level)?;
        let counters = self.counters.entry(instance.list.clone()).or_default();
        let restart = instance.starts.get(&level).copied();
        let restart = restart.filter(|_| !instance.started.contains(&level));
        if restart.is_some() {
            instance.started.push(level);
        }
        counters[level] = Some(match (restart, counters[level]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own.start,
        });
        for deeper in &mut counters[level + 1..] {
            *deeper = None;
        }
        Some(with_space(label(list, level, counters)))
    }
}

/// Where in `numbering.xml` the reader is.
#[derive(Debug, Default)]
struct Place {
    list: String,
    instance: String,
    level: usize,
}

impl Place {
    fn of_list(list: String) -> Self {
        Self {
            list,
            level: LEVELS,
            ..Self::default()
        }
    }

    fn of_instance(instance: String) -> Self {
        Self {
            instance,
            level: LEVELS,
            ..Self::default()
        }
    }
}

fn label(list: &List, level: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let own = &list.levels[level];
    if matches!(own.format.as_str(), "bullet" | "none") {
        return String::new();
    }
    let mut text = String::new();
    let mut chars = own.text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|next| next.to_digit(10));
        match digit.filter(|&digit| c == '%' && digit > 0) {
            Some(digit) => {
                chars.next();
                let place = digit as usize - 1;
                if let Some(shown) = list.levels.get(place) {
                    let number = counters[place].unwrap_or(shown.start);
                    let format = if own.arabic { "decimal" } else { &shown.format };
                    text.push_str(&written(number, format));
                }
            }
            None => text.push(c),
        }
    }
    text
}

/// 第一条 is followed by a space, 一、 and （一） are not.
fn with_space(label: String) -> String {
    let label = label.trim().to_owned();
    if label.ends_with(char::is_alphanumeric) {
        label + " "
    } else {
        label
    }
}

/// A number in one of Word's formats (ECMA-376, ST_NumberFormat).
fn written(number: u32, format: &str) -> String {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
    const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
    const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖";
    let of_list = |names: &str| {
        let index = (number as usize).checked_sub(1)?;
        names.chars().nth(index).map(String::from)
    };
    let found = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanCounting" => Some(to_chinese(u64::from(number))),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            let plain = to_chinese(u64::from(number));
            let formal = plain.chars().map(|c| {
                let digit = "零一二三四五六七八九".chars().position(|d| d == c);
                match (digit, c) {
                    (Some(digit), _) => FORMAL.chars().nth(digit).unwrap_or(c),
                    (None, '十') => '拾',
                    (None, '百') => '佰',
                    (None, '千') => '仟',
                    (None, other) => other,
                }
            });
            Some(formal.collect())
        }
        "ideographTraditional" => of_list(STEMS),
        "ideographZodiac" => of_list(BRANCHES),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => (1..=20)
            .contains(&number)
            .then(|| char::from_u32('①' as u32 + number - 1).map(String::from))
            .flatten(),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            number
                .to_string()
                .chars()
                .filter_map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32))
                .collect(),
        ),
        "decimalZero" => Some(format!("{number:02}")),
        "lowerLetter" => letters(number, 'a'),
        "upperLetter" => letters(number, 'A'),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()),
        "upperRoman" => roman(number),
        _ => None,
    };
    found.unwrap_or_else(|| number.to_string())
}

/// a … z, aa, bb … as Word does.
fn letters(number: u32, first: char) -> Option<String> {
    let index = number.checked_sub(1)?;
    let repeats = (index / 26 + 1) as usize;
    let letter = char::from_u32(first as u32 + index % 26)?;
    (repeats <= 8).then(|| std::iter::repeat_n(letter, repeats).collect())
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_does() {
        for (number, format, expected) in [
            (133, "chineseCountingThousand", "一百三十三"),
            (10, "japaneseCounting", "十"),
            (12, "chineseLegalSimplified", "拾贰"),
            (2, "ideographTraditional", "乙"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (15, "decimalFullWidth", "１５"),
            (28, "lowerLetter", "bb"),
            (1999, "upperRoman", "MCMXCIX"),
            (u32::MAX, "lowerLetter", "4294967295"),
            (7, "unheard of", "7"),
        ] {
            assert_eq!(written(number, format), expected, "{format}");
        }
    }
}
