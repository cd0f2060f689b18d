//! The charges (罪名) of the Criminal Law with their articles and common short
//! forms, from `data/charges.tsv`: the 483 charges that the Supreme People's Court
//! and Procuratorate have fixed, up to 刑法修正案（十二）.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::law_names::rows;
use crate::normalize::without_spaces;
use crate::statute::ArticleNumber;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/charges.tsv");

/// Shorter names are parts of many charges.
const MIN_PART_CHARS: usize = 4;

static CHARGES: LazyLock<Vec<Charge>> = LazyLock::new(|| rows(TABLE).map(charge).collect());

/// Folded names → place in the table. Names win over short forms.
static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (place, charge) in CHARGES.iter().enumerate() {
        names.entry(fold(charge.name)).or_insert(place);
    }
    for (place, charge) in CHARGES.iter().enumerate() {
        for form in charge.former_names.iter().chain(&charge.short_forms) {
            names.entry(fold(form)).or_insert(place);
        }
    }
    names
});

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Official name: 帮助信息网络犯罪活动罪.
    pub name: &'static str,
    /// Articles of the Criminal Law that define it, the main one first; none where a
    /// decision outside the code does (骗购外汇罪).
    pub articles: Vec<ArticleNumber>,
    /// Names it had before (偷税罪 for 逃税罪).
    pub former_names: Vec<&'static str>,
    /// Short and colloquial forms: 帮信罪, 帮信.
    pub short_forms: Vec<&'static str>,
}

/// The table, in the order of the Criminal Law.
pub fn all() -> &'static [Charge] {
    &CHARGES
}

/// The charge with this name, former name or short form, with or without 罪 at the
/// end; 、, brackets and spaces do not count.
pub fn find(name: &str) -> Option<&'static Charge> {
    BY_NAME.get(&fold(name)).map(|&place| &CHARGES[place])
}

/// The charge of which a name is a part: courts convict of 贩卖、运输毒品罪 where the
/// charge (选择性罪名) is 走私、贩卖、运输、制造毒品罪. `None` when no charge has these
/// words in this order, or more than one has.
pub fn find_part(name: &str) -> Option<&'static Charge> {
    let part = fold(name);
    if part.chars().count() < MIN_PART_CHARS {
        return None;
    }
    let has = |charge: &&Charge| {
        let whole = fold(charge.name);
        let mut chars = whole.chars();
        part.chars().all(|wanted| chars.any(|c| c == wanted))
    };
    let mut found = all().iter().filter(has);
    let charge = found.next()?;
    found.next().is_none().then_some(charge)
}

/// The charge that a court or a person means by a name: [`find`], else [`find_part`].
pub fn meant_by(name: &str) -> Option<&'static Charge> {
    find(name).or_else(|| find_part(name))
}

/// The charges that running text names with 罪, with their places, in its order. Of a name of
/// choice (选择性罪名) a part is enough where it stands as a name of its own: behind 犯, 以, 涉嫌,
/// in a list.
pub fn named_in(text: &str) -> Vec<(Range<usize>, &'static Charge)> {
    let mut found: Vec<(Range<usize>, &'static Charge)> = Vec::new();
    for (at, _) in text.match_indices('罪') {
        let end = at + '罪'.len_utf8();
        // 犯罪 is a part of names (掩饰、隐瞒犯罪所得罪) and never their end.
        if text[..at].ends_with('犯') || text[end..].starts_with(NO_NAME) {
            continue;
        }
        let from = found.last().map_or(0, |(range, _)| range.end);
        if let Some((start, charge)) = name_before(&text[from..end]) {
            found.push((from + start..end, charge));
        }
    }
    found
}

/// What stands behind 罪 in words that are no names of charges: 罪名, 犯罪嫌疑人, 罪责.
const NO_NAME: [char; 6] = ['名', '嫌', '行', '责', '犯', '过'];

/// Longest name that is looked for, in characters.
const MAX_NAME_CHARS: usize = 30;

/// Characters before a name in running text.
const BEFORE_NAME: [char; 26] = [
    '犯', '以', '嫌', '为', '成', '定', '、', '和', '及', '与', '的', '系', '“', '"', '‘', '《',
    '（', '(', '，', '。', '；', '：', ' ', '\n', '或', '按',
];

/// The longest name that ends a text, with its start.
fn name_before(text: &str) -> Option<(usize, &'static Charge)> {
    let starts: Vec<usize> = text
        .char_indices()
        .rev()
        .skip(1)
        .take(MAX_NAME_CHARS)
        .map(|(at, _)| at)
        .take_while(|&at| !text[at..].starts_with(['。', '；', '：', '\n']))
        .collect();
    let stands_alone = |at: usize| {
        text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| BEFORE_NAME.contains(&c))
    };
    let clean = |at: usize| !text[at..].starts_with(['、', '和', '及', '与', '犯', '以', '，']);
    let known = starts
        .iter()
        .rev()
        .filter(|&&at| clean(at))
        .find_map(|&at| Some((at, find(&text[at..])?)));
    let part = || {
        let mut alone = starts
            .iter()
            .rev()
            .filter(|&&at| clean(at) && stands_alone(at));
        alone.find_map(|&at| Some((at, find_part(&text[at..])?)))
    };
    match known {
        Some((at, charge)) if stands_alone(at) => Some((at, charge)),
        known => part().or(known),
    }
}

