//! Forms in which people hand in laws, each as plain text and as a web page.

#![allow(clippy::unwrap_used)]

use crate::document::{Body, Document};
use crate::import::{Oddity, Outcome, read_file};
use crate::statute::{Block, Statute};
use crate::timeline::{KnownLaw, Wording};

/// What becomes of a text under that name.
fn read(name: &str, text: &str) -> Vec<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let mut outcomes = Vec::new();
    read_file(&path, name, &mut |outcome| outcomes.push(outcome));
    outcomes
}

/// A web page with the lines as paragraphs.
fn page(text: &str) -> String {
    let paragraphs: String = text
        .lines()
        .map(|line| format!("<p>{line}</p>\n"))
        .collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body>{paragraphs}</body></html>")
}

fn document(outcomes: Vec<Outcome>) -> Document {
    match outcomes.into_iter().next() {
        Some(Outcome::Document(document)) => *document,
        other => panic!("{other:?}"),
    }
}

/// The document, the same from plain text and from a web page.
#[track_caller]
fn both(text: &str) -> Document {
    let plain = document(read("甲.txt", text));
    let html = document(read("甲.html", &page(text)));
    assert_eq!(html.title, plain.title);
    assert_eq!(html.metadata.law, plain.metadata.law);
    assert_eq!(html.metadata.effective, plain.metadata.effective);
    assert_eq!(html.body, plain.body);
    plain
}

pub(super) fn statute(document: &Document) -> &Statute {
    match &document.body {
        Body::Statute(statute) => statute,
        Body::Sections(_) => panic!("sections"),
    }
}

pub(super) fn articles(document: &Document) -> Vec<(String, &str)> {
    let articles = statute(document).articles();
    articles
        .map(|article| (article.number.to_string(), article.text.as_str()))
        .collect()
}

#[track_caller]
fn check_law(text: &str, law: &str, version: Option<&str>, effective: Option<&str>) -> Document {
    let found = both(text);
    let identity = found.metadata.law.as_ref().unwrap();
    let day = |day: Option<crate::Date>| day.map(|day| day.to_string());
    assert_eq!(identity.title, law);
    assert_eq!(day(identity.version).as_deref(), version, "{law}");
    assert_eq!(day(found.metadata.effective).as_deref(), effective, "{law}");
    found
}

#[test]
fn note_of_the_version_is_no_part_of_the_name() {
    let history = "（1990年4月2日第七届全国人民代表大会常务委员会第一次会议通过　根据2015年4月24日某会议《关于修改〈某法〉的决定》修正）";
    for note in [
        "（2015修正）",
        "（2015年修正）",
        "(2015)",
        "（2015年4月24日修正）",
    ] {
        let text =
            format!("某某灯塔法{note}\n{history}\n第一条 甲。\n第二条 本法自1990年7月1日起施行。");
        check_law(&text, "某某灯塔法", Some("2015-04-24"), None);
    }
    // Only the year is known: no day is made up, and the day of the first text is not its.
    let text = "某某灯塔法（2015修正）\n第一条 甲。\n第二条 本法自1990年7月1日起施行。";
    let found = check_law(text, "某某灯塔法", None, None);
    assert_eq!(found.metadata.year_in_title(), Some(2015));
    let other = both(&text.replace("2015", "2018"));
    assert_ne!(found.id, other.id);
}

