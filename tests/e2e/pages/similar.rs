//! A case is compared with others, and the matching sentence is read where it stands.

use super::Visit;
use super::access::FAINT;

const FACTS: &str = "某戊夜间翻墙进入码头仓库，搬走电缆后变卖。随后回家。";

#[test]
fn told_facts_are_compared_on_three_axes() {
    let Some(visit) = Visit::to(crate::similar::library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.follow("a[href='/similar']");
    assert_eq!(browser.text("h1"), "类案比对");
    browser.type_into("#facts-text", FACTS);
    browser.type_into("#facts-charges", "灯塔罪");
    browser.click(".check-form .go");
    browser.wait("what is wrong", || {
        browser
            .texts("[role=alert]")
            .concat()
            .contains("灯塔罪")
            .then_some(())
    });
    browser.clear("#facts-charges");
    browser.click(".check-form .go");
    browser.wait("the cases", || {
        (browser.count(".similar-cases") == 1).then_some(())
    });
    assert!(browser.text("#c1 h2").contains("盗窃罪案1"));
    let axes = browser.texts("#c1 h3").join(" ");
    assert_eq!(axes, "基本事实 争议焦点 法律适用 不同之处");
    assert!(
        browser
            .texts("#c1 .pair blockquote")
            .concat()
            .contains("搬走电缆三卷")
    );
    assert!(browser.text(".check").contains("不代表全部类案"));
    assert_eq!(browser.look(FAINT), serde_json::json!([]));
    browser.follow("#c1 .pair a");
    assert!(browser.text("#near").contains("搬走电缆三卷"));
    browser.follow("a[href^='/similar?of=']");
    assert!(browser.text(".check").contains("盗窃罪案1"));
    assert!(
        !browser
            .texts(".similar-cases h2")
            .concat()
            .contains("盗窃罪案1")
    );
}
