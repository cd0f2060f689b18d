//! The lines under a law's title (题注) that tell which acts made it what it is.

use super::act::ActKind;
use crate::document::Date;
use crate::import::dates::dates_in;
use crate::normalize::outside_titles;

/// An act as a law's own history names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAct {
    /// The day on which it was made.
    pub passed: Date,
    /// From when it applies, where the history says.
    pub effective: Option<Date>,
    /// What it was.
    pub kind: ActKind,
    /// Title of the amending act, where one is named.
    pub title: Option<String>,
}

/// The acts that the lines name, in their order. Bodies that make a text together
/// (最高人民法院、最高人民检察院) have a line each, which is one act.
pub fn acts_named(preamble: &str) -> Vec<NamedAct> {
    let mut acts: Vec<NamedAct> = Vec::new();
    for line in preamble.lines().map(str::trim) {
        let dates = dates_in(line);
        let Some((place, date)) = dates.first().cloned() else {
            continue;
        };
        // A date behind a title belongs to the title.
        if line[..place.start].contains(['《', '〈']) {
            continue;
        }
        let plain = outside_titles(line);
        if applies_only(&plain) {
            if let Some(last) = acts.last_mut() {
                last.effective = Some(date);
            }
            continue;
        }
        let act = NamedAct {
            passed: date,
            effective: effective(line),
            kind: kind(line, &plain),
            title: title(line),
        };
        match acts.last_mut() {
            Some(last) if one_making(last, &act) => {
                last.passed = act.passed;
                last.effective = act.effective.or(last.effective);
            }
            // Passed again years later: the text was changed, and the line that says by
            // what is cut off.
            Some(_) if act.kind == ActKind::Enacted => acts.push(NamedAct {
                kind: ActKind::Amended,
                ..act
            }),
            _ => acts.push(act),
        }
    }
    acts
}

/// Longest time between the lines of bodies that make one text together, in days.
const MOST_DAYS_BETWEEN_BODIES: i64 = 366;

fn one_making(last: &NamedAct, act: &NamedAct) -> bool {
    let latest = last
        .passed
        .saturating_add(jiff::Span::new().days(MOST_DAYS_BETWEEN_BODIES));
    last.kind == ActKind::Enacted && act.kind == ActKind::Enacted && act.passed <= latest
}

/// 2013年1月1日 施行
fn applies_only(plain: &str) -> bool {
    let made = ["通过", "公布", "发布", "修订", "修正", "会议", "批准"];
    ["施行", "生效", "实施", "执行"]
        .iter()
        .any(|word| plain.contains(word))
        && !made.iter().any(|word| plain.contains(word))
}

/// The later date of a line that says 自2021年1月1日起施行.
fn effective(line: &str) -> Option<Date> {
    let dates = dates_in(line);
    let (place, date) = dates.get(1)?;
    let behind = line[place.end..].trim_start().trim_start_matches('起');
    ["施行", "生效", "实施", "执行"]
        .iter()
        .any(|word| behind.starts_with(word))
        .then_some(*date)
}

fn kind(line: &str, plain: &str) -> ActKind {
    // 行政法规 call it 修订 when a decision changes single articles.
    let by_decision = ["关于修改", "修正案", "通过的《", "的决定》"]
        .iter()
        .any(|word| line.contains(word));
    if by_decision || plain.contains("修正") {
        ActKind::Amended
    } else if plain.contains("修订") {
        ActKind::Revised
    } else {
        ActKind::Enacted
    }
}

/// The title in 《》 with what is nested in it.
fn title(line: &str) -> Option<String> {
    let start = line.find('《')?;
    let end = line.rfind('》')?;
    let title = line.get(start + '《'.len_utf8()..end)?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(preamble: &str) -> Vec<(String, &'static str, Option<String>)> {
        acts_named(preamble)
            .into_iter()
            .map(|act| (act.passed.to_string(), act.kind.code(), act.title))
            .collect()
    }

    #[test]
    fn making_revision_and_amendment_are_told_apart() {
        let found = read(
            "1979年7月1日 某会议通过\n1997年3月14日 某会议修订\n\
             2018年10月26日 某会议《关于修改〈某某法〉的决定》第三次修正\n\
             1999年12月25日 某会议通过的《某某法修正案》",
        );
        let kinds: Vec<_> = found.iter().map(|act| act.1).collect();
        assert_eq!(kinds, ["enacted", "revised", "amended", "amended"]);
        assert_eq!(found[2].2.as_deref(), Some("关于修改〈某某法〉的决定"));
        assert_eq!(found[3].2.as_deref(), Some("某某法修正案"));
    }

    #[test]
    fn bodies_that_make_a_text_together_are_one_act() {
        let acts = acts_named(
            "2021年12月1日 最高人民法院审判委员会第1次会议通过\n\
             2021年12月8日 最高人民检察院第十三届检察委员会第2次会议通过\n2022年1月1日 施行",
        );
        assert_eq!(acts.len(), 1);
        assert_eq!(acts[0].passed.to_string(), "2021-12-08");
        assert_eq!(
            acts[0].effective.map(|d| d.to_string()).as_deref(),
            Some("2022-01-01")
        );
    }
}
