//! The prosecutor's way: a case on the desk, searches that are recorded, hits that are
//! collected, an adverse case that has to be looked at, a report that is filed and
//! taken along as a document, and what happened since.

use leian_corpus::import::extract_text;
use leian_tests::{Browser, TestLibrary, keys};
use serde_json::json;

use super::Visit;

/// What texts, names and notes hold that want to be more than text.
const HOSTILE: &str = "</textarea><script>document.title='x'</script>\u{202e}倒写";

fn case(id: &str, kind: &str, number: Option<&str>, charge: &str, texts: [&str; 3]) -> String {
    let [points, facts, result] = texts;
    let mut metadata = json!({ "charges": [charge], "date": "2021-03-04" });
    if let Some(number) = number {
        metadata["number"] = json!(number);
    }
    let document = json!({ "leian": 1, "id": id, "kind": kind,
        "title": format!("（虚构）{id}{charge}案"), "metadata": metadata,
        "body": { "sections": [
            { "role": "key_points", "label": "要旨", "text": format!("（虚构）{points}") },
            { "role": "facts", "label": "基本案情", "text": format!("（虚构）{facts}") },
            { "role": "result", "label": "处理结果", "text": format!("（虚构）{result}") },
            { "role": "related_law", "text": "《中华人民共和国刑法》第二百六十四条" } ] } });
    format!("{document}\n")
}

/// Invented cases: a guiding one, one like it that ended otherwise, one of another kind.
pub fn library() -> TestLibrary {
    let library = TestLibrary::new();
    let guiding = [
        "夜间翻墙进入码头仓库秘密搬走电缆的，以盗窃罪追究。",
        "2020年5月1日，某甲夜间翻墙进入码头仓库，搬走电缆三卷变卖。2020年6月2日某甲自首。",
        "法院判决某甲犯盗窃罪，判处有期徒刑一年。",
    ];
    let adverse = [
        "数额刚到标准、当场退还电缆的，可以不起诉。",
        "某乙夜间翻墙进入码头仓库，搬走电缆一卷，次日退还。",
        "检察机关对某乙依法作出不起诉决定。",
    ];
    let lines = [
        case(
            "case-971",
            "spp_guiding_case",
            Some("检例第9971号"),
            "盗窃罪",
            guiding,
        ),
        case("judgment-972", "judgment", None, "盗窃罪", adverse),
        other_case(),
    ];
    library.write("cases.jsonl", lines.concat());
    library.import();
    library
}

/// A case of another kind.
pub fn other_case() -> String {
    let texts = [
        "以虚假合同骗取定金的，看有没有履行的意思。",
        "某丙谎称能代购电缆，收取码头仓库定金后失去联系。",
        "法院判决某丙犯诈骗罪，判处拘役三个月。",
    ];
    case("judgment-973", "judgment", None, "诈骗罪", texts)
}

const FACTS: &str = "某戊夜间翻墙进入码头仓库，搬走电缆后变卖，随后自首。";

/// Fills a field of a form in place of what stands in it.
#[track_caller]
fn fill(browser: &Browser, css: &str, text: &str) {
    browser.clear(css);
    browser.type_into(css, text);
}