/// The charges that an article defines, in the order of the table.
pub fn of_article(article: ArticleNumber) -> Vec<&'static Charge> {
    all()
        .iter()
        .filter(|charge| charge.articles.contains(&article))
        .collect()
}

/// The charges of a list written with 、, as written. Names that themselves have 、
/// (掩饰、隐瞒犯罪所得罪) stay whole; what does not end in 罪 is no charge.
pub fn listed(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split('、').map(str::trim).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let longest = (at + 1..=parts.len())
            .rev()
            .map(|end| (end, parts[at..end].join("、")))
            .find(|(_, name)| name.ends_with('罪') && find(name).is_some());
        let (end, name) = longest.unwrap_or_else(|| (at + 1, parts[at].to_owned()));
        if name.ends_with('罪') {
            found.push(name);
        }
        at = end;
    }
    found
}

/// The charges of a text in which a person lists some, apart by 、 or blanks or commas:
/// those meant, and the names that mean none.
pub fn typed(text: &str) -> (Vec<&'static Charge>, Vec<String>) {
    let whole = text.trim();
    let listed = listed(whole);
    let names: Vec<String> = match find(whole) {
        Some(_) => vec![whole.to_owned()],
        None if !listed.is_empty() => listed,
        None => whole
            .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；'))
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let (mut meant, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        match meant_by(&name) {
            Some(charge) => meant.push(charge),
            None => unknown.push(name),
        }
    }
    (meant, unknown)
}

/// Every name, with and without 罪, and every short form, for the dictionary of
/// the tokenizer.
pub fn terms() -> Vec<&'static str> {
    let mut terms = Vec::new();
    for charge in all() {
        for name in std::iter::once(&charge.name).chain(&charge.former_names) {
            terms.push(*name);
            terms.extend(name.strip_suffix('罪'));
        }
        terms.extend(&charge.short_forms);
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn charge(columns: Vec<&'static str>) -> Charge {
    let list = |column: usize| {
        let text = columns
            .get(column)
            .copied()
            .filter(|text| *text != "-")
            .unwrap_or("");
        text.split_whitespace()
    };
    Charge {
        name: columns.first().copied().unwrap_or(""),
        articles: list(1).filter_map(|number| number.parse().ok()).collect(),
        former_names: list(2).collect(),
        short_forms: list(3).collect(),
    }
}

fn fold(name: &str) -> String {
    let name = without_spaces(name).replace(['、', '（', '）', '(', ')', '，'], "");
    match name.strip_suffix('罪') {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_with_a_comma_stay_whole_in_a_list() {
        let check = |text: &str, expected: &[&str]| assert_eq!(listed(text), expected, "{text}");
        check("拒不执行判决、裁定罪", &["拒不执行判决、裁定罪"]);
        check(
            "诈骗罪、掩饰、隐瞒犯罪所得、犯罪所得收益罪、盗窃罪",
            &["诈骗罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪", "盗窃罪"],
        );
        check("某某罪、借款合同纠纷", &["某某罪"]);
        check("", &[]);
    }

    #[track_caller]
    fn check_named(text: &str, expected: &[(&str, &str)]) {
        let found = named_in(text);
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|(range, charge)| (&text[range.clone()], charge.name))
            .collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn charges_in_running_text_have_their_places() {
        check_named(
            "以抢劫罪、掩饰、隐瞒犯罪所得罪判处甲有期徒刑",
            &[
                ("抢劫罪", "抢劫罪"),
                ("掩饰、隐瞒犯罪所得罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪"),
            ],
        );
        check_named(
            "以涉嫌贩卖毒品罪提起公诉",
            &[("贩卖毒品罪", "走私、贩卖、运输、制造毒品罪")],
        );
        check_named(
            "认定王某犯合同诈骗罪，不构成诈骗罪",
            &[("合同诈骗罪", "合同诈骗罪"), ("诈骗罪", "诈骗罪")],
        );
        check_named("犯罪嫌疑人有多项罪名，认罪认罚，犯罪事实清楚", &[]);
        check_named(
            "犯帮助信息网络犯罪活动罪和非法利用信息网络罪",
            &[
                ("帮助信息网络犯罪活动罪", "帮助信息网络犯罪活动罪"),
                ("非法利用信息网络罪", "非法利用信息网络罪"),
            ],
        );
    }

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(find(name).map(|charge| charge.name), expected, "{name}");
    }

    #[test]
    fn names_and_short_forms_are_found() {
        check("盗窃", Some("盗窃罪"));
        check("帮信罪", Some("帮助信息网络犯罪活动罪"));
        check("帮信", Some("帮助信息网络犯罪活动罪"));
        check("掩隐罪", Some("掩饰、隐瞒犯罪所得、犯罪所得收益罪"));
        check(
            "掩饰隐瞒犯罪所得犯罪所得收益罪",
            Some("掩饰、隐瞒犯罪所得、犯罪所得收益罪"),
        );
        check("拒执罪", Some("拒不执行判决、裁定罪"));
        check("醉驾", Some("危险驾驶罪"));
        check("偷税罪", Some("逃税罪"));
        check("组织他人偷越国(边)境罪", Some("组织他人偷越国（边）境罪"));
    }

    #[test]
    fn parts_of_a_charge_lead_to_the_whole() {
        let part = |name: &str| find_part(name).map(|charge| charge.name);
        let drugs = Some("走私、贩卖、运输、制造毒品罪");
        assert_eq!(part("贩卖、运输毒品罪"), drugs);
        assert_eq!(part("生产、销售假药罪"), Some("生产、销售、提供假药罪"));
        assert_eq!(
            part("掩饰、隐瞒犯罪所得罪"),
            Some("掩饰、隐瞒犯罪所得、犯罪所得收益罪")
        );
        for name in ["", "犯罪", "毒品罪", "买卖合同纠纷"] {
            assert_eq!(part(name), None, "{name}");
        }
    }

    #[test]
    fn unknown_name_is_not_guessed() {
        for name in ["", "罪", "某罪", "民间借贷"] {
            check(name, None);
        }
    }

    #[test]
    fn articles_name_their_charges() {
        let names = |base, inserted| {
            let found = of_article(ArticleNumber { base, inserted });
            found.iter().map(|charge| charge.name).collect::<Vec<_>>()
        };
        assert_eq!(names(133, 0), ["交通肇事罪"]);
        assert_eq!(names(133, 1), ["危险驾驶罪"]);
        assert_eq!(names(287, 2), ["帮助信息网络犯罪活动罪"]);
        assert_eq!(names(199, 0), [""; 0]);
    }

    #[test]
    fn table_is_complete_and_well_formed() {
        assert_eq!(all().len(), 483);
        let folded: HashSet<_> = all().iter().map(|charge| fold(charge.name)).collect();
        assert_eq!(folded.len(), 483);
        let mut last = 0;
        for charge in all() {
            assert!(charge.name.ends_with('罪'), "{}", charge.name);
            assert!(
                charge.articles.len() == 1
                    || charge.name == "骗购外汇罪"
                    || charge.articles.len() <= 3
            );
            let first = charge.articles.first().map_or(190, |number| number.base);
            assert!(
                (102..=451).contains(&first) && first >= last,
                "{}",
                charge.name
            );
            last = first;
        }
        let mut forms = HashMap::new();
        for charge in all() {
            for form in charge.former_names.iter().chain(&charge.short_forms) {
                let other = forms.insert(fold(form), charge.name);
                assert!(
                    other.is_none_or(|other| other == charge.name),
                    "{form} means two charges"
                );
                let name = folded.contains(&fold(form)) && fold(form) != fold(charge.name);
                assert!(!name, "{form} is the name of another charge");
            }
        }
    }
}
