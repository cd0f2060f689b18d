//! What cannot be shown or found, and what must not be done: said on a page that
//! leads on.

use leian_tests::{TestLibrary, keys};
use serde_json::json;

use super::Visit;

#[test]
fn an_empty_library_says_how_to_fill_it() {
    let made = || {
        let library = TestLibrary::new();
        // Makes the library; that there was nothing to take is its own matter.
        library.leian(&["import", "sources"]);
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    visit.open("/");
    let holds = visit.browser.text(".holds");
    assert!(holds.contains("案例库还是空的"), "{holds}");
    assert!(holds.contains("leian import"), "{holds}");
    visit.search("hybrid", "塔灯");
    assert_eq!(visit.total(), 0);
    assert!(visit.browser.text(".empty").contains("没有找到"));
}

#[test]
fn nothing_found_is_said_with_what_else_to_try() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "“火星移民安置”");
    assert_eq!((visit.total(), visit.titles().len()), (0, 0));
    let empty = browser.text(".empty");
    assert!(
        empty.contains("没有找到") && empty.contains("不说明不存在"),
        "{empty}"
    );
    browser.follow(".empty a");
    assert!(!browser.url().contains("mode="), "{}", browser.url());
    // A filter that leaves nothing can be taken away on the spot.
    visit.open("/search?q=%E5%A1%94%E7%81%AF&mode=lexical&kind=judgment");
    assert!(browser.text(".empty").contains("取消全部筛选"));
    browser.follow(".empty a");
    assert!(visit.total() > 0);
}

#[test]
fn punctuation_alone_is_told_to_be_nothing_to_search() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    visit.search("hybrid", "？！……");
    assert!(visit.browser.text(".empty").contains("没有可以检索的内容"));
    assert_eq!(visit.browser.count(".totals"), 0, "nothing was counted");
    assert!(visit.browser.is_focused("#q"));
}

#[test]
fn what_does_not_exist_is_a_page_that_leads_back() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    for (path, says) in [
        ("/documents/spp-99999", "spp-99999"),
        ("/documents/..%2f..%2fetc", "案例库中没有这个文本"),
        ("/articles/%E5%88%91%E6%B3%95/999", "没有第九百九十九条"),
        (
            "/articles/%E6%9C%88%E7%90%83%E6%B3%95/1",
            "没有收录《月球法》",
        ),
        ("/nowhere", "没有这个页面"),
    ] {
        assert_eq!(visit.server.get(path).status, 404, "{path}");
        visit.open(path);
        let page = visit.browser.text("main");
        assert!(
            page.contains("404") && page.contains(says),
            "{path}: {page}"
        );
        visit.browser.follow("main a[href='/']");
        assert_eq!(visit.browser.url(), visit.server.url("/"));
    }
}

#[test]
fn an_article_that_is_not_there_leads_to_its_law() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    visit.open("/articles/%E5%88%91%E6%B3%95/999");
    visit.browser.follow("main a:not([href='/'])");
    assert!(visit.browser.url().ends_with("/search?q=刑法"));
    assert!(visit.titles()[0].contains("中华人民共和国刑法"));
}

#[test]
fn a_page_past_the_end_leads_to_the_last_one() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    visit.open("/search?q=%E5%A1%94%E7%81%AF&mode=lexical&page=99");
    let total = visit.total();
    assert!(total > 0);
    assert!(visit.browser.text(".empty").contains("这一页没有结果"));
    visit.browser.follow(".empty a");
    assert_eq!((visit.total(), visit.titles().len()), (total, total));
}

#[test]
fn a_hundred_thousand_characters_are_refused_by_their_length() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    // As ASCII the length of the text is counted, as Chinese the size of the form.
    for (character, says) in [
        ("x", "检索内容有 100000 字，最多 20000 字"),
        ("长", "检索内容超过"),
    ] {
        visit.open("/");
        let pasted = json!(character);
        browser.look(&format!(
            "document.getElementById('q').value = {pasted}.repeat(100000)"
        ));
        browser.moves(|| browser.type_into("#q", keys::ENTER));
        let page = browser.wait("the refusal", || {
            let page = browser.texts("main").concat();
            page.contains(says).then_some(page)
        });
        assert!(
            page.chars().count() < 500,
            "the text is not sent back: {page}"
        );
        visit.search("lexical", "塔灯");
        assert!(visit.total() > 0, "the server goes on");
    }
}

#[test]
fn a_long_story_is_searched_although_it_fits_no_address() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.look(
        "document.getElementById('q').value = '周某某看守北礁灯塔，雾天擅自熄灭塔灯。'.repeat(900)",
    );
    browser.moves(|| browser.type_into("#q", keys::ENTER));
    assert!(browser.url().ends_with("/search"), "{}", browser.url());
    let notes = browser.texts(".note").concat();
    assert!(notes.contains("放不进网址"), "{notes}");
    assert!(visit.titles()[0].contains("周某某擅自熄灭塔灯"));
}