#[test]
fn last_amendment_named_is_the_version() {
    let text = "某某灯塔法\n（1990年7月1日第七届全国人民代表大会常务委员会第十四次会议通过\n\u{3000}\
        根据2005年3月17日某会议《关于修改〈某某灯塔法〉的决定》第一次修正\n\u{3000}\
        根据2014年3月14日某会议《关于修改〈某某灯塔法〉的决定》第二次修正）\n\
        目　录\n第一章　总　则\n第二章　附　则\n第一章　总　则\n第一条　甲。\n第二章　附　则\n\
        第二条　本法自1991年1月1日起施行。";
    let found = check_law(text, "某某灯塔法", Some("2014-03-14"), None);
    let headings = statute(&found)
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Heading(_)));
    assert_eq!(headings.count(), 2);
    let law = KnownLaw::of(
        &found.metadata.law.as_ref().unwrap().key,
        std::slice::from_ref(&found),
    )
    .unwrap();
    let acts: Vec<String> = law
        .timeline
        .acts()
        .filter_map(|act| act.passed)
        .map(|day| day.to_string())
        .collect();
    assert_eq!(acts, ["1990-07-01", "2005-03-17", "2014-03-14"]);
    // The second line stands outside the bracket.
    check_law(
        "某某灯塔法\n(1995年8月29日某会议通过)\n根据2009年8月27日某会议《关于修改部分法律的决定》修正\n第一条 甲。",
        "某某灯塔法",
        Some("2009-08-27"),
        None,
    );
}

