//! From a question to a list: modes, marks, filters, pages, jumps.

use std::collections::BTreeSet;

use leian_tests::{TestLibrary, keys, texts};

use super::{Visit, number, places};

#[test]
fn typing_and_enter_search_in_every_mode() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    for (mode, address, says, reasons) in [
        (
            "hybrid",
            "?q=擅自熄灭塔灯",
            ["字词相符", "意思最近"],
            [true, true],
        ),
        (
            "lexical",
            "?q=擅自熄灭塔灯&mode=lexical",
            ["字词相符", "条"],
            [true, false],
        ),
        (
            "semantic",
            "?q=擅自熄灭塔灯&mode=semantic",
            ["意思最近", "不代表全部"],
            [false, true],
        ),
    ] {
        visit.search(mode, "擅自熄灭塔灯");
        assert!(browser.url().ends_with(address), "{}", browser.url());
        assert_eq!(browser.property("#q", "value"), "擅自熄灭塔灯");
        let chosen = format!("[name=mode][value={mode}]");
        assert_eq!(browser.property(&chosen, "checked"), true);
        let totals = browser.text(".totals");
        assert!(says.iter().all(|text| totals.contains(text)), "{totals}");
        assert!(visit.total() >= visit.titles().len() && visit.total() > 0);
        // The tiny model's nearest entries are whatever they are.
        let best = "云州省灯塔管理条例 第六条".to_owned();
        assert!(
            mode == "semantic" || visit.titles().contains(&best),
            "{mode}"
        );

        browser.click("#hit-1 .why summary");
        let why = browser.text("#hit-1 .why dl");
        let given = [why.contains("BM25 得分"), why.contains("余弦")];
        // What only one of the two lists has, says so in a hybrid list as well.
        assert!(
            given == reasons || (mode == "hybrid" && given != [false, false]),
            "{mode}: {why}"
        );
        assert!(why.contains("合并得分"), "{why}");
    }
}

#[test]
fn matching_words_are_marked_at_their_characters() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    visit.search("lexical", "塔灯 罚款");
    let snippets = visit.marked(".snippet p");
    let article = "擅自熄灭塔灯的，处五百元以上五千元以下罚款。";
    assert!(
        snippets.iter().any(|(text, _)| text == article),
        "{snippets:?}"
    );
    for (text, marked) in &snippets {
        assert_eq!(*marked, places(text, &["塔灯", "罚款"]), "{text}");
    }

    visit.browser.follow("#hit-1 .hit-link");
    let paragraphs = visit.marked(".article p");
    assert!(paragraphs.iter().any(|(_, marked)| !marked.is_empty()));
    for (text, marked) in &paragraphs {
        assert_eq!(*marked, places(text, &["塔灯", "罚款"]), "{text}");
    }
}

#[test]
fn a_phrase_is_found_as_it_stands_or_not_at_all() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    for query_text in ["“日落前三十分钟”", "\"日落前三十分钟\""] {
        visit.search("lexical", query_text);
        assert_eq!(visit.titles(), ["云州省灯塔管理条例 第四条"]);
        assert_eq!(visit.browser.texts(".snippet mark"), ["日落前三十分钟"]);
        assert!(visit.browser.text(".parts").contains("短语"));
    }
    visit.search("lexical", "“三十分钟日落前”");
    assert_eq!(visit.total(), 0);
}

#[test]
fn a_filter_narrows_to_exactly_the_count_beside_it() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "塔灯 OR 河灯 OR 航标灯");
    let (all, list) = (visit.total(), browser.url());
    let counts: Vec<usize> = browser
        .texts(".facet a .count")
        .iter()
        .map(|count| number(count))
        .collect();
    assert!(counts.len() >= 4, "kinds, years and issuers: {counts:?}");
    assert!(counts.iter().any(|&count| count < all));
    let kinds = browser.count("section.facet:first-of-type a");
    assert_eq!(counts[..kinds].iter().sum::<usize>(), all);
    for (place, &count) in counts.iter().enumerate() {
        browser.go(&list);
        let link = format!("[data-place='{place}']");
        browser.look(
            "document.querySelectorAll('.facet a:has(.count)')
               .forEach((link, place) => link.dataset.place = place)",
        );
        browser.follow(&link);
        assert_eq!(visit.total(), count, "{}", browser.url());
        assert_eq!(visit.titles().len(), count.min(10));
        // Its chip takes it away again.
        browser.follow(".chip");
        assert_eq!(visit.total(), all);
    }
}

#[test]
fn dates_and_numbers_are_typed_into_the_filter() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "航标灯 OR 塔灯");
    browser.type_into("[name=from]", "2022");
    browser.follow(".typed button");
    assert!(browser.url().contains("from=2022"), "{}", browser.url());
    let dates = browser.texts(".hit .meta");
    assert!(!dates.is_empty());
    for date in dates {
        assert!(date.contains("2022-") || date.contains("2023-"), "{date}");
    }
    let notes = browser.texts(".note").concat();
    assert!(notes.contains("没有注明日期的文本不在结果中"), "{notes}");
    browser.type_into("[name=number]", "检例901");
    browser.follow(".typed button");
    assert_eq!(visit.titles(), ["郑某某盗窃航标灯案"]);
}

