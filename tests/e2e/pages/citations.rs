//! A text is pasted or uploaded, and its citations are looked through.

use leian_tests::{Browser, TestLibrary, documents, keys};
use serde_json::json;

use super::Visit;
use super::access::FAINT;

const TEXT: &str = "🚢意见书（虚构）\n依照刑法第２６４条、第一百三十三条之一，《刑法》第九百条，\n参照检例第901号，《合同法》第五十二条。《云州省灯塔管理条例》第四条规定：“看守人可以离开灯塔。”";

/// Pastes the text and submits the form.
fn paste(browser: &Browser, text: &str) {
    // Typed without the ship, which WebDriver of Chromium cannot type.
    browser.type_into("#cited-text", &text.replace('🚢', ""));
    browser.click(".check-form .go");
    browser.wait("the verdicts", || {
        (browser.count(".verdicts") == 1).then_some(())
    });
}

/// The marked words and their verdicts, as a reader sees them.
fn marks(browser: &Browser) -> Vec<(String, String)> {
    let words = browser.texts(".cited .words");
    words
        .into_iter()
        .zip(browser.texts(".cited .tag"))
        .collect()
}

fn expected() -> Vec<(String, String)> {
    [
        ("刑法第２６４条", "✓据本库有效"),
        ("第一百三十三条之一", "✓据本库有效"),
        ("《刑法》第九百条", "无没有这一条款"),
        ("检例第901号", "收已收录"),
        ("《合同法》第五十二条", "废已废止"),
        ("《云州省灯塔管理条例》第四条", "✓据本库有效≠引文不一致"),
    ]
    .map(|(words, verdict)| (words.to_owned(), verdict.to_owned()))
    .to_vec()
}

#[test]
fn a_pasted_opinion_shows_every_verdict_in_its_place() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.follow(".methods a[href='/citations']");
    assert_eq!(browser.text("h1"), "引用核验");
    paste(browser, TEXT);
    assert_eq!(marks(browser), expected());
    assert!(browser.text(".verdicts").contains("引用 6 处"));
    assert_eq!(browser.count(".card"), 6);
    assert!(browser.text("#c5 .repeal").contains("民法典"));
    assert!(browser.text("#c3 .existing").contains("本库所收"));
    let changed = browser.texts("#c6 .diff del").concat();
    assert!(changed.contains('可'), "{changed}");
    assert_eq!(browser.text(".misquoted"), "看守人可以离开灯塔。");

    // The sixth is the only one with a quotation that differs.
    browser.click("label[for=show-misquoted]");
    let shown = browser.look(
        "return Array.from(document.querySelectorAll('.card'))
           .filter((card) => card.offsetParent).map((card) => card.id)",
    );
    assert_eq!(shown, json!(["c6"]));
    assert_eq!(browser.count("#m6.here"), 1, "and the text shows its place");
    browser.click("label[for=show-all]");

    browser.follow("#c1 .of a");
    assert!(browser.url().contains("/documents/"), "{}", browser.url());
    assert_eq!(browser.text(".article:target .number"), "第二百六十四条");
}

#[test]
fn n_and_p_turn_to_the_next_and_the_one_before() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/citations");
    paste(browser, TEXT);
    let here = || {
        let here = browser.look("return document.querySelector('.cited.here')?.id ?? ''");
        here.as_str().unwrap().to_owned()
    };
    browser.press("n");
    assert_eq!((here().as_str(), browser.count("#c1.here")), ("m1", 1));
    browser.press("nn");
    assert_eq!(here(), "m3");
    browser.press("p");
    assert_eq!(here(), "m2");
    assert!(browser.is_focused("#m2"));
    browser.press("ppn");
    assert_eq!(here(), "m1", "around the ends");
    browser.click("label[for=show-in_force]");
    browser.press("nn");
    assert_eq!(here(), "m6", "past what is filtered out");
}