#[test]
fn articles_are_found_however_their_numbers_stand() {
    let found = both(
        "某某灯塔法\n第一条　甲，制定本法。第二条　本法所称灯塔，是指本法第三条规定的灯塔。第三条　乙。\n\
         第四条\n有下列情形之一的：\n(一)丙;\n(二)丁。\n第五条:违反第四条规定的，处罚款。\n第六条、国家鼓励。\n\
         第七条．戊。\n第八条【附则】　己。\n第一百二十条本法施行。",
    );
    let expected = [
        ("1", "甲，制定本法。"),
        ("2", "本法所称灯塔，是指本法第三条规定的灯塔。"),
        ("3", "乙。"),
        ("4", "有下列情形之一的：\n(一)丙;\n(二)丁。"),
        ("5", "违反第四条规定的，处罚款。"),
        ("6", "国家鼓励。"),
        ("7", "戊。"),
        ("8", "【附则】　己。"),
        ("120", "本法施行。"),
    ];
    let found = articles(&found);
    let found: Vec<(&str, &str)> = found.iter().map(|(n, text)| (n.as_str(), *text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn text_of_a_year_is_what_the_last_act_of_that_year_made() {
    let history = "（1990年7月1日某会议通过\n根据2005年3月17日某会议《关于修改〈某某灯塔法〉的决定》修正\n根据2014年3月14日某会议《关于修改〈某某灯塔法〉的决定》修正）";
    let newest = both(&format!(
        "某某灯塔法\n{history}\n第一条 甲。\n第二条 乙。\n第四条 丙。"
    ));
    let of_2005 = both("某某灯塔法（2005）\n第一条 丁。\n第二条 本法自1990年9月1日起施行。");
    let key = newest.metadata.law.as_ref().unwrap().key.clone();
    assert_eq!(of_2005.metadata.law.as_ref().unwrap().key, key);
    let law = KnownLaw::of(&key, &[newest, of_2005]).unwrap();
    let text = |number, year| {
        let (day, today) = (
            crate::Date::new(year, 6, 1).unwrap(),
            crate::Date::new(2026, 1, 1).unwrap(),
        );
        match law
            .timeline
            .wording(crate::ArticleNumber::new(number), day, today)
        {
            Wording::InForce { text, .. } => text,
            Wording::TextUnavailable { .. } => "?".to_owned(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(
        (text(1, 2008), text(1, 2020)),
        ("丁。".to_owned(), "甲。".to_owned())
    );
    // Before its act the text of 2005 did not apply, and what did is not held.
    assert_eq!(text(1, 1995), "?");
    // The newest copy has a gap; that is not to say that there is no third article.
    assert_eq!(text(3, 2020), "?");
    assert_eq!(text(9, 2020), "NoSuchArticle");
}

#[track_caller]
fn check_odd(text: &str, expected: &[&str]) {
    let outcomes = read("甲.txt", text);
    let odd: Vec<String> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Remark(remark) => Some(match &remark.what {
                Oddity::Gaps(gaps) => gaps.iter().map(|(a, b)| format!("{a}~{b} ")).collect(),
                other => other.code().to_owned(),
            }),
            _ => None,
        })
        .collect();
    assert_eq!(odd, expected, "{text}");
}

#[test]
fn gap_and_double_are_reported() {
    check_odd("某法\n第一条 甲。\n第二条 乙。\n第三条 丙。", &[]);
    check_odd("某法\n第一条 甲。\n第四条 乙。第七条 丙。", &["2~3 5~6 "]);
    check_odd("某法\n第三条 甲。\n第四条 乙。", &["1~2 "]);
    check_odd(
        "某法\n第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。",
        &["article_doubled"],
    );
    check_odd(
        "某法\n第一条 甲。\n第二条 灯塔的看守人应当每日，在日落以前",
        &["breaks_off"],
    );
}

#[test]
fn deleted_article_is_printed_and_none_any_more() {
    let found = both(
        "某某灯塔法\n(1995年8月29日某会议通过)\n根据2009年8月27日某会议《关于修改部分法律的决定》修正\n\
         第一条 甲。\n第三条 （删除）\n第四条 【已废止】\n第五条 （略）\n第六条 本法自1995年10月1日起施行。\n\
         第二条 灯塔必须审定。\n（根据2009年8月27日某会议《关于修改部分法律的决定》，本条已被删去）",
    );
    let key = found.metadata.law.as_ref().unwrap().key.clone();
    let law = KnownLaw::of(&key, &[found]).unwrap();
    let today = crate::Date::new(2026, 1, 1).unwrap();
    let wording = |number| {
        let wording = law
            .timeline
            .wording(crate::ArticleNumber::new(number), today, today);
        format!("{wording:?}")
            .split(['(', ' '])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let found: Vec<String> = (1..=6).map(wording).collect();
    assert_eq!(
        found,
        [
            "InForce",
            "Deleted",
            "Deleted",
            "Deleted",
            "TextUnavailable",
            "InForce"
        ]
    );
}

#[test]
fn traditional_text_keeps_its_words_and_has_a_simplified_name() {
    let found = check_law(
        "中華人民共和國燈塔法\n（2001年4月2日第九屆全國人民代表大會常務委員會第二十次會議通過）\n第一章　總則\n\
         第一條　為了燈塔。\n第二章　附則\n第二條　本法自2001年10月1日起施行。",
        "中华人民共和国灯塔法",
        Some("2001-04-02"),
        Some("2001-10-01"),
    );
    assert_eq!(found.title, "中華人民共和國燈塔法");
    assert_eq!(articles(&found)[0], ("1".to_owned(), "為了燈塔。"));
    assert_eq!(statute(&found).outline().len(), 2);
}

#[test]
fn radicals_are_read_as_characters() {
    let found = check_law(
        "中华⼈⺠共和国灯塔法\n（2002年4⽉2⽇第九届全国⼈⺠代表⼤会常务委员会第⼆⼗次会议通过）\n第⼀条　为了灯塔。\n第⼆条　⾮法点灯的。",
        "中华人民共和国灯塔法",
        Some("2002-04-02"),
        None,
    );
    assert_eq!(articles(&found)[1].1, "非法点灯的。");
}

#[test]
fn joint_title_has_one_name_however_it_is_set() {
    let law = "最高人民法院、最高人民检察院、公安部关于办理灯塔案件适用法律若干问题的意见";
    for title in [
        "最高人民法院 最高人民检察院 公安部关于办理灯塔案件适用法律若干问题的意见",
        "最高人民法院　最高人民检察院　公安部\n关于办理灯塔案件适用法律若干问题的意见",
        "最高人民法院\n最高人民检察院\n公安部\n关于办理灯塔案件适用法律若干问题的意见",
        "最高人民法院、最高人民检察院、公安部关于办理灯塔案件\n适用法律若干问题的意见",
    ] {
        let text = format!("{title}\n法发〔2016〕35号\n第一条　甲。\n第二条　乙。\n2016年12月19日");
        check_law(&text, law, Some("2016-12-19"), None);
    }
}

#[test]
fn notice_leaves_the_name_to_the_text_it_issues() {
    let found = both(
        "最高人民法院 最高人民检察院印发《关于办理灯塔案件的意见》的通知\n法发〔2016〕35号\n各省高级人民法院：\n\
         现印发给你们，请遵照执行。\n一、认真学习。\n二、抓好落实。\n2016年12月19日\n关于办理灯塔案件的意见\n\
         为了甲，制定本意见。\n一、乙。\n二、丙。\n三、丁。",
    );
    let law = found.metadata.law.as_ref().unwrap();
    assert_eq!(
        law.title,
        "最高人民法院、最高人民检察院关于办理灯塔案件的意见"
    );
    assert_eq!(
        law.aliases,
        ["最高人民法院 最高人民检察院印发《关于办理灯塔案件的意见》的通知"]
    );
    let items = statute(&found).cited_articles();
    let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["乙。", "丙。", "丁。"]);
    let text = statute(&found).blocks.iter().find_map(|block| match block {
        Block::Text(text) => Some(text.as_str()),
        _ => None,
    });
    assert!(text.unwrap().contains("认真学习"));
}

#[test]
fn annex_has_articles_and_days_of_its_own() {
    let found = check_law(
        "某某灯塔法\n（1990年4月4日第七届全国人民代表大会第三次会议通过）\n第一条　甲。\n第二条　本法自1991年7月1日起实施。\n\
         附件一　产生办法\n（2021年3月30日某会议修订）\n第一条　乙。\n第七条　本办法自2021年3月31日起施行。",
        "某某灯塔法",
        Some("1990-04-04"),
        Some("1991-07-01"),
    );
    let own: Vec<u32> = statute(&found)
        .own_articles()
        .map(|article| article.number.base)
        .collect();
    assert_eq!(own, [1, 2]);
}

#[test]
fn questions_below_a_text_are_no_articles() {
    let found = both(
        "某部关于灯塔的意见\n第一条 甲。\n第二条 乙。\n某部有关负责人就《关于灯塔的意见》答记者问\n\
         记者：请介绍背景。\n第十六条 答：起草过程。\n答：意见第二条明确了施行日期。",
    );
    let found = articles(&found);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].1, "乙。");
}

#[test]
fn number_above_its_article_is_not_text() {
    let found = both("某某灯塔法\n1\n第一条\n甲。\n2\n第二条\n乙：\n1\n丙。");
    assert_eq!(
        articles(&found),
        [("1".to_owned(), "甲。"), ("2".to_owned(), "乙：\n1\n丙。")]
    );
}

#[test]
fn what_a_page_prints_below_a_text_is_no_article() {
    let law = "某某灯塔条例\n（2020年1月1日某会议通过）\n第一条 灯塔应当登记。\n第二条 本条例自2020年5月1日起施行。";
    for footer in [
        "相关链接\n某某浮标条例\n第二条 浮标。",
        "责任编辑：甲某",
        "【编者按】本条例由某局起草，自2021年1月1日起草。",
        "来源：虚构网\n（责任编辑：甲某）",
        "延伸阅读\n雾号的第一条 由来。\n问：为什么？",
    ] {
        let text = format!("{law}\n{footer}");
        // A web page loses some of these lines before it is read as a law.
        for (name, text) in [("甲.html", &page(&text)), ("甲.txt", &text)] {
            let found = document(read(name, text));
            let day = found.metadata.effective.map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some("2020-05-01"), "{name} {footer}");
            let own: Vec<&str> = statute(&found)
                .own_articles()
                .map(|article| article.text.as_str())
                .collect();
            let expected = ["灯塔应当登记。", "本条例自2020年5月1日起施行。"];
            assert_eq!(own, expected, "{name} {footer}");
        }
    }
    // The signature stands above what is printed below.
    let text = format!("{law}\n某某市人民政府\n2020年1月1日\n来源：虚构网");
    let found = document(read("甲.txt", &text));
    let last = articles(&found).pop().unwrap();
    assert_eq!(last.1, "本条例自2020年5月1日起施行。");
}

#[test]
fn traditional_interpretation_has_number_and_articles() {
    for (first, second) in [
        ("第一條", "第二條"),
        ("第壹條", "第貳條"),
        ("第壹条", "第贰条"),
    ] {
        let text = format!(
            "最高人民法院關於審理灯塔案件適用法律若干問題的解釋\n（2015年3月1日最高人民法院審判委員會第1640次會議通過）\n\
             法釋〔2015〕99號\n{first}　甲應當如此。\n{second}　本解釋自2015年4月1日起施行。"
        );
        let found = check_law(
            &text,
            "最高人民法院关于审理灯塔案件适用法律若干问题的解释",
            Some("2015-03-01"),
            Some("2015-04-01"),
        );
        assert_eq!(
            found.metadata.doc_number.as_deref(),
            Some("法释〔2015〕99号")
        );
        let numbers: Vec<String> = articles(&found).into_iter().map(|one| one.0).collect();
        assert_eq!(numbers, ["1", "2"]);
        let cited = "最高人民法院關於審理灯塔案件適用法律若干問題的解釋";
        assert_eq!(
            crate::document::LawKey::of(cited),
            found.metadata.law.unwrap().key
        );
    }
}

#[test]
fn broken_note_gives_the_day() {
    for note in [
        "（2012年3月14日第十一届全国人民代表\n大会第五次会议通过）",
        "（2012年3月\n14日第十一届全国人民代表大会第五次会议通过）",
        "（1990年7月1日第七届全国人民代表大会\n第四次会议通过　根据2012年\n3月14日第十一届全国人民代表大会第五次会议《关于修改\n〈某某灯塔法〉的决定》修正）",
        "2012年3月14日第十一届全国人民代表大会\n第五次会议通过",
    ] {
        let text =
            format!("某某灯塔法\n{note}\n第一条 灯塔应当登记。\n第二条 本法自2012年5月1日起施行。");
        let found = check_law(&text, "某某灯塔法", Some("2012-03-14"), Some("2012-05-01"));
        assert_eq!(found.metadata.issuer.as_deref(), Some("全国人民代表大会"));
    }
}

#[test]
fn contents_without_the_word_are_dropped() {
    let body = "第一章 总则\n第一条 灯塔应当登记。\n第二章 附则\n第二条 本法自2012年5月1日起施行。";
    for contents in [
        "第一章 总则\n第二章 附则",
        "目  录\n第一章 总则 第二章 附则",
        "第一章 总则……1 第二章 附则……9",
        "目录 第一章 总则 第二章 附则",
    ] {
        let text = format!("某某灯塔法\n（2012年3月14日某会议通过）\n{contents}\n{body}");
        let found = both(&text);
        let headings: Vec<&str> = statute(&found)
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(heading) => Some(heading.text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(headings, ["第一章 总则", "第二章 附则"], "{contents}");
    }
}

#[test]
fn day_of_the_notice_and_below_the_title_is_that_of_the_text() {
    let notice = |between: &str, day: &str| {
        format!(
            "最高人民法院 最高人民检察院 公安部\n印发《关于办理灯塔案件若干问题的意见》的通知\n法发〔2016〕36号\n\
             各省、自治区、直辖市高级人民法院：\n现将意见印发给你们，请遵照执行。\n{between}{day}\n\
             关于办理灯塔案件若干问题的意见\n第一条　灯塔应当如此。\n第二条　浮标应当如此。"
        )
    };
    let law = "最高人民法院、最高人民检察院、公安部关于办理灯塔案件若干问题的意见";
    for (between, day) in [
        ("", "2016年12月19日"),
        ("最高人民法院 最高人民检察院 公安部\n", "2016年12月19日"),
        ("", "二〇一六年十二月十九日"),
    ] {
        check_law(&notice(between, day), law, Some("2016-12-19"), None);
    }
    for day in [
        "（2008年12月1日）",
        "2008年12月1日",
        "（二〇〇八年十二月一日）",
    ] {
        let text = format!(
            "最高人民法院关于审理灯塔案件工作座谈会纪要\n{day}\n一、关于罪名\n1．对灯塔，按甲罪。\n二、关于量刑\n（一）从重情形"
        );
        check_law(
            &text,
            "最高人民法院关于审理灯塔案件工作座谈会纪要",
            Some("2008-12-01"),
            None,
        );
    }
}
