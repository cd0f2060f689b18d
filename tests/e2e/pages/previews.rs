//! What a citation leads to, shown beside it: by mouse, by keys, by finger.

use leian_tests::{Browser, TestLibrary, keys};
use serde_json::json;

use super::Visit;
use super::access::FAINT;

const FIRST: &str = ".role-related_law a.cite";
const THIRD: &str = ".role-related_law a.cite:nth-of-type(3)";

/// Whether a preview is open.
fn open(browser: &Browser) -> bool {
    browser.count(".preview:not([hidden])") == 1
}

#[track_caller]
fn wait_for(browser: &Browser, words: &str) {
    browser.wait(words, || {
        (open(browser) && browser.text(".preview").contains(words)).then_some(())
    });
}

/// The document that cites 《云州省灯塔管理条例》.
fn at_the_case() -> Option<Visit> {
    let visit = Visit::to_cited()?;
    visit.search("lexical", "北礁灯塔");
    visit.browser.follow("#hit-1 .hit-link");
    Some(visit)
}

#[test]
fn hovering_a_citation_shows_the_article_with_its_verdict() {
    let Some(visit) = at_the_case() else {
        return;
    };
    let browser = &visit.browser;
    assert!(!open(browser));
    browser.hover(THIRD);
    wait_for(browser, "因擅自熄灭塔灯造成船舶触礁的");
    let shown = browser.text(".preview");
    for words in ["云州省灯塔管理条例 第六条之一", "现行有效", "打开"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    browser.hover("h1");
    browser.wait("the preview gone", || (!open(browser)).then_some(()));
    browser.hover(FIRST);
    wait_for(browser, "第四条");
    browser.follow(".preview-open a");
    assert_eq!(browser.text("h1"), "第四条");
}

#[test]
fn keys_open_a_preview_and_escape_closes_it() {
    let Some(visit) = at_the_case() else {
        return;
    };
    let browser = &visit.browser;
    for _ in 0..60 {
        if browser.is_focused(FIRST) {
            break;
        }
        browser.press(keys::TAB);
    }
    assert!(browser.is_focused(FIRST));
    wait_for(browser, "第四条");
    assert_eq!(browser.count("a.cite[aria-describedby=preview]"), 1);
    browser.press(keys::ESCAPE);
    assert!(!open(browser));
    browser.moves(|| browser.press(keys::ENTER));
    assert_eq!(browser.text("h1"), "第四条");
}

#[test]
fn the_first_tap_shows_and_the_second_leads() {
    let Some(visit) = at_the_case() else {
        return;
    };
    let browser = &visit.browser;
    browser.resize(390, 844);
    browser.look("document.querySelector('.role-related_law').scrollIntoView()");
    browser.tap(FIRST);
    wait_for(browser, "第四条");
    assert!(browser.url().contains("/documents/"));
    let bottom = browser.look(
        "return innerHeight - document.querySelector('.preview').getBoundingClientRect().bottom",
    );
    assert!(
        bottom.as_f64().unwrap().abs() < 1.0,
        "at the lower edge: {bottom}"
    );
    let width = browser.look("return document.documentElement.scrollWidth");
    assert_eq!(width, 390);
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        assert_eq!(browser.look(FAINT), json!([]), "{scheme}");
    }
    browser.moves(|| browser.tap(FIRST));
    assert_eq!(browser.text("h1"), "第四条");
}

#[test]
fn without_javascript_a_citation_is_a_link() {
    let Some(browser) = Browser::start_without_javascript() else {
        return;
    };
    let plain = Visit::with(browser, TestLibrary::with_cited());
    plain.search("lexical", "北礁灯塔");
    let browser = &plain.browser;
    browser.follow("#hit-1 .hit-link");
    assert_eq!(browser.count(".preview"), 0);
    browser.follow(THIRD);
    assert_eq!(browser.text("h1"), "第六条之一");
}
