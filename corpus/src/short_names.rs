//! Short names of judicial interpretations, decisions and minutes (婚姻法司法解释（二）,
//! 两高贪污贿赂解释, 九民纪要), from `data/interpretation_names.tsv`, and titles cut with
//! dots (《关于惩治骗购外汇…决定》).
//!
//! A name that more than one text has leads to none of them alone: [`candidates`] gives all.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use crate::document::LawKey;
use crate::law_names::{self, rows};

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/interpretation_names.tsv");

/// Before a name that the table of laws gives to an older text.
const SHARED: char = '=';

/// Shortest name in characters.
const MIN_CHARS: usize = 4;

/// How many characters of a title must be left beside dots.
const MIN_LEFT_CHARS: usize = 8;

/// Short words for who issued a text, with the organs that its title then begins with.
const ISSUERS: &[(&str, &[&str])] = &[
    (
        "两高三部",
        &[
            "最高人民法院",
            "最高人民检察院",
            "公安部",
            "国家安全部",
            "司法部",
        ],
    ),
    (
        "两高两部",
        &["最高人民法院", "最高人民检察院", "公安部", "司法部"],
    ),
    ("两高一部", &["最高人民法院", "最高人民检察院", "公安部"]),
    ("两高", &["最高人民法院", "最高人民检察院"]),
    (
        "最高人民法院、最高人民检察院",
        &["最高人民法院", "最高人民检察院"],
    ),
    ("最高法、最高检", &["最高人民法院", "最高人民检察院"]),
    ("最高人民法院", &["最高人民法院"]),
    ("最高法院", &["最高人民法院"]),
    ("最高法", &["最高人民法院"]),
    ("最高院", &["最高人民法院"]),
    ("最高人民检察院", &["最高人民检察院"]),
    ("最高检察院", &["最高人民检察院"]),
    ("最高检", &["最高人民检察院"]),
    ("高检院", &["最高人民检察院"]),
];

/// A text with short names.
struct Named {
    title: &'static str,
    law: LawKey,
}

struct Table {
    laws: Vec<Named>,
    /// Folded subjects and short names → places.
    by_name: HashMap<String, Vec<usize>>,
    /// Folded abbreviations of the table of laws that newer texts have too.
    shared: HashSet<String>,
}

static NAMES: LazyLock<Table> = LazyLock::new(|| {
    let mut laws = Vec::new();
    let mut shared = HashSet::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for columns in rows(TABLE) {
        let Some((title, short)) = columns.split_first() else {
            continue;
        };
        for name in short {
            let name = match name.strip_prefix(SHARED) {
                Some(name) => {
                    shared.insert(fold(name));
                    name
                }
                None => name,
            };
            by_name.entry(fold(name)).or_default().push(laws.len());
        }
        // 《关于…的决定》 without who issued it.
        if let Some(at) = title.find("关于").filter(|&at| at > 0) {
            let places = by_name.entry(fold(&title[at..])).or_default();
            places.push(laws.len());
        }
        laws.push(Named {
            title,
            law: LawKey::of(title),
        });
    }
    Table {
        laws,
        by_name,
        shared,
    }
});

/// Every title of the table.
pub fn titles() -> impl Iterator<Item = &'static str> {
    NAMES.laws.iter().map(|law| law.title)
}

/// The short names that lead to one text, alone and with the short words for who issued
/// it before them.
pub(crate) fn unique() -> &'static [(String, LawKey)] {
    static UNIQUE: LazyLock<Vec<(String, LawKey)>> = LazyLock::new(|| {
        let names = short_names();
        let alone = names
            .iter()
            .filter_map(|name| Some(((*name).clone(), resolve(name)?)));
        let with_issuers = names.iter().flat_map(|name| with_issuers(name));
        alone.chain(with_issuers).collect()
    });
    &UNIQUE
}

/// The short names of the table, folded, in order.
fn short_names() -> Vec<&'static String> {
    let short = |name: &&String| !name.starts_with("关于");
    let mut names: Vec<&String> = NAMES.by_name.keys().filter(short).collect();
    names.sort_unstable();
    names
}

/// A short name behind the words for who issued a text, where that leads to one text: as
/// [`resolve`] has it, with the texts of the name looked up once for all issuers.
fn with_issuers(name: &str) -> Vec<(String, LawKey)> {
    if name.chars().count() < MIN_CHARS || !may_be_short(name) {
        return Vec::new();
    }
    let mut laws = by_name(name);
    laws.extend(law_names::by_alias(name));
    let issued = |(issuer, organs): &(&str, &[&str])| {
        let whole = format!("{issuer}{name}");
        if NAMES.by_name.contains_key(&whole.replace('、', "")) {
            return Some((resolve(&whole)?, whole));
        }
        let mut of_these = laws.iter().filter(|law| is_issued_by(law, organs));
        let law = of_these.next()?.clone();
        of_these.next().is_none().then_some((law, whole))
    };
    let found = ISSUERS.iter().filter_map(issued);
    found.map(|(law, name)| (name, law)).collect()
}