#[test]
fn a_prosecutor_goes_from_question_to_filed_report() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/folders");
    browser.type_into("#folder-name", "云检刑诉〔2026〕7号");
    browser.follow("form[action='/folders'] button");
    assert!(browser.text(".desk").contains("云检刑诉〔2026〕7号"));

    visit.search("hybrid", "翻墙进入仓库搬走电缆");
    browser.follow(".facet a[href*='kind=spp_guiding_case']");
    assert_eq!(visit.titles().len(), 1);
    browser.follow(".chip[aria-label^='取消筛选']");
    assert!(visit.titles()[0].contains("case-971"));
    // The key collects the hit that has the focus, and again takes it out.
    browser.press("j");
    browser.press("x");
    browser.wait("collected", || {
        (browser.text("#hit-1 .collect button") == "已收藏").then_some(())
    });
    assert_eq!(browser.text(".desk-count"), "1");
    browser.press("x");
    browser.wait("taken out", || {
        (browser.text(".desk-count") == "0").then_some(())
    });
    browser.press("x");
    browser.wait("collected", || {
        (browser.text(".desk-count") == "1").then_some(())
    });
    browser.follow("#hit-1 .hit-link");
    assert_eq!(browser.text(".kept .collect button"), "已收藏");
    browser.type_into(".notes > form [name=text]", "上会时引用这一段");
    browser.type_into(".notes > form [name=tags]", "说理 上会");
    browser.follow(".notes > form button");
    assert!(browser.text(".note-item").contains("上会时引用这一段"));

    browser.look("scrollTo(0, 0)");
    browser.follow(".kept a[href^='/compare']");
    browser.type_into("#add", "judgment-972");
    browser.follow("form[action='/compare'] button");
    assert!(browser.text(".similar-cases").contains("翻墙进入码头仓库"));
    visit.open("/");
    assert!(browser.text(".desk").contains("7号"), "named on every page");

    browser.follow(".desk a");
    fill(browser, "[name=charge]", "盗窃罪");
    fill(browser, "[name=facts]", FACTS);
    fill(
        browser,
        "[name=analysis]",
        "依照《刑法》第199条之外的规定处理。",
    );
    browser.follow("#pending form button");
    assert!(browser.text("#searches").contains("翻墙进入仓库搬走电缆"));
    assert!(browser.text("#folder-notes").contains("上会时引用这一段"));
    browser.click("#collected [value=followed]");
    browser.type_into("#collected [name=reason]", "入库手段和数额相当。");
    browser.follow("#collected [name=action][value=save]");
    // Taken out and collected again, it has what was said of it.
    browser.click("#collected [name=action][value=remove]");
    browser.wait("the list is empty", || {
        (browser.count("#collected li") == 0).then_some(())
    });
    visit.open("/documents/case-971");
    browser.click(".kept .collect button");
    browser.wait("again", || {
        (browser.text(".desk-count") == "1").then_some(())
    });
    browser.follow(".desk a");

    // What may speak against the opinion has to be looked at first.
    browser.follow("#reports form button");
    assert!(
        browser.text(".said").contains("不能定稿"),
        "{}",
        browser.text(".said")
    );
    assert!(browser.text("#adverse").contains("不起诉"));
    browser.follow("#adverse .open a");
    browser.follow(".desk a");
    for waived in 0..browser.count("#adverse .open") {
        assert!(waived < 5);
        browser.type_into("#adverse .open [name=reason]", "主体不同");
        browser.follow("#adverse .open button");
    }
    browser.follow("#reports form button");
    let filed = browser.url();
    assert!(filed.contains("/reports/20"), "{filed}");
    let report = browser.text("#report");
    let fields = [
        "检索事由",
        "检索主体、时间和平台",
        "检索方法",
        "待决案件",
        "结果统计",
        "指导性案例专节",
        "逐案比对",
        "冲突与不利案例",
        "参照或者参考的分析说明",
        "引用核验结果",
        "附件",
        "签核",
    ];
    let mut from = 0;
    for field in fields {
        let at = report[from..].find(field);
        from += at.unwrap_or_else(|| panic!("{field} in its place in {report}"));
    }
    for said in [
        "检例第9971号",
        "入库手段和数额相当。",
        "同一罪名：盗窃罪",
        "本库未收录",
        "应当参照",
        "已查看",
    ] {
        assert!(report.contains(said), "{said} in {report}");
    }
    assert!(!report.contains("共 3 条类案"));
    assert!(browser.text("#statement").contains("参照 1 件"));

    check_files(&visit, &filed);
    check_since(&visit, &filed);
}

