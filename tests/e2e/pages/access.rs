//! For every reader: without scripts, on a small screen, by keys alone.

use leian_tests::{Browser, TestLibrary, keys};
use serde_json::json;

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
const PAGES: [&str; 16] = [
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
    "/coverage",
    "/citations",
    "/applicable",
    "/articles/%E4%BA%91%E5%B7%9E%E7%9C%81%E7%81%AF%E5%A1%94%E7%AE%A1%E7%90%86%E6%9D%A1%E4%BE%8B/4",
    "/citing?of=/articles/%E4%BA%91%E5%B7%9E%E7%9C%81%E7%81%AF%E5%A1%94%E7%AE%A1%E7%90%86%E6%9D%A1%E4%BE%8B/4",
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

/// Texts with less contrast than AA asks for (WCAG 2.2, 1.4.3), hints in empty
/// fields included. No page has a background that is an image.
pub const FAINT: &str = r#"
    const parse = (colour) => {
        const numbers = colour.match(/[\d.]+/g).map(Number);
        const scale = colour.startsWith("color(") ? 255 : 1;
        return [...numbers.slice(0, 3).map((one) => one * scale), numbers[3] ?? 1];
    };
    const over = (top, below) =>
        [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
    const luminance = (colour) => {
        const [r, g, b] = colour.slice(0, 3).map((one) =>
            one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, two) => {
        const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const above = (element) => element ? [...above(element.parentElement), element] : [];
    const background = (element) => above(element).reduce(
        (below, one) => over(parse(getComputedStyle(one).backgroundColor), below), [255, 255, 255, 1]);
    const contrast = (element, style, opacity) => {
        const below = background(element);
        const [r, g, b, alpha] = parse(style.color);
        return ratio(over([r, g, b, alpha * opacity], below), below);
    };
    const faint = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode.textContent.trim();
        const element = texts.currentNode.parentElement;
        const hidden = element.closest(".unseen, .skip, :disabled + span, script");
        if (!text || hidden || !element.getClientRects().length) continue;
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        const opacity = above(element).reduce((all, one) => all * getComputedStyle(one).opacity, 1);
        if (contrast(element, style, opacity) < (large ? 3 : 4.5)) faint.push(text);
    }
    for (const field of document.querySelectorAll("[placeholder]")) {
        const style = getComputedStyle(field, "::placeholder");
        if (contrast(field, style, style.opacity) < 4.5) faint.push(field.placeholder);
    }
    return faint;
"#;

#[test]
fn every_text_has_contrast_in_light_and_in_dark() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        for page in PAGES {
            visit.open(page);
            browser.look("document.querySelectorAll('details').forEach((one) => one.open = true)");
            assert_eq!(browser.look(FAINT), json!([]), "{scheme} {page}");
        }
    }
}

#[test]
fn headings_leave_no_level_out_and_ids_are_unique() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    for page in PAGES {
        visit.open(page);
        let levels = visit.browser.look(
            "return Array.from(document.querySelectorAll('h1,h2,h3,h4,h5,h6'), (one) => +one.tagName[1])",
        );
        let levels: Vec<u64> = serde_json::from_value(levels).unwrap();
        let tops = levels.iter().filter(|&&level| level == 1).count();
        assert_eq!((tops, levels[0]), (1, 1), "{page}: {levels:?}");
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{page}: {levels:?}"
        );
        let repeated = visit.browser.look(
            "const ids = Array.from(document.querySelectorAll('[id]'), (one) => one.id);
             return ids.filter((id, place) => ids.indexOf(id) !== place)",
        );
        assert_eq!(repeated, json!([]), "{page}");
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

    visit.open("/search?q=%E5%A1%94%E7%81%AF");
    browser.press(keys::TAB);
    browser.press(keys::ENTER);
    browser.wait("the results", || {
        browser.url().ends_with("#results").then_some(())
    });
    browser.press(keys::TAB);
    assert!(browser.is_focused("#hit-1 .hit-link"), "past the filters");
}
