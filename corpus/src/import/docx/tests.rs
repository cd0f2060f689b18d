#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::error::Bound;
use crate::import::TextNote;

/// A document with this body and these further parts.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let all = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
    ];
    for (name, text) in all.iter().chain(parts) {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn lines(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let flow = read(&docx(body, parts)).unwrap();
    flow.blocks.into_iter().map(|block| block.text).collect()
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="x">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>"#;

fn numbered(num_id: u8, level: u8, text: &str) -> String {
    let properties =
        format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num_id}\"/></w:numPr>");
    paragraph(&properties, text)
}

#[test]
fn automatic_numbers_are_part_of_the_text() {
    let body = [
        numbered(1, 0, "甲。"),
        numbered(1, 1, "乙；"),
        numbered(1, 1, "丙："),
        numbered(1, 2, "丁。"),
        numbered(1, 0, "戊。"),
        numbered(1, 1, "己。"),
        numbered(2, 0, "庚。"),
        numbered(2, 0, "辛。"),
        numbered(3, 0, "壬。"),
        numbered(0, 0, "癸。"),
    ];
    let expected = [
        "第一条 甲。",
        "（一）乙；",
        "（二）丙：",
        "1.2.1 丁。",
        "第二条 戊。",
        "（一）己。",
        "第二十条 庚。",
        "第二十一条 辛。",
        "壬。",
        "癸。",
    ];
    let found = lines(&body.concat(), &[("word/numbering.xml", NUMBERING)]);
    assert_eq!(found, expected);
}

#[test]
fn headings_are_told_by_style_and_outline() {
    let styles = r#"<w:styles xmlns:w="x">
<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="b"><w:name w:val="某样式"/><w:basedOn w:val="a"/></w:style>
<w:style w:styleId="c"><w:name w:val="Title"/></w:style>
<w:style w:styleId="d"><w:name w:val="环"/><w:basedOn w:val="d"/></w:style>
</w:styles>"#;
    let style = |id: &str, text: &str| paragraph(&format!("<w:pStyle w:val=\"{id}\"/>"), text);
    let body = [
        style("c", "甲条例"),
        style("b", "第一章 总则"),
        paragraph("<w:outlineLvl w:val=\"1\"/>", "第一节 乙"),
        style("d", "丙"),
        style("none", "丁"),
    ];
    let flow = read(&docx(&body.concat(), &[("word/styles.xml", styles)])).unwrap();
    let depths: Vec<u8> = flow.blocks.iter().map(|block| block.depth).collect();
    assert_eq!(depths, [1, 2, 3, 0, 0]);
}

#[test]
fn tracked_changes_count_as_accepted() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>\
        <w:p><w:r><w:t>丙</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc/></w:tr>\
        <w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>";
    let flow = read(&docx(body, &[])).unwrap();
    assert_eq!(flow.plain_text(), "甲新\n乙丙\n| 一 |  |");
    assert_eq!(flow.notes, [TextNote::TrackedChanges]);
}

#[test]
fn tables_are_lines_and_frames_are_none() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", text));
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let body = format!(
        "<w:tbl>{}{}</w:tbl><w:tbl>{}{}</w:tbl>",
        row(&["甲", "乙"]),
        row(&["一", "二"]),
        row(&["框内第一段。"]),
        row(&["框内第二段。"])
    );
    assert_eq!(
        lines(&body, &[]),
        ["| 甲 | 乙 |", "| 一 | 二 |", "框内第一段。", "框内第二段。"]
    );
}

#[test]
fn notes_stand_below_and_codes_and_hidden_text_nowhere() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
        <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r></w:p>";
    let notes = "<w:footnotes xmlns:w=\"x\"><w:footnote w:id=\"1\"><w:p><w:r><w:t>无人引用</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>参见某法第三条。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let flow = read(&docx(body, &[("word/footnotes.xml", notes)])).unwrap();
    assert_eq!(
        flow.plain_text(),
        "甲乙 丙\n丁\n附：脚注\n注1：参见某法第三条。"
    );
    assert_eq!(flow.notes, [TextNote::Footnotes, TextNote::HiddenText]);
}

