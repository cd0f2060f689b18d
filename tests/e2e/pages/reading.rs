//! Reading: outlines, places, citations that lead to their texts.

use leian_tests::{TestLibrary, texts};

use super::Visit;

#[test]
fn a_case_has_an_outline_and_its_citations_lead_to_the_articles() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "北礁灯塔");
    browser.follow("#hit-1 .hit-link");
    assert_eq!(
        browser.texts(".outline a > span:first-child"),
        [
            "关键词",
            "要旨",
            "基本案情",
            "检察机关履职过程",
            "指导意义",
            "相关规定"
        ]
    );
    assert!(browser.text(".doc-head").contains("虚构教学案例"));
    let facts = browser.texts(".facts dt");
    assert!(
        !facts.contains(&"关键词".to_owned()),
        "told once: {facts:?}"
    );
    browser.click(".outline li:nth-child(4) a");
    assert!(
        browser
            .text("section:target")
            .starts_with("检察机关履职过程")
    );
    browser.wait("the place in the outline", || {
        (browser.count(".outline li:nth-child(4) a[aria-current]") == 1).then_some(())
    });

    let cited = browser.texts(".role-related_law a.cite");
    assert_eq!(
        cited,
        ["《云州省灯塔管理条例》第四条", "第六条", "第六条之一"]
    );
    browser.follow(".role-related_law a.cite:nth-of-type(3)");
    assert_eq!(browser.text("h1"), "第六条之一");
    assert_eq!(browser.text(".of-law"), "云州省灯塔管理条例");
    assert!(
        browser
            .text(".article-text")
            .contains("因擅自熄灭塔灯造成船舶触礁的")
    );
}

#[test]
fn what_the_library_does_not_hold_is_no_link() {
    let made = || {
        let library = TestLibrary::without_model();
        library.write("cases/901.md", texts::LIGHTHOUSE_CASE);
        library.import();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    visit.search("lexical", "北礁灯塔");
    visit.browser.follow("#hit-1 .hit-link");
    let related = visit.browser.text(".role-related_law");
    assert!(related.contains("第六条之一"), "{related}");
    assert_eq!(visit.browser.count("a.cite"), 0);
}

#[test]
fn an_article_is_read_beside_its_neighbours_and_in_its_statute() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/documents/spp-901");
    browser.follow(".role-related_law a.cite");
    assert_eq!(browser.text("h1"), "第二百六十四条");
    assert!(browser.text(".article-text").contains("两盏"), "the newest");
    browser.follow("[rel=prev]");
    assert_eq!(browser.text("h1"), "第一百三十三条之一");
    browser.follow("[rel=prev]");
    assert_eq!(browser.text("h1"), "第一百三十三条");
    assert_eq!(browser.count("[rel=prev]"), 0, "the first");
    browser.follow("[rel=next]");
    browser.follow(".beside a:not([rel])");
    assert_eq!(
        browser.text(".article:target .number"),
        "第一百三十三条之一"
    );
    assert_eq!(browser.text(".doc-head h1"), "中华人民共和国刑法");

    browser.follow(".article:target .number a");
    browser.follow(".related a[href^='/search']");
    assert!(visit.titles().contains(&"郑某某盗窃航标灯案".to_owned()));
}

#[test]
fn an_article_names_the_cases_that_cite_it() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "北礁灯塔");
    browser.follow("#hit-1 .hit-link");
    let case = browser.text("h1");
    browser.follow(".role-related_law a.cite");
    assert_eq!(browser.text("h1"), "第四条");
    let citing = browser.texts(".citing-title");
    assert!(citing.contains(&case), "{citing:?}");
    assert!(browser.text(".cited-by mark").contains("第四条"));
    browser.follow(".citing-title a");
    assert_eq!(browser.text("h1"), case);
}

#[test]
fn a_statute_has_an_outline_of_its_chapters() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "云州省灯塔管理条例");
    browser.follow("#hit-1 .hit-link");
    let lines = browser.texts(".outline a");
    assert_eq!(lines.len(), 3);
    let inserted = lines[1].replace('\n', " ");
    assert!(inserted.contains("第二章 守护"), "{inserted}");
    assert!(inserted.contains("第四条至第六条之一"), "{inserted}");
    browser.click(".outline li:nth-child(2) a");
    assert_eq!(browser.text("h2:target"), "第二章 守护");
}

#[test]
fn a_hit_in_a_long_statute_opens_at_its_article() {
    let made = || {
        let library = TestLibrary::without_model();
        library.write("long.jsonl", texts::long_statute(320));
        library.import();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    let browser = &visit.browser;
    // On a wide window the bar with the search box stays above the text.
    for (width, height, bar) in [(1280, 900, 60.0), (390, 844, 0.0)] {
        browser.resize(width, height);
        visit.search("lexical", "“渡口第250号事项”");
        assert_eq!(visit.titles(), ["云州省渡口管理条例 第二百五十条"]);
        browser.follow("#hit-1 .hit-link");
        assert_eq!(browser.text(":target .number"), "第二百五十条");
        let top = visit.top_of(":target");
        assert!((bar..bar + 100.0).contains(&top), "{top}");
    }
}

#[test]
fn the_passage_nearest_in_meaning_is_opened_and_marked() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    let facts = "周某某受雇看守云州省北礁灯塔";
    visit.search("semantic", facts);
    let case = visit
        .titles()
        .iter()
        .position(|title| title.contains("周某某"));
    let hit = format!("#hit-{} .hit-link", case.unwrap() + 1);
    browser.follow(&hit);
    assert!(browser.url().ends_with("#near"), "{}", browser.url());
    assert!(browser.count(".text .near") > 0);
    assert!(visit.is_in_view("#near"));
}
