#![allow(clippy::unwrap_used)]

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Stream, StringFormat, dictionary};

use super::*;

const FIXTURE: &[u8] = include_bytes!("../../../fixtures/lighthouse.pdf");

/// A file of one page a content, with a font under F and a form under X.
fn pdf(contents: &[Vec<u8>], font: Dictionary, form: Option<Stream>) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let font = document.add_object(font);
    let form = form.map(|form| document.add_object(form));
    let pages = document.new_object_id();
    let mut resources = dictionary! { "Font" => dictionary! { "F" => font } };
    if let Some(form) = form {
        resources.set("XObject", dictionary! { "X" => form });
    }
    let resources = document.add_object(resources);
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let content = document.add_object(Stream::new(dictionary! {}, content.clone()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
                "Resources" => resources, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            };
            document.add_object(page).into()
        })
        .collect();
    let count = kids.len() as i64;
    let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages, node.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn composite(encoding: &str) -> Dictionary {
    dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => encoding,
        "DescendantFonts" => vec![dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "SimSun",
        }.into()],
    }
}

/// Shows lines of text one under another.
fn lines(lines: &[&[u8]]) -> Vec<u8> {
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F".into(), 10.into()]),
        Operation::new("Td", vec![50.into(), 800.into()]),
        Operation::new("TL", vec![20.into()]),
    ];
    for line in lines {
        let text = Object::String(line.to_vec(), StringFormat::Hexadecimal);
        operations.push(Operation::new("Tj", vec![text]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    Content { operations }.encode().unwrap()
}

fn text_of(bytes: &[u8]) -> String {
    read(bytes).unwrap().plain_text()
}

#[test]
fn predefined_chinese_maps_are_read_without_a_map_of_the_font() {
    let text = "灯塔保护条例。";
    let gbk = encoding_rs::GBK.encode(text).0;
    let page = lines(&[&gbk]);
    assert_eq!(text_of(&pdf(&[page], composite("GBK-EUC-H"), None)), text);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let page = lines(&[&wide]);
    assert_eq!(
        text_of(&pdf(&[page], composite("UniGB-UCS2-H"), None)),
        text
    );
}

#[test]
fn pages_without_text_are_named() {
    let empty = || b"q 1 0 0 1 0 0 cm Q".to_vec();
    let error = read(&pdf(&[empty(), empty()], composite("GBK-EUC-H"), None)).unwrap_err();
    assert!(
        matches!(error, ImportProblem::NoTextLayer { pages: 2 }),
        "{error}"
    );
    // Numbers of glyphs that nothing maps to characters are no text.
    let page = lines(&[b"\x00\x01\x00\x02"]);
    let error = read(&pdf(&[page], composite("Identity-H"), None)).unwrap_err();
    assert!(
        matches!(error, ImportProblem::NoTextLayer { pages: 1 }),
        "{error}"
    );
    let gbk = encoding_rs::GBK.encode("第一条 甲。").0;
    let flow = read(&pdf(
        &[lines(&[&gbk]), empty()],
        composite("GBK-EUC-H"),
        None,
    ))
    .unwrap();
    assert!(flow.notes.contains(&TextNote::PagesWithoutText));
}

#[test]
fn forms_are_drawn_and_those_that_draw_themselves_end() {
    let gbk = encoding_rs::GBK.encode("甲。").0;
    let form = |content: Vec<u8>| {
        Some(Stream::new(
            dictionary! { "Type" => "XObject", "Subtype" => "Form" },
            content,
        ))
    };
    let bytes = pdf(
        &[b"/X Do".to_vec()],
        composite("GBK-EUC-H"),
        form(lines(&[&gbk])),
    );
    assert_eq!(text_of(&bytes), "甲。");
    let endless = [lines(&[&gbk]), b"\n/X Do".to_vec()].concat();
    let bytes = pdf(&[b"/X Do".to_vec()], composite("GBK-EUC-H"), form(endless));
    assert_eq!(text_of(&bytes), "甲。");
}

#[test]
fn bombs_are_refused_by_name() {
    let mut bomb = Stream::new(dictionary! {}, vec![b' '; 40 << 20]);
    bomb.compress().unwrap();
    let mut document =
        Document::load_mem(&pdf(&[Vec::new()], composite("GBK-EUC-H"), None)).unwrap();
    let page = document.page_iter().next().unwrap();
    let content = document.get_page_contents(page)[0];
    document.objects.insert(content, bomb.into());
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let error = read(&bytes).unwrap_err();
    let bound = Bound::ExpandedBytes;
    assert!(
        matches!(error, ImportProblem::Bound { bound: b, .. } if b == bound),
        "{error}"
    );
    let pages = vec![Vec::new(); MAX_PAGES + 1];
    let error = read(&pdf(&pages, composite("GBK-EUC-H"), None)).unwrap_err();
    assert!(
        matches!(
            error,
            ImportProblem::Bound {
                bound: Bound::Pages,
                ..
            }
        ),
        "{error}"
    );
}

/// A file of `pages` pages, whose contents `content` names in the document.
fn pdf_with_contents(pages: usize, mut content: impl FnMut(&mut Document) -> ObjectId) -> Vec<u8> {
    let empty = vec![Vec::new(); pages];
    let mut document = Document::load_mem(&pdf(&empty, composite("GBK-EUC-H"), None)).unwrap();
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for page in pages {
        let content = content(&mut document);
        let page = document.get_object_mut(page).unwrap();
        page.as_dict_mut().unwrap().set("Contents", content);
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_pages_expand_to_is_bounded_for_all_of_them_together() {
    // The parser stops at the bracket, so that only expanding costs time.
    let mut text = vec![b' '; 31 << 20];
    text[0] = b')';
    let mut stream = Stream::new(dictionary! {}, text);
    stream.compress().unwrap();
    let mut shared = None;
    let sharing = pdf_with_contents(17, |document| {
        *shared.get_or_insert_with(|| document.add_object(stream.clone()))
    });
    let mut damaged = stream.clone();
    let filters = vec!["FlateDecode".into(), "Unheard".into()];
    damaged.dict.set("Filter", Object::Array(filters));
    let failing = pdf_with_contents(17, |document| document.add_object(damaged.clone()));
    for bytes in [sharing, failing] {
        assert!(bytes.len() < 1 << 20);
        let error = read(&bytes).unwrap_err();
        let (size, most) = (Bound::ExpandedBytes, 512 << 20);
        assert!(
            matches!(error, ImportProblem::Bound { bound, limit } if bound == size && limit == most),
            "{error}"
        );
    }
}

#[test]
fn a_password_is_asked_for_only_where_one_is_needed() {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions};
    let gbk = encoding_rs::GBK.encode("第一条 甲。").0;
    for (password, opens) in [("", true), ("secret", false)] {
        let plain = pdf(&[lines(&[&gbk])], composite("GBK-EUC-H"), None);
        let mut document = Document::load_mem(&plain).unwrap();
        let id = Object::string_literal(vec![7u8; 16]);
        document
            .trailer
            .set("ID", Object::Array(vec![id.clone(), id]));
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        match read(&bytes) {
            Ok(flow) => assert!(opens && flow.plain_text() == "第一条 甲。"),
            Err(error) => assert!(
                !opens && matches!(error, ImportProblem::Encrypted),
                "{error}"
            ),
        }
    }
}

#[test]
fn truncated_files_give_text_or_a_reason() {
    let whole = text_of(FIXTURE);
    for end in (0..FIXTURE.len()).step_by(FIXTURE.len() / 40) {
        match read(&FIXTURE[..end]) {
            Ok(flow) => assert!(flow.plain_text().len() <= whole.len() + 200),
            Err(
                ImportProblem::Damaged { .. }
                | ImportProblem::NoTextLayer { .. }
                | ImportProblem::Bound { .. },
            ) => {}
            Err(other) => panic!("{end}: {other}"),
        }
    }
}

#[test]
fn columns_of_reported_files_are_read_in_turn() {
    let Some(shared) = std::env::var_os("LEIAN_SHARED") else {
        println!("skipped: LEIAN_SHARED is not set");
        return;
    };
    let folder = std::path::Path::new(&shared).join("trials/files/pdf");
    let files = std::fs::read_dir(folder).unwrap();
    let is_wanted = |path: &std::path::PathBuf| path.to_string_lossy().contains("p03_");
    let mut paths = files.map(|file| file.unwrap().path());
    let path = paths.find(is_wanted).unwrap();
    let text = text_of(&std::fs::read(path).unwrap());
    let starts: Vec<String> = text
        .lines()
        .map(|line| line.chars().take(3).collect())
        .collect();
    assert_eq!(
        starts[2..],
        [
            "第一条",
            "第二条",
            "第三条",
            "第四条",
            "第五条",
            "（一）",
            "第六条"
        ],
        "{text}"
    );
}
