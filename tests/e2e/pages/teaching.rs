//! The trainer's way: from collected cases to a pack, its order, what is held back,
//! questions with their key, both editions as files, and what happened since.

use leian_corpus::import::extract_text;
use leian_tests::Browser;

use super::Visit;
use super::casework::{library, other_case};

/// Words of the decision, which students must not find anywhere.
const SECRET: &str = "判处有期徒刑一年";

fn pack(visit: &Visit) {
    let browser = &visit.browser;
    visit.search("lexical", "码头仓库");
    for hit in ["#hit-1", "#hit-2"] {
        browser.follow(&format!("{hit} .collect button"));
    }
    visit.open("/packs");
    browser.type_into("[name=name]", "盗窃与不起诉的界限");
    browser.follow("form[action='/packs'] button");
    assert_eq!(browser.count(".pack-items > li"), 2);
}

fn visit() -> Option<Visit> {
    Some(Visit::with(Browser::start_without_javascript()?, library()))
}

#[test]
fn a_trainer_makes_a_pack_whose_students_see_the_facts_alone() {
    let Some(visit) = visit() else {
        return;
    };
    let browser = &visit.browser;
    pack(&visit);
    let titles = browser.texts(".pack-items h2 a");
    // What was typed is kept also when another button is pressed.
    browser.type_into("#case-0 [name=notes]", "写了一半");
    browser.follow("#case-0 [value=down]");
    assert_eq!(
        browser.property("#case-1 [name=notes]", "value"),
        "写了一半"
    );
    browser.clear("#case-1 [name=notes]");
    browser.follow("#case-1 [value=remove]");
    assert_eq!(browser.count(".pack-items > li"), 1);
    browser.click("details.sheet summary");
    browser.follow("details.sheet button");
    assert_eq!(browser.count(".pack-items > li"), 2);
    let mut moved = browser.texts(".pack-items h2 a");
    moved.reverse();
    assert_eq!(moved, titles);
    let place = usize::from(!browser.text("#case-0 h2").contains("case-971"));
    let item = format!("#case-{place}");
    browser.type_into(&format!("{item} [name=question_0]"), "本案的手段是什么？");
    browser.type_into(&format!("{item} [name=answer_0]"), "秘密窃取。");
    browser.click(&format!("{item} [name=source_0] option:nth-child(2)"));
    browser.type_into(&format!("{item} [name=notes]"), "先讨论再发判决");
    browser.follow(&format!("{item} [value=save]"));

    let base = browser.url();
    let base = base
        .split(['?', '#'])
        .next()
        .unwrap()
        .replace(visit.server.base(), "");
    for name in [
        "student.docx",
        "student.md",
        "student.html",
        "student.slides.html",
    ] {
        let (status, bytes) = visit.server.file(&format!("{base}/student/{name}"));
        assert_eq!(status, 200, "{name}");
        let text = match name.ends_with(".docx") {
            true => whole_archive(&bytes),
            false => String::from_utf8(bytes).unwrap(),
        };
        assert!(text.contains("翻墙进入码头仓库"), "{name}");
        assert!(text.contains("本案的手段是什么"), "{name}");
        for hidden in [
            SECRET,
            "秘密窃取。",
            "先讨论再发判决",
            "case-971",
            "第二百六十四条",
        ] {
            assert!(!text.contains(hidden), "{hidden} in {name}");
        }
    }
    let (_, teacher) = visit.server.file(&format!("{base}/teacher/teacher.docx"));
    let text = extract_text(&teacher, "teacher.docx").unwrap().text;
    for shown in [SECRET, "秘密窃取。", "先讨论再发判决", "case-971", "时间线"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }

    visit.open(&base);
    browser.follow("[value=copy]");
    assert!(browser.text(".check-head").contains("第 2 版"));
    assert_eq!(browser.count(".changed"), 0);
    // The case goes, and the pack says so.
    visit.library.write("cases.jsonl", other_case());
    visit.library.import();
    browser.go(&browser.url());
    assert!(
        browser.text(".changed").contains("不再收录"),
        "{}",
        browser.text("main")
    );
}

#[test]
fn cases_are_dragged_into_another_order() {
    let Some(visit) = Visit::to(library) else {
        return;
    };
    let browser = &visit.browser;
    browser.resize(1280, 3000);
    visit.search("lexical", "码头仓库");
    browser.follow(".make-pack button");
    let before = browser.texts(".pack-items h2 a");
    assert_eq!(before.len(), 3, "{before:?}");
    browser.moves(|| browser.drag("#case-2 .drag", "#case-0 h2 a"));
    let after = browser.texts(".pack-items h2 a");
    assert_eq!(
        after,
        [&before[2], &before[0], &before[1]].map(String::clone)
    );
}

/// Everything that is in an archive, its properties too.
fn whole_archive(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}