/// The report as a document says what the page says.
fn check_files(visit: &Visit, filed: &str) {
    let path = filed
        .split('?')
        .next()
        .unwrap()
        .replace(visit.server.base(), "");
    for (name, expected) in [
        ("report.docx", "指导性案例专节"),
        ("report.md", "指导性案例专节"),
        ("report.html", "指导性案例专节"),
        ("statement.docx", "有无类似指导性案例"),
    ] {
        let (status, bytes) = visit.server.file(&format!("{path}/{name}"));
        assert_eq!(status, 200, "{name}");
        let text = extract_text(&bytes, name).unwrap().text;
        assert!(text.contains(expected), "{name}: {text}");
        assert!(text.contains("云检刑诉〔2026〕7号"), "{name}: {text}");
    }
    assert_eq!(visit.server.get(&format!("{path}/report.exe")).status, 404);
    let (status, pdf) = visit.server.file(&format!("{path}/report.pdf"));
    if status == 503 && String::from_utf8_lossy(&pdf).contains("没有可用的中文字体") {
        println!("skipped: no Chinese font");
        return;
    }
    let text = extract_text(&pdf, "report.pdf").unwrap().text;
    assert!(text.contains("指导性案例专节"), "{text}");
}

/// A guiding case that comes later is told; the report itself stays.
fn check_since(visit: &Visit, filed: &str) {
    let browser = &visit.browser;
    let later = [
        "夜间进入仓库搬走电缆数额巨大的，依法追究。",
        "某己夜间翻墙进入码头仓库，搬走电缆十卷变卖。",
        "法院判决某己犯盗窃罪，判处有期徒刑四年。",
    ];
    let line = case(
        "case-974",
        "spp_guiding_case",
        Some("检例第9974号"),
        "盗窃罪",
        later,
    );
    visit.library.write("later.jsonl", line);
    visit.library.import();
    browser.go(filed);
    assert!(!browser.text("#report").contains("9974"));
    browser.follow("a[href$='since=1']");
    let since = browser.text(".changed");
    assert!(since.contains("case-974"), "{since}");
    assert!(
        !browser.text("#report").contains("case-974"),
        "archived as it was"
    );
}

#[test]
fn it_all_works_without_javascript_and_hostile_words_stay_words() {
    let Some(browser) = Browser::start_without_javascript() else {
        return;
    };
    let plain = Visit::with(browser, library());
    let browser = &plain.browser;
    plain.open("/folders");
    browser.type_into("#folder-name", HOSTILE);
    browser.follow("form[action='/folders'] button");
    assert!(browser.text("h1").contains("</textarea><script>"));
    plain.search("lexical", "电缆");
    let first = browser.url();
    browser.follow("#hit-1 .collect button");
    assert!(browser.url().starts_with(&first), "back where it was");
    assert_eq!(browser.text("#hit-1 .collect button"), "已收藏");
    browser.follow("#hit-1 .hit-link");
    browser.type_into(".notes > form [name=text]", HOSTILE);
    browser.follow(".notes > form button");
    browser.follow(".desk a");
    fill(browser, "[name=facts]", HOSTILE);
    browser.follow("#pending form button");
    assert_eq!(browser.property("[name=facts]", "value"), json!(HOSTILE));
    browser.follow("a[href$='/draft']");
    assert!(browser.text("#report").contains("</textarea><script>"));
    plain.open("/notes");
    assert!(browser.text(".note-text").contains("</textarea><script>"));
    browser.follow("button[value=delete]");
    assert_eq!(browser.count(".note-text"), 0);
    browser.follow("button[value=restore]");
    assert_eq!(browser.count(".note-text"), 1);
    // Deleted, brought back, and away for good.
    plain.open("/folders");
    browser.follow("form[action$='/delete'] button");
    assert_eq!(browser.count(".card"), 0);
    browser.click("details summary");
    browser.follow("form[action$='/restore'] button");
    assert_eq!(browser.count(".card"), 1);
    plain.open("/mine");
    browser.type_into("#confirmation", "全部删除");
    browser.follow("#delete button");
    plain.open("/folders");
    assert_eq!(browser.count(".card"), 0);
}

