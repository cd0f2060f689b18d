#![allow(clippy::unwrap_used)]

use super::*;
use crate::case::SectionRole;
use crate::document::Body;

const HEADER: &str = "原始链接,案号,案件名称,法院,所属地区,案件类型,案件类型编码,来源,审理程序,裁判日期,公开日期,当事人,案由,法律依据,全文";

const TEXT: &str = "虚构市灯塔区人民法院\n刑事判决书\n被告人甲某。\n虚构市灯塔区人民检察院指控，甲某拆走“航标灯”。\n本院认为，甲某的行为构成盗窃罪。判决如下：\n被告人甲某犯盗窃罪，判处拘役三个月。";

fn row(number: usize, text: &str) -> String {
    format!(
        "https://example.org/{number},（2024）虚0101刑初{number}号,甲某盗窃案,虚构市灯塔区人民法院,广东省,刑事案件,1,某来源,刑事一审,2024-03-0{number},2024-04-01,甲某,盗窃罪,《中华人民共和国刑法》第二百六十四条;《中华人民共和国刑法》第六十七条第三款,\"{}\"",
        text.replace('"', "\"\"")
    )
}

fn outcomes(bytes: &[u8]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    read(&mut &*bytes, "x/a.csv", &mut |outcome| {
        outcomes.push(outcome)
    });
    outcomes
}

fn summary(bytes: &[u8]) -> Vec<String> {
    let short = |outcome: &Outcome| match outcome {
        Outcome::Document(document) => format!(
            "{} {}",
            document.provenance.line.unwrap(),
            document.metadata.case_number.as_deref().unwrap_or("")
        ),
        Outcome::Skipped { reason, detail } => format!("{reason}: {detail}"),
        Outcome::Failed(error) => error.to_string(),
        Outcome::Remark(remark) => remark.what.code().to_owned(),
    };
    outcomes(bytes).iter().map(short).collect()
}

#[test]
fn row_fills_the_metadata_and_is_split_like_any_judgment() {
    let table = format!("\u{feff}{HEADER}\r\n{}\r\n", row(1, TEXT));
    for bytes in [
        table.as_bytes().to_vec(),
        encoding_rs::GB18030.encode(&table[3..]).0.into_owned(),
        table.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ] {
        let found = outcomes(&bytes);
        let [Outcome::Document(document)] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(document.title, "甲某盗窃案");
        let metadata = &document.metadata;
        assert_eq!(metadata.court.as_deref(), Some("虚构市灯塔区人民法院"));
        assert_eq!(
            metadata.case_number.as_deref(),
            Some("（2024）虚0101刑初1号")
        );
        assert_eq!(metadata.date.unwrap().to_string(), "2024-03-01");
        assert_eq!(metadata.region.as_deref(), Some("广东省"));
        assert_eq!(metadata.charges, ["盗窃罪"]);
        assert_eq!(
            metadata.applied_articles,
            ["刑法第二百六十四条", "刑法第六十七条"]
        );
        assert_eq!(
            metadata.source_url.as_deref(),
            Some("https://example.org/1")
        );
        assert_eq!(metadata.extra["审理程序"], "刑事一审");
        assert_eq!(metadata.extra["当事人"], "甲某");
        let Body::Sections(sections) = &document.body else {
            panic!()
        };
        let roles: Vec<SectionRole> = sections.iter().map(|section| section.role).collect();
        use SectionRole::*;
        assert_eq!(roles, [Procedure, Accusation, Opinion, Disposition]);
        assert!(sections[1].text.contains("“航标灯”"));
        assert_eq!(document.provenance.line, Some(2));
    }
}

#[test]
fn bad_rows_fail_alone() {
    let rows = [
        HEADER.to_owned(),
        row(1, "甲。"),
        "只有,三个,字段".to_owned(),
        row(2, "乙\n丙。"),
        // The quote before 丁 never ends, and three lines follow.
        row(3, "丁").trim_end_matches('"').to_owned(),
        "第二行".to_owned(),
        "第三行".to_owned(),
        row(4, ""),
        row(5, "戊。"),
        row(6, "己。").replace("2024-03-06", "2024-13-06"),
    ];
    let found = summary(rows.join("\n").as_bytes());
    assert_eq!(
        found,
        [
            "2 （2024）虚0101刑初1号",
            "cannot import x/a.csv:3: a row of 3 instead of 15 fields, up to line 3",
            "4 （2024）虚0101刑初2号",
            "cannot import x/a.csv:6: a quoted field without its closing quote, up to line 8",
            "10 （2024）虚0101刑初5号",
            "cannot import x/a.csv:11: field \"裁判日期\" has the unusable value \"2024-13-06\"",
            "no_full_text: 1 行没有全文，第一处在第 9 行",
        ]
    );
}

#[test]
fn quote_that_never_ends_costs_its_row() {
    let rows = [
        HEADER.to_owned(),
        row(1, "甲。"),
        row(2, "乙").trim_end_matches('"').to_owned(),
        "无引号的行".to_owned(),
    ];
    let found = summary(rows.join("\n").as_bytes());
    assert_eq!(
        found[1],
        "cannot import x/a.csv:3: a quoted field without its closing quote, up to line 4"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn tables_of_other_things_say_what_is_missing() {
    assert_eq!(
        summary("甲,案号\n1,2\n".as_bytes()),
        ["cannot import x/a.csv:1: the table lacks the columns 全文"]
    );
    assert_eq!(summary(b""), ["empty: an empty file"]);
    assert!(recognises(HEADER) && !recognises("甲,案号"));
}

#[test]
fn huge_fields_rows_and_nul_bytes_are_refused_by_name() {
    let field = row(1, &"甲".repeat(3 << 20));
    let found = summary(format!("{HEADER}\n{field}\n{}", row(2, "乙。")).as_bytes());
    assert_eq!(
        found[0],
        "cannot import x/a.csv:2: field \"全文\" has 9437184 bytes, more than the limit of 8388608"
    );
    assert_eq!(found[1], "3 （2024）虚0101刑初2号");
    let long = "x".repeat(17 << 20);
    let found = summary(format!("{HEADER}\n{long}\n{}", row(2, "乙。")).as_bytes());
    assert!(
        found[0].contains("x/a.csv:2: 17825792 bytes are more"),
        "{found:?}"
    );
    assert_eq!(found[1], "3 （2024）虚0101刑初2号");
    let found = summary(format!("{HEADER}\n{}\n{}", row(1, "甲\0"), row(2, "乙。")).as_bytes());
    assert!(found[0].contains("x/a.csv:2: text is neither"), "{found:?}");
    assert_eq!(found[1], "3 （2024）虚0101刑初2号");
}

#[test]
fn many_bad_rows_are_counted() {
    let bad = "甲\n".to_owned() + &row(1, "乙。") + "\n";
    let found = summary(format!("{HEADER}\n{}", bad.repeat(1_500)).as_bytes());
    let last = found.last().unwrap();
    assert_eq!(
        last,
        "cannot import x/a.csv: 500 more that could not be read"
    );
}

#[test]
fn dates_are_read_in_the_writings_of_tables() {
    for text in [
        "2021-03-04",
        "2021/3/4",
        "20210304",
        "2021年3月4日",
        "2021-03-04 00:00:00",
    ] {
        assert_eq!(
            date(text).unwrap().unwrap().to_string(),
            "2021-03-04",
            "{text}"
        );
    }
    assert!(date("").unwrap().is_none());
    for text in ["某日", "2021-02-30", "99999999", "1/2"] {
        assert!(date(text).is_err(), "{text}");
    }
}
