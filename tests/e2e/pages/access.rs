//! For every reader: without scripts, on a small screen, by keys alone.

use leian_tests::{Browser, TestLibrary, keys};

use super::Visit;

#[test]
fn everything_works_without_javascript() {
    let Some(browser) = Browser::start_without_javascript() else {
        return;
    };
    let plain = Visit::with(browser, TestLibrary::with_cited());
    let browser = &plain.browser;
    plain.search("lexical", "塔灯 OR 河灯");
    // The script's keys are dead, so there is no script.
    browser.press("/");
    assert!(!browser.is_focused("#q"));
    let (total, titles) = (plain.total(), plain.titles());
    assert!(total > 1);

    browser.click("#hit-1 .why summary");
    assert!(browser.text("#hit-1 .why dl").contains("BM25"));
    browser.follow(".facet a:has(.count)");
    assert!(plain.total() < total);
    browser.follow(".chip");
    assert_eq!(plain.titles(), titles);
    browser.type_into("[name=from]", "2100");
    browser.follow(".typed button");
    assert_eq!(plain.total(), 0);

    plain.search("hybrid", "北礁灯塔");
    browser.follow("#hit-1 .hit-link");
    browser.click(".outline li:nth-child(4) a");
    assert!(browser.text("section:target").contains("检察建议"));
    browser.follow("a.cite");
    assert_eq!(browser.text(".of-law"), "云州省灯塔管理条例");

    browser.resize(390, 844);
    plain.search("lexical", "塔灯");
    assert_eq!(browser.text(".filters-in"), "", "folded");
    browser.click(".filters-toggle");
    assert!(browser.text(".filters-in").contains("类别"));
}

#[test]
fn a_script_changes_no_result() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    visit.search("hybrid", "擅自熄灭塔灯");
    let path = visit.browser.url().replace(visit.server.base(), "");
    let hits = visit.browser.count(".hit");
    assert!(hits > 0);
    let as_sent = visit.browser.look(&format!(
        "return fetch({path:?}).then((answer) => answer.text())
           .then((html) => html.split('class=\"hit-link\"').length - 1)"
    ));
    assert_eq!(as_sent, hits);
}

/// Every kind of page.
const PAGES: [&str; 11] = [
    "/",
    "/search?q=%E5%A1%94%E7%81%AF",
    "/search?q=%E5%88%91%E6%B3%95%E7%AC%AC264%E6%9D%A1&versions=all",
    "/search?q=%22%E7%81%AB%E6%98%9F%22&mode=lexical",
    "/search?q=%E5%A1%94%E7%81%AF&kind=law&kind=question&from=2020&to=2024&issuer=%E6%9F%90%E6%9F%90%E4%BA%BA%E6%B0%91%E6%A3%80%E5%AF%9F%E9%99%A2",
    "/search?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "/documents/spp-901?q=%E8%88%AA%E6%A0%87%E7%81%AF",
    "/articles/%E5%88%91%E6%B3%95/264",
    "/articles/%E5%88%91%E6%B3%95/999",
    "/documents/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "/search?q=%E5%A1%94%E7%81%AF&page=0",
];

#[test]
fn no_page_is_wider_than_a_telephone() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    browser.resize(390, 844);
    for page in PAGES {
        visit.open(page);
        let width = browser.look("return document.documentElement.scrollWidth");
        assert_eq!(width, 390, "{page}");
        // What is folded away must fit as well.
        browser.look(
            "document.querySelectorAll('.unseen[type=checkbox]').forEach((box) => box.checked = true);
             document.querySelectorAll('details').forEach((details) => details.open = true)",
        );
        let width = browser.look("return document.documentElement.scrollWidth");
        assert_eq!(width, 390, "{page}, unfolded");
    }
}

#[test]
fn no_page_complains_in_the_console() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    for page in PAGES {
        visit.open(page);
        let status = visit.server.get(page).status;
        let errors = visit.browser.console_errors();
        // The browser itself logs that a page came with an error status.
        let own = errors.iter().filter(|error| !error.contains("status of"));
        assert_eq!(own.count(), 0, "{page}: {errors:?}");
        assert_eq!(status < 400, errors.is_empty(), "{page}: {errors:?}");
    }
}

#[test]
fn keys_are_enough() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.wait("the focus in the box", || {
        browser.is_focused("#q").then_some(())
    });
    browser.press("塔灯");
    browser.press(keys::TAB);
    browser.press(keys::TAB);
    assert!(
        browser.is_focused("[name=mode]"),
        "after the button the modes"
    );
    browser.press(keys::RIGHT);
    assert_eq!(browser.property("[value=lexical]", "checked"), true);
    browser.moves(|| browser.press(keys::ENTER));
    assert!(
        browser.url().ends_with("?q=塔灯&mode=lexical"),
        "{}",
        browser.url()
    );

    browser.press("j");
    assert!(browser.is_focused("#hit-1 .hit-link"));
    browser.press("j");
    assert!(browser.is_focused("#hit-2 .hit-link"));
    browser.press("k");
    assert!(browser.is_focused("#hit-1 .hit-link"));
    browser.press("/");
    assert!(browser.is_focused("#q"));
    browser.press("j");
    assert_eq!(
        browser.property("#q", "value"),
        "j",
        "selected and typed over"
    );
    browser.press(keys::ESCAPE);
    assert!(!browser.is_focused("#q"));
    browser.press("j");
    browser.moves(|| browser.press(keys::ENTER));
    assert!(browser.url().contains("/documents/"), "{}", browser.url());
    browser.press("n");
    assert_eq!(browser.count("mark.here"), 1, "the first match");
}

#[test]
fn the_first_tab_skips_to_the_text() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/documents/spp-901");
    browser.press(keys::TAB);
    assert!(browser.is_focused(".skip"));
    let left = browser.look("return document.querySelector('.skip').getBoundingClientRect().left");
    assert!(left.as_f64().unwrap() >= 0.0, "seen when focused");
    browser.press(keys::ENTER);
    browser.wait("the text", || {
        browser.url().ends_with("#main").then_some(())
    });
    browser.press(keys::TAB);
    assert!(browser.is_focused("main a"), "past the box and its buttons");
}
