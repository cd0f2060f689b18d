//! Facts are pasted, and the articles that may apply are looked through.

use super::Visit;
use super::access::FAINT;

const FACTS: &str = "某戊夜间翻墙进入码头仓库，搬走电缆后变卖。随后回家。";

#[test]
fn pasted_facts_lead_to_articles_with_their_grounds() {
    let Some(visit) = Visit::to(crate::applicable::library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/");
    browser.follow("a[href='/applicable']");
    assert_eq!(browser.text("h1"), "拟适用法条");
    browser.click(".check-form .go");
    browser.wait("what is missing", || {
        (browser.count("[role=alert]") == 1).then_some(())
    });
    browser.type_into("#facts-text", FACTS);
    browser.click(".check-form .go");
    browser.wait("the proposals", || {
        (browser.count(".proposals") == 1).then_some(())
    });
    assert!(browser.text("#a1 h2").contains("盗窃罪"));
    assert!(browser.text("#a1 .verdict").contains("2 件适用本条"));
    assert!(browser.texts("#a1 mark").concat().contains("搬走电缆"));
    assert!(browser.text("#a1 .rival").contains("第二百六十六条"));
    assert!(browser.text(".check").contains("案件很少"));
    assert_eq!(browser.look(FAINT), serde_json::json!([]));
    browser.follow("#a1 h2 a");
    assert!(browser.text("main").contains("第二百六十四条"));
}