#[test]
fn keys_alone_lead_from_a_search_to_the_case_and_its_draft() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/folders");
    browser.type_into("#folder-name", "甲案");
    browser.moves(|| browser.press(keys::ENTER));
    browser.press("/");
    assert!(browser.is_focused("#q"));
    browser.press("翻墙进入仓库");
    browser.moves(|| browser.press(keys::ENTER));
    browser.press("j");
    browser.press("x");
    browser.wait("collected", || {
        (browser.text(".desk-count") == "1").then_some(())
    });
    browser.moves(|| browser.press("o"));
    assert!(browser.url().contains("/documents/"));
    // From the top of the page: skip link, brand, box, its button, modes, the case.
    visit.open("/notes");
    let mut presses = 0;
    while !browser.is_focused(".desk a") {
        browser.press(keys::TAB);
        presses += 1;
        assert!(presses < 12, "the case is near the top");
    }
    browser.moves(|| browser.press(keys::ENTER));
    assert!(browser.url().contains("/folders/"));
    for _ in 0..120 {
        if browser.is_focused("a[href$='/draft']") {
            browser.moves(|| browser.press(keys::ENTER));
            assert!(browser.text("#report").contains("翻墙进入仓库"));
            return;
        }
        browser.press(keys::TAB);
    }
    panic!("the draft can be reached by keys");
}

/// A case whose every text wants to be more: markup, a script, a line without a break,
/// a mark that turns the direction.
fn hostile_case() -> String {
    let long = "长".repeat(3_000);
    let texts = [
        HOSTILE,
        &format!("{HOSTILE}{long}"),
        "<img src=x onerror=\"document.title='x'\">",
    ];
    case("judgment-979", "judgment", None, "盗窃罪", texts)
}

#[test]
fn hostile_texts_stay_texts_on_every_new_page() {
    let Some(visit) = Visit::to(|| {
        let library = library();
        library.write("hostile.jsonl", hostile_case());
        library.import();
        library
    }) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/documents/judgment-979");
    browser.click(".kept .collect button");
    browser.wait("a case is made", || {
        (browser.count(".desk-count") == 1).then_some(())
    });
    visit.open("/packs");
    browser.type_into("[name=name]", HOSTILE);
    browser.follow("form[action='/packs'] button");
    let pages = [
        "/folders/1",
        "/folders/1/draft",
        "/compare?id=judgment-979&id=case-971",
        "/packs/1",
        "/packs/1/student",
        "/packs/1/teacher",
        "/tiers?q=script",
        "/figures?q=script",
        "/neighbourhood?of=judgment-979",
        "/charges?names=盗窃罪",
        "/searches",
    ];
    for path in pages {
        browser.resize(390, 900);
        visit.open(path);
        assert_ne!(browser.look("return document.title"), "x", "{path}");
        assert_eq!(browser.count("main img, main script"), 0, "{path}");
        let width = browser.look("return document.documentElement.scrollWidth");
        assert_eq!(width, 390, "{path}");
    }
    visit.open("/packs/1/teacher");
    assert!(
        browser
            .text(".paper")
            .contains("</textarea><script>document.title='x'</script>")
    );
    let file = |name: &str| {
        let (_, bytes) = visit.server.file(&format!("/packs/1/teacher/{name}"));
        String::from_utf8(bytes).unwrap()
    };
    for name in ["teacher.html", "teacher.slides.html"] {
        let text = file(name);
        assert!(!text.contains("<script>document"), "{name}");
        assert!(!text.contains("<img"), "{name}");
    }
    let marks = file("teacher.md");
    let bare = marks
        .match_indices('<')
        .filter(|(at, _)| !marks[..*at].ends_with('\\'));
    assert_eq!(bare.count(), 0, "every mark has its backslash");
}

#[test]
fn an_article_is_collected_where_it_is_read() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/articles/刑法/264");
    browser.click(".kept .collect button");
    browser.wait("a case is made", || {
        (browser.count(".desk-count") == 1).then_some(())
    });
    browser.follow(".desk a");
    assert!(browser.text("#collected").contains("第二百六十四条"));
    browser.follow("a[href$='/draft']");
    assert!(browser.text("#report").contains("收藏的法条"));
}

