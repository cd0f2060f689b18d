//! What was understood is shown as chips that can be taken away, and names are suggested
//! while a query is typed.

use leian_tests::keys;

use super::Visit;

#[test]
fn a_chip_is_taken_away_and_the_back_key_brings_it_again() {
    let Some(visit) = Visit::to(crate::understanding::library) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "醉驾");
    assert_eq!(visit.total(), 1);
    let chips = browser.texts(".chip.added");
    assert_eq!(chips.len(), 2, "{chips:?}");
    assert!(chips[1].contains("醉驾 → 危险驾驶"), "{chips:?}");
    assert!(browser.texts(".chip.offer").concat().contains("危险驾驶罪"));
    let before = browser.url();
    browser.follow(".chip.added");
    assert_eq!(browser.count(".chip.added"), 1);
    browser.follow(".chip.added");
    assert_eq!(browser.text(".empty h2"), "没有找到");
    browser.follow(".understood .chip-clear");
    assert_eq!(browser.count(".chip.added"), 2);
    assert_eq!(browser.url(), before);
    browser.moves(|| {
        browser.look("history.back()");
    });
    assert_eq!(browser.count(".chip.added"), 0);
}

#[test]
fn a_suggestion_is_chosen_by_keys() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.type_into("#q", "教例第901");
    browser.wait("the suggestions", || {
        (browser.count(".suggestions:not([hidden]) li") == 1).then_some(())
    });
    assert_eq!(browser.property("#q", "ariaExpanded"), "true");
    assert!(
        browser
            .text(".suggestions li")
            .contains("周某某擅自熄灭塔灯公益诉讼案")
    );
    browser.type_into("#q", keys::DOWN);
    assert_eq!(browser.count(".suggestions li[aria-selected=true]"), 1);
    browser.moves(|| browser.type_into("#q", keys::ENTER));
    assert!(visit.titles()[0].contains("周某某"));
    assert_eq!(browser.console_errors(), [""; 0]);
    // Escape closes the list and leaves what was typed.
    visit.open("/");
    browser.type_into("#q", "weixianj");
    browser.wait("the suggestions", || {
        (browser.count(".suggestions:not([hidden]) li") > 0).then_some(())
    });
    browser.type_into("#q", keys::ESCAPE);
    assert_eq!(browser.count(".suggestions:not([hidden])"), 0);
    assert_eq!(browser.property("#q", "value"), "weixianj");
}

#[test]
fn a_near_duplicate_is_folded_and_keys_go_on_beyond_it() {
    let Some(visit) = Visit::to(crate::understanding::copies) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "灯塔守护人 港务处");
    assert_eq!(visit.total(), 3);
    assert_eq!(browser.count(".hit.same > details:not([open])"), 1);
    assert!(browser.text(".hit.same summary").contains("内容几乎相同"));
    for place in 1..=3 {
        browser.press("j");
        assert!(
            browser.is_focused(&format!("#hit-{place} .hit-link")),
            "{place}"
        );
    }
    assert_eq!(browser.count(".hit.same > details[open]"), 1);
}