#[test]
fn a_date_that_is_none_is_named_and_the_search_can_go_on() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "塔灯");
    let total = visit.total();
    browser.type_into("[name=from]", "2020-13-01");
    browser.follow(".typed button");
    let refusal = browser.text("[role=alert]");
    assert!(refusal.contains("2020-13-01"), "{refusal}");
    assert!(refusal.contains("日期写作"), "{refusal}");
    // It is corrected where it stands, and the rest of the search stays.
    let date = "[role=alert] [name=from]";
    assert_eq!(browser.property(date, "value"), "2020-13-01");
    assert_eq!(browser.property("[value=lexical]", "checked"), true);
    browser.clear(date);
    browser.type_into(date, "1949");
    browser.follow("[role=alert] button");
    assert!(browser.url().contains("mode=lexical"), "{}", browser.url());
    assert!(browser.url().contains("from=1949"), "{}", browser.url());
    assert!((1..=total).contains(&visit.total()));

    visit.open("/search?q=%E5%A1%94%E7%81%AF&mode=lexical&to=2020-13-01");
    browser.follow("[role=alert] p a");
    assert!(visit.total() >= total);
}

#[test]
fn a_search_that_finds_nothing_offers_only_what_may_find_more() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    let nothing = "/search?q=%22%E7%81%AB%E6%98%9F%E4%B8%8A%E7%9A%84%E6%B8%94%E8%88%B9%22";
    visit.open(&format!("{nothing}&mode=lexical&from=2020"));
    assert_eq!(browser.texts(".empty a"), ["取消全部筛选", "改为“综合”"]);
    visit.open(nothing);
    assert_eq!(browser.texts(".empty a"), [""; 0], "nothing finds more");
}

#[test]
fn without_a_model_the_pages_say_so_and_search_by_words() {
    let made = || {
        let library = TestLibrary::without_model();
        library.write_cited();
        library.import();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    assert!(browser.text(".notice").contains("模型"));
    assert!(!browser.text(".holds").contains("向量"));
    assert_eq!(browser.property("[value=semantic]", "disabled"), true);
    visit.search("hybrid", "塔灯");
    assert!(visit.total() > 0);
    let notes = browser.texts(".note").concat();
    assert!(notes.contains("模型"), "{notes}");
    assert!(!browser.text(".totals").contains("意思最近"));
    visit.search("lexical", "“火星上的渔船”");
    let offered = browser.texts(".empty a");
    assert!(offered.is_empty(), "{offered:?}");
    visit.open("/search?q=%E5%A1%94%E7%81%AF&mode=semantic");
    assert!(browser.text("[role=alert]").contains("需要向量模型"));
}

/// Markup that does something in a page that lets it.
const EVIL: &str = "<script>window.broken=1</script><img src=x onerror=\"window.broken=2\">\
                    <b onmouseover=alert(3)>'\"</b></mark></a>";

#[test]
fn markup_in_a_query_is_text() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let query_text = format!("塔灯 {EVIL}");
    for mode in ["lexical", "hybrid"] {
        visit.search(mode, &query_text);
        assert_eq!(visit.browser.property("#q", "value"), json!(query_text));
        check_unbroken(&visit);
    }
    if visit.browser.count(".hit-link") > 0 {
        visit.browser.follow("#hit-1 .hit-link");
        assert_eq!(visit.browser.property("#q", "value"), json!(query_text));
        check_unbroken(&visit);
    }
}

#[test]
fn markup_in_a_document_is_text() {
    let made = || {
        let library = TestLibrary::new();
        let title = format!("灯案{EVIL}");
        let document = json!({
            "leian": 1, "id": "teach-1", "kind": "teaching_case", "title": title,
            "metadata": {
                "issuer": EVIL, "keywords": [EVIL], "date": "2022-01-01",
                "source_url": "javascript:window.broken=4", "extra": { EVIL: EVIL }
            },
            "body": { "sections": [
                { "role": "facts", "label": EVIL, "text": format!("塔灯前{EVIL}塔灯后") }
            ] }
        });
        library.write("evil.jsonl", document.to_string());
        library.import();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("hybrid", "塔灯");
    assert_eq!(visit.titles(), [format!("灯案{EVIL}")]);
    assert!(browser.text(".snippet").contains(EVIL));
    assert!(
        browser.texts(".facet").concat().contains(EVIL),
        "the issuer"
    );
    check_unbroken(&visit);
    browser.follow("#hit-1 .hit-link");
    assert!(
        browser
            .text(".case-text")
            .contains(&format!("塔灯前{EVIL}塔灯后"))
    );
    assert!(browser.text(".facts").contains(EVIL));
    assert_eq!(browser.count("a[href^=javascript]"), 0);
    check_unbroken(&visit);
}

#[track_caller]
fn check_unbroken(visit: &Visit) {
    assert_eq!(
        visit.browser.look("return window.broken ?? null"),
        json!(null)
    );
    for css in [
        "main script",
        "main img[src=x]",
        "[onerror]",
        "[onmouseover]",
    ] {
        assert_eq!(visit.browser.count(css), 0, "{css}");
    }
    assert_eq!(visit.browser.console_errors(), [""; 0]);
}