#[test]
fn searches_are_remembered_kept_and_forgotten() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "电缆 NOT 定金");
    let total = visit.total();
    visit.open("/searches");
    assert!(browser.text(".card").contains("电缆 NOT 定金"));
    browser.type_into(".card [name=name]", "仓库盗窃");
    browser.type_into(".card [name=name]", keys::ENTER);
    browser.wait("kept", || (browser.count("h2") > 2).then_some(()));
    browser.follow(".card h2 a");
    assert_eq!(visit.total(), total);
    visit.open("/searches");
    browser.follow("form[action='/searches/forget'] button");
    assert!(
        browser.text(".card h2").contains("仓库盗窃"),
        "what is kept stays"
    );
}

#[test]
fn cases_stand_side_by_side() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/compare");
    assert!(browser.text(".empty").contains("还没有案例"));
    browser.type_into("#add", "检例第9971号");
    browser.follow("form[action='/compare'] button");
    browser.type_into("#add", "judgment-972");
    browser.follow("form[action='/compare'] button");
    let heads = browser.texts(".side-row h3");
    assert_eq!(heads.len(), 2, "{heads:?}");
    let rows = browser.texts(".side-row > h2");
    assert!(rows.iter().any(|row| row == "基本案情"), "{rows:?}");
    assert!(browser.text(".similar-cases").contains("翻墙进入码头仓库"));
    browser.type_into("#add", "检例第1号");
    browser.follow("form[action='/compare'] button");
    assert!(browser.text("[role=alert]").contains("检例第1号"));
    visit.open("/charges?names=盗窃罪、诈骗罪");
    assert_eq!(
        browser.texts(".side-row:first-child h2"),
        ["盗窃罪", "诈骗罪"]
    );
    assert!(browser.text("main").contains("案例 2 件"));
}

#[test]
fn versions_of_an_article_stand_side_by_side() {
    let Some(visit) = Visit::to_cited() else {
        return;
    };
    let browser = &visit.browser;
    visit.open("/articles/刑法/264");
    browser.follow("a[href^='/compare/versions']");
    let sides = browser.texts(".side-cell");
    assert!(
        sides[0].contains("三盏") && sides[1].contains("两盏"),
        "{sides:?}"
    );
    assert!(browser.text(".side-cell del").contains('三'));
    assert!(browser.text(".side-cell ins").contains('两'));
    let newest = browser.property("#b", "value");
    browser.look(&format!("document.querySelector('#a').value = {newest}"));
    browser.follow(".inline-form button");
    assert!(browser.text("main").contains("两个版本的文字相同"));
    assert_eq!(visit.server.get("/compare/versions?law=x").status, 400);
}

#[test]
fn several_values_orders_tiers_and_pictures() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    visit.search("lexical", "电缆");
    assert_eq!(visit.total(), 3);
    let of = |label: &str| format!(".facet a[href*='{label}']");
    browser.follow(&of("kind=judgment"));
    assert_eq!(visit.total(), 2);
    // The value beside the one that is set keeps its count and can be added.
    let guiding = ".facet a[href*='kind=judgment&kind=spp_guiding_case']";
    assert!(
        browser.text(guiding).ends_with('1'),
        "{}",
        browser.text(guiding)
    );
    browser.follow(guiding);
    assert_eq!(visit.total(), 3);
    browser.follow(".sorts a[href*='sort=tier']");
    assert!(visit.titles()[0].contains("case-971"));
    browser.follow(".sorts a[href*='/tiers']");
    let tiers = browser.texts(".tier h2");
    assert!(
        tiers[0].contains("最高检指导性案例") && tiers[0].contains("1 件"),
        "{tiers:?}"
    );
    assert!(tiers[1].contains("0 件"), "always there: {tiers:?}");
    visit.open("/figures?q=电缆");
    assert!(browser.count("svg.plot") > 1);
    browser.click(".plot-figure summary");
    assert!(browser.text(".plot-figure table").contains("2021 年"));
    visit.open("/neighbourhood?of=case-971");
    assert!(browser.text("main").contains("第二百六十四条"));
    assert_eq!(browser.console_errors(), [""; 0]);
}