/// Whether an abbreviation of the table of laws is that of a newer text too.
pub(crate) fn is_shared(name: &str) -> bool {
    NAMES.shared.contains(&fold(name))
}

/// The one text that has this name. `None` when none has it, or several have.
pub fn resolve(name: &str) -> Option<LawKey> {
    let mut found = candidates(name).into_iter();
    let law = found.next()?;
    found.next().is_none().then_some(law)
}

/// The texts that have this name, by their titles.
pub fn candidates(name: &str) -> BTreeSet<LawKey> {
    if !may_be_short(name) {
        return BTreeSet::new();
    }
    if let Some(cut) = cut_title(name) {
        return cut;
    }
    let folded = fold(name);
    let mut laws = by_name(&folded);
    if let Some(law) = law_names::by_alias(&folded) {
        if !NAMES.shared.contains(&folded) {
            return BTreeSet::from([law]);
        }
        laws.insert(law);
    }
    if !laws.is_empty() {
        return laws;
    }
    issued(&folded).unwrap_or_default()
}

/// 两高盗窃解释: with who issued it before the name.
fn issued(folded: &str) -> Option<BTreeSet<LawKey>> {
    let named = ISSUERS.iter().find_map(|(short, organs)| {
        let rest = folded.strip_prefix(short.replace('、', "").as_str())?;
        Some((rest.strip_prefix('的').unwrap_or(rest), *organs))
    });
    let (rest, organs) = named?;
    if rest.chars().count() < MIN_CHARS {
        return None;
    }
    let mut laws = by_name(rest);
    laws.extend(law_names::by_alias(rest));
    laws.retain(|law| is_issued_by(law, organs));
    Some(laws)
}

fn by_name(folded: &str) -> BTreeSet<LawKey> {
    let places = NAMES.by_name.get(folded).into_iter().flatten();
    let laws = places.filter_map(|&place| NAMES.laws.get(place));
    laws.map(|named| named.law.clone()).collect()
}

/// Whether a title begins with these organs and no others.
fn is_issued_by(law: &LawKey, organs: &[&str]) -> bool {
    let Some((issuers, _)) = law.as_str().split_once("关于") else {
        return false;
    };
    issuers.replace('、', "") == organs.concat()
}

/// Whether a name can stand in the table: most words that are looked up are none of a
/// text with short names.
fn may_be_short(name: &str) -> bool {
    const ENDS: &[char] = &[
        '释', '定', '见', '要', '则', '答', '排', '法', '修', '》', '）', ')', '〉',
    ];
    let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    name.chars().count() >= MIN_CHARS.saturating_sub(1)
        && name
            .trim_end()
            .ends_with(|c: char| ENDS.contains(&c) || numbered(c))
}

/// 《关于惩治骗购外汇…决定》: the titles that begin and end so.
fn cut_title(name: &str) -> Option<BTreeSet<LawKey>> {
    let name = LawKey::of(name);
    let name = name.as_str();
    let (begin, rest) = name.split_once('…')?;
    let end = rest.trim_start_matches('…');
    if end.contains('…') || begin.chars().count() + end.chars().count() < MIN_LEFT_CHARS {
        return None;
    }
    let all = titles().chain(law_names::all().iter().map(|law| law.title));
    let fits = |law: &LawKey| {
        let title = law.as_str();
        let subject = title.find("关于").map_or(title, |at| &title[at..]);
        let begins =
            title.starts_with(begin) || begin.starts_with("关于") && subject.starts_with(begin);
        begins && title.ends_with(end)
    };
    Some(all.map(LawKey::of).filter(fits).collect())
}

