#![allow(clippy::unwrap_used)]

use super::sentence::objects;
use super::*;
use crate::document::{DocumentId, LawKey};

/// Titles that a sentence ends, parts marked by `*`, articles by their numbers.
#[track_caller]
fn check(sentence: &str, expected: &[&str]) {
    let found: Vec<String> = objects(sentence)
        .into_iter()
        .map(|object| match object.extent {
            Extent::Whole => object.title,
            Extent::Part => format!("{}*", object.title),
            Extent::Articles(articles) => {
                let numbers: Vec<String> = articles.iter().map(ToString::to_string).collect();
                format!("{} {}", object.title, numbers.join(" "))
            }
        })
        .collect();
    assert_eq!(found, expected, "{sentence}");
}

#[test]
fn one_text_is_ended_in_the_words_of_statutes() {
    check(
        "本法自2030年1月1日起施行。《中华人民共和国甲税暂行条例》同时废止。",
        &["中华人民共和国甲税暂行条例"],
    );
    check(
        "本条例自发布之日起施行，1982年7月7日国务院发布的《乙管理暂行条例》即行废止。",
        &["乙管理暂行条例"],
    );
    check(
        "《关于丙案件的规定》（法发〔1995〕9号）自本解释公布之日起不再执行。",
        &["关于丙案件的规定"],
    );
    check(
        "本解释公布后，《关于丁的解释》（法释〔2002〕3号）不再适用。",
        &["关于丁的解释"],
    );
    check(
        "自本规定施行之日起，《戊规定（试行）》自行废止；以前的规定与本规定不一致的，以本规定为准。",
        &["戊规定(试行)"],
    );
    check("《己办法》(试行)同时失效。", &["己办法(试行)"]);
    check(
        "1954年政务院公布的中华人民共和国庚条例同时废止。",
        &["中华人民共和国庚条例"],
    );
    check("现决定废止2003年3月1日发布的《辛办法》。", &["辛办法"]);
}

#[test]
fn lists_are_ended_member_by_member() {
    check(
        "《甲法》、《乙条例》（国务院令第1号）和1993年2月17日国务院批准、1993年4月1日海关总署发布的《丙细则》同时废止。",
        &["甲法", "乙条例", "丙细则"],
    );
    check(
        "1960年国务院批准、交通部发布的《甲办法》，1988年国务院发布的《乙条例》，同时废止。",
        &["甲办法", "乙条例"],
    );
    check(
        "《甲规定》（一）、《甲规定》（二）同时停止执行。",
        &["甲规定(一)", "甲规定(二)"],
    );
    check("《甲规定》及其补充规定同时废止。", &["甲规定"]);
    check(
        "同时废止《甲办法》、《乙办法》和《丙办法》。",
        &["甲办法", "乙办法", "丙办法"],
    );
}

#[test]
fn parts_are_told_from_wholes() {
    check("《甲条例》第三条、第五条之一同时废止。", &["甲条例 3 5-1"]);
    check("《甲条例》中有关看守所的规定即行废止。", &["甲条例*"]);
    check(
        "《甲解释》（法释〔2015〕11号）第一条第一款第（一）项规定的数额标准不再适用。",
        &["甲解释*"],
    );
    check(
        "《甲条例》、《乙条例》中关于收费的规定同时废止。",
        &["甲条例*", "乙条例*"],
    );
}

#[test]
fn what_only_speaks_of_other_texts_ends_none() {
    for sentence in [
        "最高人民法院以前的司法解释与《甲法》不一致的，不再适用。",
        "《甲法》施行以前发布的规定，与本解释抵触的，不再适用。",
        "依照《甲法》第三条，行政许可自行失效。",
        "根据《甲法》制定的规定同时废止。",
        "本法所称人员的职务终止后，本条不再适用。",
        "《甲法》已废止。",
        "人民法院可以建议修改或者废止《甲办法》。",
        "将第三条修改为：“《甲办法》同时废止。”",
        "复议期间不停止执行《甲法》规定的决定。",
        "此前发布的司法解释与本解释不一致的，以本解释为准。",
        "《甲办法》与本规定不一致的，以本规定为准。",
        "《甲办法》应当予以废止。",
    ] {
        check(sentence, &[]);
    }
    check(
        "依照《甲法》新设的制度自2030年1月1日起施行，《乙条例》同时废止。",
        &["乙条例"],
    );
    check("根据《甲法》制定的《乙条例》同时废止。", &["乙条例"]);
    check(
        "《关于执行〈甲法〉若干问题的解释》同时废止。",
        &["关于执行〈甲法〉若干问题的解释"],
    );
}

fn clause(act: &str, title: &str, from: &str, dated: bool) -> RepealClause {
    RepealClause {
        act: act.to_owned(),
        title: title.to_owned(),
        maker: None,
        extent: Extent::Whole,
        from: Some(from.parse().unwrap()),
        dated,
        place: "第九条".to_owned(),
        words: String::new(),
    }
}

/// What of texts of one law, made on these days, a clause of the last one ends.
fn ended(law: &str, made: &[&str], clause: RepealClause) -> Vec<String> {
    let id = |made: &str| DocumentId::parse(&format!("law-{made}")).unwrap();
    let mut held: Vec<HeldText> = made
        .iter()
        .map(|made| HeldText {
            document: id(made),
            law: LawKey::of(law),
            made: Some(made.parse().unwrap()),
        })
        .collect();
    let act = DocumentId::parse("law-act").unwrap();
    held.push(HeldText {
        document: act.clone(),
        law: LawKey::of(&clause.act),
        made: None,
    });
    let repeals = Repeals::of(&held, &[(act, clause)]);
    let ends = made
        .iter()
        .filter(|made| repeals.whole(&id(made)).is_some());
    ends.map(|made| (*made).to_owned()).collect()
}

#[test]
fn texts_made_before_the_day_end_and_later_ones_of_the_name_do_not() {
    let days = ["2008-01-01", "2021-01-01"];
    let of_other = clause("乙条例", "甲条例", "2015-01-01", true);
    assert_eq!(ended("甲条例", &days, of_other), ["2008-01-01"]);
    let own = clause("甲条例", "甲条例", "2015-01-01", true);
    assert_eq!(ended("甲条例", &days, own), ["2008-01-01"]);
}

#[test]
fn a_consolidated_text_does_not_end_the_versions_before_it() {
    let days = ["2008-01-01", "2014-06-01"];
    let undated = clause("甲法", "甲法", "2015-01-01", false);
    assert!(ended("甲法", &days, undated).is_empty());
    // Made shortly before: the very text, by the day on which it was passed.
    let waiting = clause("甲法", "甲法", "2015-01-01", true);
    assert_eq!(ended("甲法", &days, waiting), ["2008-01-01"]);
}

#[test]
fn courts_end_no_laws() {
    let listed = clause(
        "最高人民法院关于废止部分司法解释的决定",
        "甲法",
        "2015-01-01",
        true,
    );
    assert!(ended("甲法", &["2008-01-01"], listed).is_empty());
}
