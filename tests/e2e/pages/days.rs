//! The day of the conduct (行为时): what an article was then, by the date box of
//! reading pages, with and without scripts.

use leian_tests::{Browser, TestLibrary, keys};
use serde_json::json;

use super::Visit;
use super::access::FAINT;

const LAW: &str = "中华人民共和国云州渡船法";
const THEN: &str = "（虚构条文）渡船夜间应当点一盏灯。";
const NOW: &str = "（虚构条文）渡船夜间应当点两盏灯。";

/// Two versions of an invented law, and an invented case between them.
fn library() -> TestLibrary {
    let law = |version: &str, status: &str, second: &str| {
        json!({
            "leian": 1, "kind": "law", "title": LAW,
            "metadata": { "law": { "title": LAW, "version": version }, "status": status },
            "body": { "statute": { "blocks": [
                { "article": { "number": "1", "label": "第一条", "text": "（虚构条文）渡船应当登记。" } },
                { "article": { "number": "2", "label": "第二条", "text": second } },
            ] } }
        })
    };
    let case = json!({
        "leian": 1, "id": "ferry-1", "kind": "typical_case", "title": "虚构渡船夜航案",
        "metadata": { "date": "2015-03-01" },
        "body": { "sections": [
            { "role": "facts", "label": "基本案情", "text": "虚构：某甲夜间撑船，点灯一盏。" },
            { "role": "related_law", "label": "相关规定", "text": "《云州渡船法》第一条、第二条" },
        ] }
    });
    let lines = [
        law("2010-01-01", "已修改", THEN),
        law("2019-01-01", "现行有效", NOW),
        case,
    ];
    let library = TestLibrary::without_model();
    library.write(
        "ferry.jsonl",
        lines.map(|line| format!("{line}\n")).concat(),
    );
    library.import();
    library
}

#[test]
fn a_case_is_read_with_the_law_of_the_day_of_the_conduct() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/documents/ferry-1");
    let changed = browser.text(".changed");
    for words in ["可能失效", LAW, "第二条", "2019-01-01"] {
        assert!(changed.contains(words), "{words}: {changed}");
    }
    assert!(!changed.contains("第一条"), "it did not change: {changed}");
    browser.type_into("[name=as_of]", "2014年5月1日");
    browser.moves(|| browser.type_into("[name=as_of]", keys::ENTER));
    assert_eq!(browser.property("[name=as_of]", "value"), "2014-05-01");

    let second = ".role-related_law a.cite:nth-of-type(2)";
    browser.hover(second);
    browser.wait("the text of then", || {
        let shown = browser.count(".preview:not([hidden])") == 1;
        (shown && browser.text(".preview").contains("一盏灯")).then_some(())
    });
    assert!(browser.text(".preview").contains("行为时 2014-05-01"));
    browser.follow(second);
    assert!(browser.text("h1").contains("行为时 2014-05-01"));
    assert_eq!(browser.text(".article-text"), THEN);
    assert!(browser.text(".wording .diff del").contains('一'));
    assert!(browser.text(".wording .diff ins").contains('两'));
    assert_eq!(browser.look(FAINT), json!([]));

    browser.follow(".beside a:last-child");
    assert_eq!(browser.text("h1"), "沿革");
    assert!(browser.text(".event .diff del").contains('一'));
    assert!(browser.text(".events").contains("2019-01-01"));
    browser.follow(".of-law a");
    assert_eq!(browser.text(".article-text"), NOW);
}

#[test]
fn a_day_works_without_javascript_and_on_a_telephone() {
    let Some(browser) = Browser::start_without_javascript() else {
        return;
    };
    let plain = Visit::with(browser, library());
    let browser = &plain.browser;
    browser.resize(390, 844);
    plain.open("/articles/%E4%BA%91%E5%B7%9E%E6%B8%A1%E8%88%B9%E6%B3%95/2");
    browser.click(".as-of [value=judgment]");
    browser.type_into("[name=as_of]", "2012-01-01");
    browser.moves(|| browser.click(".as-of button"));
    assert!(browser.text("h1").contains("裁判时 2012-01-01"));
    assert_eq!(browser.text(".article-text"), THEN);
    let width = browser.look("return document.documentElement.scrollWidth");
    assert_eq!(width, 390);

    browser.clear("[name=as_of]");
    browser.type_into("[name=as_of]", "2001-01-01");
    browser.moves(|| browser.click(".as-of button"));
    assert_eq!(browser.count(".article-text"), 0, "no text of another day");
    let page = browser.text("main");
    assert!(
        !page.contains("一盏灯") && !page.contains("两盏灯"),
        "{page}"
    );

    browser.clear("[name=as_of]");
    browser.type_into("[name=as_of]", "去年");
    browser.moves(|| browser.click(".as-of button"));
    assert!(browser.text("[role=alert]").contains("去年"));
    assert_eq!(browser.property("[name=as_of]", "value"), "去年");
}
