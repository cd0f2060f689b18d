//! Every page before axe-core, the checker of WCAG: no serious violation, in light and
//! dark, wide and narrow, filled and empty.

use serde_json::Value;

use super::Visit;
use super::casework::library;

/// The source of axe-core; `None`, and said so, where it was not fetched.
fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("LEIAN_AXE") else {
        println!("skipped: no axe-core");
        return None;
    };
    Some(std::fs::read_to_string(path).unwrap())
}

/// What axe-core finds on the page that is open, in words.
fn violations(visit: &Visit, axe: &str) -> Vec<String> {
    let run = "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
        'wcag22aa', 'best-practice'] }).then((found) => found.violations)";
    let found = visit.browser.look(&format!("{axe}\n{run}"));
    let found = found.as_array().unwrap().iter();
    let serious =
        found.filter(|one| matches!(one["impact"].as_str(), Some("serious" | "critical")));
    let told = |one: &Value| {
        let nodes = one["nodes"].as_array().unwrap().iter().take(3);
        let nodes: Vec<&str> = nodes
            .map(|node| node["html"].as_str().unwrap_or(""))
            .collect();
        format!("{} ({}): {}", one["id"], one["help"], nodes.join(" | "))
    };
    serious.map(told).collect()
}

#[test]
fn no_page_has_a_serious_violation() {
    let (Some(axe), Some(visit)) = (axe(), Visit::to(library)) else {
        return;
    };
    let browser = &visit.browser;
    let empty = [
        "/folders",
        "/notes",
        "/searches",
        "/reports",
        "/packs",
        "/compare",
        "/charges",
    ];
    let mut found: Vec<String> = Vec::new();
    let check = |path: &str, found: &mut Vec<String>| {
        visit.open(path);
        let all = violations(&visit, &axe);
        found.extend(all.into_iter().map(|one| format!("{path} {one}")));
    };
    for path in empty {
        check(path, &mut found);
    }
    visit.open("/folders");
    browser.type_into("#folder-name", "甲案");
    browser.follow("form[action='/folders'] button");
    visit.search("hybrid", "翻墙进入仓库搬走电缆");
    browser.click("#hit-1 .collect button");
    browser.wait("collected", || {
        (browser.text(".desk-count") == "1").then_some(())
    });
    browser.follow("#hit-1 .hit-link");
    browser.type_into(".notes > form [name=text]", "一条笔记");
    browser.follow(".notes > form button");
    visit.open("/packs");
    browser.type_into("[name=name]", "教学包");
    browser.follow("form[action='/packs'] button");
    let filled = [
        "/",
        "/search?q=电缆",
        "/search?q=电缆&kind=judgment&sort=newest",
        "/search?q=无此词无此词&mode=lexical",
        "/documents/case-971?q=电缆",
        "/tiers?q=电缆",
        "/figures?q=电缆",
        "/neighbourhood?of=case-971",
        "/similar",
        "/similar?of=case-971",
        "/applicable",
        "/citations",
        "/coverage",
        "/compare?id=case-971&id=judgment-972",
        "/charges?names=盗窃罪、诈骗罪",
        "/folders",
        "/folders/1",
        "/folders/1/draft",
        "/notes",
        "/searches",
        "/packs",
        "/packs/1",
        "/packs/1/student",
        "/packs/1/teacher",
        "/mine",
        "/nothing-here",
    ];
    for (scheme, width) in [("light", 1280_u32), ("dark", 390), ("light", 1920)] {
        browser.prefer(scheme);
        browser.resize(width, 900);
        for path in filled {
            check(path, &mut found);
            let wide = browser.look("return document.documentElement.scrollWidth");
            if wide.as_u64() > Some(u64::from(width)) {
                found.push(format!(
                    "{path} is {wide} pixels wide in a window of {width}"
                ));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