#[test]
fn filters_and_all_versions_stay_when_the_text_is_changed() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "塔灯");
    browser.type_into("[name=from]", "1949");
    browser.follow(".typed button");
    browser.follow(".filters-in section:last-child li:last-child a");
    let chips = browser.texts(".chip").concat();
    assert!(
        chips.contains("1949") && chips.contains("各个版本"),
        "{chips}"
    );
    browser.clear("#q");
    browser.type_into("#q", "航标灯");
    browser.moves(|| browser.type_into("#q", keys::ENTER));
    let address = "?q=航标灯&mode=lexical&from=1949&versions=all";
    assert!(browser.url().ends_with(address), "{}", browser.url());
}

#[test]
fn pages_hold_every_hit_once() {
    let made = || {
        let library = TestLibrary::without_model();
        texts::write_many(&library.sources(), 1, 25);
        library.import();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "守护事项");
    assert_eq!(visit.total(), 25);
    let mut seen: Vec<String> = Vec::new();
    for (page, hits) in [(1, 10), (2, 10), (3, 5)] {
        assert_eq!(browser.text(".pager [aria-current]"), page.to_string());
        let titles = visit.titles();
        assert_eq!(titles.len(), hits);
        seen.extend(titles);
        if page < 3 {
            browser.follow(".pager [rel=next]");
            assert!(
                browser
                    .text(".totals")
                    .contains(&format!("第 {} 页，共 3 页", page + 1))
            );
        }
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 25);
    assert_eq!(browser.count(".pager [rel=next]"), 0, "the end");
    browser.follow(".pager [rel=prev]");
    assert_eq!(visit.titles(), seen[10..20]);
}

#[test]
fn a_number_leads_to_its_case() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    for spelling in ["检例第901号", "检例901"] {
        visit.search("hybrid", spelling);
        assert_eq!(visit.titles()[0], "郑某某盗窃航标灯案");
        assert!(
            visit
                .browser
                .text("#hit-1 .badges")
                .contains("检索的就是这一篇")
        );
        visit.browser.follow("#hit-1 .hit-link");
        assert!(visit.browser.url().contains("/documents/spp-901"));
        assert!(visit.browser.text(".facts").contains("检例第901号"));
    }
}

#[test]
fn an_article_is_found_in_any_spelling_and_its_older_version_is_one_click_away() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    for (spelling, label) in [
        ("刑法第264条", "第二百六十四条"),
        ("刑法第二百六十四条", "第二百六十四条"),
        ("《刑法》第一百三十三条之一", "第一百三十三条之一"),
        ("中华人民共和国刑法133条之1", "第一百三十三条之一"),
    ] {
        visit.search("hybrid", spelling);
        assert_eq!(visit.titles()[0], format!("中华人民共和国刑法 {label}"));
        assert!(browser.text("#hit-1 .badges").contains("检索的就是这一条"));
        browser.follow("#hit-1 .hit-link");
        assert_eq!(browser.text(".article:target .number"), label);
        assert!(visit.is_in_view(".article:target"));
    }
    visit.search("hybrid", "刑法第264条");
    assert!(
        browser.text("#hit-1 .snippet").contains("两盏"),
        "the newest"
    );
    browser.follow("#hit-1 .versions a");
    assert!(
        browser.text(".article:target").contains("三盏"),
        "the older one"
    );
    assert!(browser.text(".versions b").contains("2020-12-26"));
    assert!(browser.text(".warning").contains("旧版本"));
    // The bar with the box would cover what lies at its edge.
    browser.look("scrollTo(0, 0)");
    browser.follow(".warning a");
    assert_eq!(browser.count(".warning"), 0, "the newest");
}

#[test]
fn going_back_shows_the_words_of_the_list() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "灯塔");
    let first = visit.titles();
    // On the page itself: what is typed there is what a browser would bring back.
    browser.look("document.getElementById('q').value = ''");
    browser.click("label.mode:has([value=hybrid])");
    browser.type_into("#q", "渡船");
    browser.moves(|| browser.type_into("#q", keys::ENTER));
    for (step, words, mode) in [("back", "灯塔", "lexical"), ("forward", "渡船", "hybrid")] {
        browser.moves(|| {
            browser.look(&format!("history.{step}()"));
        });
        assert!(browser.url().contains(words), "{}", browser.url());
        assert_eq!(browser.property("#q", "value"), words);
        let chosen = format!("[name=mode][value={mode}]");
        assert_eq!(browser.property(&chosen, "checked"), true);
        if step == "back" {
            assert_eq!(visit.titles(), first);
        }
    }
}