#[test]
fn a_file_is_checked_without_javascript_at_the_day_of_the_conduct() {
    let Some(browser) = Browser::start_without_javascript() else {
        return;
    };
    let library = TestLibrary::with_cited();
    let file = library.folder().join("意见书.txt");
    std::fs::write(&file, TEXT.replace('\n', "\r\n")).unwrap();
    let plain = Visit::with(browser, library);
    let browser = &plain.browser;
    plain.open("/citations");
    browser.type_into("#cited-file", file.to_str().unwrap());
    browser.click(".check-form .go");
    browser.wait("the verdicts", || {
        (browser.count(".verdicts") == 1).then_some(())
    });
    assert_eq!(marks(browser), expected());
    assert!(browser.text(".verdicts").contains("《意见书.txt》"));
    browser.click("label[for=show-repealed]");
    assert_eq!(browser.text("#c1"), "", "folded by the style sheet alone");
    assert!(browser.text("#c5").contains("已废止"));
    browser.click("label[for=show-all]");
    browser.click("#m3");
    assert!(browser.url().ends_with("#c3"));
    assert!(browser.text(".card:target").contains("第九百条"));

    plain.open("/citations");
    browser.type_into("#cited-text", "刑法第２６４条");
    browser.type_into("#cited-date", "1900.1.1");
    browser.type_into("#cited-date", keys::ENTER);
    browser.wait("the other day", || {
        browser
            .text(".verdicts")
            .contains("1900-01-01")
            .then_some(())
    });
    assert!(browser.text(".card").contains("本库未收录"));
}

#[test]
fn a_word_document_is_checked_as_it_is() {
    let made = || {
        let library = TestLibrary::with_cited();
        let paragraphs: Vec<&str> = TEXT.split('\n').collect();
        let file = library.folder().join("意见书.docx");
        std::fs::write(file, documents::docx(&paragraphs)).unwrap();
        library
    };
    let Some(visit) = Visit::to(made) else {
        return;
    };
    let browser = &visit.browser;
    let file = visit.library.folder().join("意见书.docx");
    visit.open("/citations");
    browser.type_into("#cited-file", file.to_str().unwrap());
    browser.click(".check-form .go");
    browser.wait("the verdicts", || {
        (browser.count(".verdicts") == 1).then_some(())
    });
    assert!(
        browser
            .text(".verdicts")
            .contains("《意见书.docx》（Word 文档）")
    );
    assert_eq!(marks(browser), expected());
}

#[test]
fn what_cannot_be_checked_is_told_and_what_was_typed_stays() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/citations");
    browser.type_into("#cited-text", "刑法第264条");
    browser.type_into("#cited-date", "前年");
    browser.click(".check-form .go");
    assert!(browser.text("[role=alert]").contains("前年"));
    assert_eq!(browser.property("#cited-text", "value"), "刑法第264条");
    browser.clear("#cited-date");
    browser.click(".check-form .go");
    browser.wait("the verdicts", || {
        (browser.count(".card") == 1).then_some(())
    });
}

#[test]
fn verdicts_are_readable_on_a_telephone_and_in_the_dark() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    browser.resize(390, 844);
    visit.open("/citations");
    paste(browser, TEXT);
    browser.look("document.querySelectorAll('details').forEach((one) => one.open = true)");
    let width = browser.look("return document.documentElement.scrollWidth");
    assert_eq!(width, 390);
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        for choice in ["all", "repealed"] {
            browser.click(&format!("label[for=show-{choice}]"));
            assert_eq!(browser.look(FAINT), json!([]), "{scheme} {choice}");
        }
    }
    let levels = browser
        .look("return Array.from(document.querySelectorAll('h1,h2,h3'), (one) => one.tagName)");
    assert_eq!(levels[0], "H1");
    let repeated = browser.look(
        "const ids = Array.from(document.querySelectorAll('[id]'), (one) => one.id);
         return ids.filter((id, place) => ids.indexOf(id) !== place)",
    );
    assert_eq!(repeated, json!([]));
    assert_eq!(browser.console_errors(), Vec::<String>::new());
}