/// What the short names of one text have in common however they are written.
fn fold(name: &str) -> String {
    let key = LawKey::of(name);
    let plain: String = key
        .as_str()
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '、' | '“' | '”'))
        .collect();
    plain.replace("司法解释", "解释").replace("案件", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let found = law_names::resolve(name).or_else(|| resolve(name));
        let found = found.map(|law| law.to_string());
        assert_eq!(found.as_deref(), expected, "{name}");
    }

    #[test]
    fn names_with_issuers_lead_where_looking_them_up_does() {
        let mut found = 0;
        for name in short_names() {
            let fast = with_issuers(name);
            let slow: Vec<(String, LawKey)> = ISSUERS
                .iter()
                .map(|(issuer, _)| format!("{issuer}{name}"))
                .filter_map(|whole| Some((whole.clone(), resolve(&whole)?)))
                .collect();
            assert_eq!(fast, slow, "{name}");
            found += fast.len();
        }
        assert!(found > 500, "{found}");
    }

    #[test]
    fn short_names_of_courts_lead_to_their_text() {
        let family = "最高人民法院关于适用民法典婚姻家庭编的解释(一)";
        for name in [
            "民法典婚姻家庭编解释（一）",
            "民法典婚姻家庭编司法解释（一）",
            "婚姻家庭编解释（一）",
            "最高法民法典婚姻家庭编解释（一）",
            "《民法典婚姻家庭编解释一》",
        ] {
            check(name, Some(family));
        }
        check(
            "婚姻法司法解释（二）",
            Some("最高人民法院关于适用婚姻法若干问题的解释(二)"),
        );
        check(
            "建设工程司法解释（一）",
            Some("最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释(一)"),
        );
        check(
            "建设工程司法解释（二）",
            Some("最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释(二)"),
        );
        check("公安部程序规定", Some("公安机关办理刑事案件程序规定"));
        check(
            "民法典担保解释",
            Some("最高人民法院关于适用民法典有关担保制度的解释"),
        );
        check("九民纪要", Some("全国法院民商事审判工作会议纪要"));
    }

    #[test]
    fn who_issued_it_tells_editions_apart() {
        let both = "最高人民法院、最高人民检察院关于办理贪污贿赂刑事案件适用法律若干问题的解释";
        check("两高贪污贿赂解释", Some(both));
        check("两高关于贪污贿赂解释", None);
        check(
            "两高盗窃解释",
            Some("最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释"),
        );
        check(
            "最高法盗窃解释",
            Some("最高人民法院关于审理盗窃案件具体应用法律若干问题的解释"),
        );
        check("最高检盗窃解释", None);
    }

    #[test]
    fn name_that_a_newer_text_took_over_leads_to_neither() {
        for name in [
            "掩隐解释",
            "掩隐司法解释",
            "掩饰隐瞒解释",
            "侵犯知识产权解释",
            "知识产权刑事解释",
        ] {
            check(name, None);
            assert_eq!(candidates(name).len(), 2, "{name}");
        }
        check(
            "两高掩隐解释",
            Some(
                "最高人民法院、最高人民检察院关于办理掩饰、隐瞒犯罪所得、犯罪所得收益刑事案件适用法律若干问题的解释",
            ),
        );
    }

    #[test]
    fn amendments_have_short_names() {
        for name in [
            "刑修（十一）",
            "刑修十一",
            "刑修11",
            "刑法修正案十一",
            "刑十一修",
            "刑法修正案11",
        ] {
            check(name, Some("刑法修正案(十一)"));
        }
        check("刑修九", Some("刑法修正案(九)"));
        check("刑修（十二）", Some("刑法修正案(十二)"));
        check("刑修（十三）", None);
        check("刑修一", None);
        check("修正案十一", None);
    }

    #[test]
    fn words_that_name_no_text_are_not_taken() {
        for name in [
            "解释",
            "规定",
            "司法解释",
            "合同解释",
            "两高解释",
            "证据规定",
            "意见",
            "刑修",
            "",
        ] {
            check(name, None);
        }
    }

    #[test]
    fn cut_titles_are_found_where_one_fits() {
        check(
            "《关于惩治骗购外汇…决定》",
            Some("全国人民代表大会常务委员会关于惩治骗购外汇、逃汇和非法买卖外汇犯罪的决定"),
        );
        check(
            "全国人民代表大会常务委员会关于惩治骗购外汇……的决定",
            Some("全国人民代表大会常务委员会关于惩治骗购外汇、逃汇和非法买卖外汇犯罪的决定"),
        );
        check(
            "关于惩治骗购外汇、逃汇和非法买卖外汇犯罪的决定",
            Some("全国人民代表大会常务委员会关于惩治骗购外汇、逃汇和非法买卖外汇犯罪的决定"),
        );
        check("《最高人民法院关于审理…的解释》", None);
        check("《…决定》", None);
    }

    #[test]
    fn every_row_leads_to_itself_or_to_none() {
        let (mut itself, mut several) = (0, 0);
        for columns in rows(TABLE) {
            let (title, short) = columns
                .split_first()
                .map_or(("", &[][..]), |row| (*row.0, row.1));
            let law = LawKey::of(title);
            for name in short {
                let name = name.trim_start_matches(SHARED);
                let found = candidates(name);
                let alias = law_names::by_alias(&fold(name)).filter(|_| !is_shared(name));
                if let Some(alias) = alias {
                    assert_eq!(found, BTreeSet::from([alias]), "{name}");
                    continue;
                }
                assert!(found.contains(&law), "{name} → {title}: {found:?}");
                match found.len() {
                    1 => itself += 1,
                    _ => several += 1,
                }
            }
        }
        assert!(itself > 900 && several < 80, "{itself} {several}");
    }
}