#[test]
fn note_that_is_referred_to_again_and_again_stands_once() {
    let mark = "<w:p><w:r><w:footnoteReference w:id=\"2\"/><w:t>甲</w:t></w:r></w:p>";
    let notes = "<w:footnotes xmlns:w=\"x\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>参见乙。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let parts = [("word/footnotes.xml", notes)];
    let found = lines(&mark.repeat(1_000), &parts);
    assert_eq!(found.len(), 1_002);
    assert_eq!(found[1_000..], ["附：脚注", "注1：参见乙。"]);
}

#[test]
fn long_template_of_a_label_is_cut() {
    let template = "甲".repeat(100_000);
    let numbering = NUMBERING.replace("第%1条", &template);
    let body = numbered(1, 0, "乙。").repeat(1_000);
    let found = lines(&body, &[("word/numbering.xml", &numbering)]);
    assert_eq!(found.len(), 1_000);
    for line in found {
        assert!(line.ends_with("甲 乙。"), "{line}");
        assert!(line.chars().count() < 80);
    }
}

#[test]
fn paragraphs_without_ends_are_joined_in_one_go() {
    const COUNT: usize = 60_000;
    let text = "甲".repeat(100);
    let properties = "<w:rPr><w:del/></w:rPr>";
    let body = paragraph(properties, &text).repeat(COUNT);
    let styles = Styles::default();
    let mut reader = Body::new(&styles, Numbering::default());
    let began = Instant::now();
    reader.read(&format!("<w:body>{body}</w:body>")).unwrap();
    // Copying what was carried at every paragraph moves half a terabyte.
    assert!(began.elapsed() < Duration::from_secs(20));
    let (flow, _) = reader.finish();
    let [block] = flow.blocks.as_slice() else {
        panic!("{} blocks", flow.blocks.len())
    };
    assert_eq!(block.text.len(), COUNT * text.len());
}

#[test]
fn text_boxes_are_read_once() {
    let body = "<w:p><w:r><w:t>前</w:t></w:r><w:r><AlternateContent>\
        <Choice><txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></txbxContent></Choice>\
        <Fallback><txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></txbxContent></Fallback>\
        </AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>";
    assert_eq!(lines(body, &[]), ["框", "前后"]);
}

#[test]
fn damaged_and_hostile_documents_are_refused_by_name() {
    let whole = docx(&paragraph("", "甲。"), &[]);
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "{end}");
    }
    let no_text = read(&docx("<w:p>", &[])).unwrap_err();
    assert!(matches!(
        no_text,
        ImportProblem::Damaged { format: FORMAT, .. }
    ));
    let deep = "<w:p>".repeat(100_000);
    let depth = Bound::Depth;
    let error = read(&docx(&deep, &[])).unwrap_err();
    assert!(matches!(error, ImportProblem::Bound { bound, .. } if bound == depth));
    let bomb = " ".repeat(80 << 20);
    let error = read(&docx(&bomb, &[])).unwrap_err();
    assert!(
        matches!(
            error,
            ImportProblem::Bound {
                bound: Bound::Ratio,
                ..
            }
        ),
        "{error}"
    );
}

/// The parts of a small document under other names, read as a file.
fn imported_under(name: impl Fn(&str) -> String) -> Vec<String> {
    let body = paragraph("", "第一条 灯塔应当登记。");
    let document = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    let styles = "<w:styles xmlns:w=\"x\"/>";
    let relations = "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"/word/document.xml\"/></Relationships>";
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relations),
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", styles),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, text) in parts {
        let options = SimpleFileOptions::default();
        writer.start_file(name(part), options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let flow = super::super::container::read(super::super::container::Container::Docx, &bytes);
    let blocks = flow.unwrap().blocks;
    blocks.into_iter().map(|block| block.text).collect()
}

#[test]
fn parts_are_found_however_their_names_are_written() {
    let backslashes = |part: &str| part.replace('/', "\\");
    let names: [&dyn Fn(&str) -> String; 7] = [
        &str::to_owned,
        &|part| format!("/{part}"),
        &|part| format!("./{part}"),
        &backslashes,
        &|part| format!("\\{}", backslashes(part)),
        &|part| part.replace("word/document", "Word/Document"),
        &str::to_ascii_uppercase,
    ];
    for name in names {
        let lines = imported_under(name);
        assert_eq!(
            lines,
            ["第一条 灯塔应当登记。"],
            "{}",
            name("word/document.xml")
        );
    }
}
