use super::*;
use crate::citation::tokens::{Token, tokens};

/// `text=number~to`, with `?` for what cannot be read.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = tokens(text)
        .into_iter()
        .filter_map(|(range, token)| match token {
            Token::Guiding(cited) => {
                let to = cited.to.map(|to| format!("~{to}")).unwrap_or_default();
                let mark = if cited.unreadable { "?" } else { "" };
                Some(format!("{}={}{to}{mark}", &text[range], cited.number))
            }
            _ => None,
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn issuer_before_the_number_says_whose_case_it_is() {
    check(
        "最高人民检察院指导性案例第67号",
        &["指导性案例第67号=检例第67号"],
    );
    check(
        "最高检发布的第67号指导性案例",
        &["第67号指导性案例=检例第67号"],
    );
    check("最高检67号指导案例", &["67号指导案例=检例第67号"]);
    check("最高法第27号指导案例", &["第27号指导案例=指导案例27号"]);
    check(
        "最高人民法院于2014年6月26日发布的第27号指导性案例",
        &["第27号指导性案例=指导案例27号"],
    );
    check(
        "最高人民检察院第十七批指导性案例（检例第66号）",
        &[
            "第十七批指导性案例=最高检第十七批指导性案例",
            "检例第66号=检例第66号",
        ],
    );
    check(
        "监察指导性案例第3号",
        &["指导性案例第3号=监察指导性案例第3号"],
    );
    check("指导案例第24号", &["指导案例第24号=指导案例24号"]);
    check("行政复议指导案例1号", &[]);
}

#[test]
fn number_without_an_issuer_stays_open() {
    check("第3号指导性案例", &["第3号指导性案例=第3号指导性案例"]);
    assert_eq!(candidates("第3号指导性案例"), ["检例第3号", "指导案例3号"]);
    check(
        "第十七批指导性案例",
        &["第十七批指导性案例=第十七批指导性案例"],
    );
    assert_eq!(
        candidates("第十七批指导性案例"),
        ["最高检第十七批指导性案例", "最高法第十七批指导性案例"]
    );
    assert!(candidates("检例第3号").is_empty());
}

#[test]
fn every_number_of_a_list_is_cited() {
    check(
        "检例第67号、第68号、69号",
        &[
            "检例第67号=检例第67号",
            "第68号=检例第68号",
            "69号=检例第69号",
        ],
    );
    check(
        "检例第1、2、3号",
        &["检例第1=检例第1号", "2=检例第2号", "3号=检例第3号"],
    );
    check("检例67、83号", &["检例67=检例第67号", "83号=检例第83号"]);
    check(
        "指导案例3号、4号和13号",
        &[
            "指导案例3号=指导案例3号",
            "4号=指导案例4号",
            "13号=指导案例13号",
        ],
    );
    check(
        "检例第六十七号、第六十八号",
        &["检例第六十七号=检例第67号", "第六十八号=检例第68号"],
    );
    check("（检例第６７号）", &["检例第６７号=检例第67号"]);
    check("指导案例3号、4号楼", &["指导案例3号=指导案例3号"]);
    check(
        "检例第67号、第3号指导性案例",
        &["检例第67号=检例第67号", "第3号指导性案例=第3号指导性案例"],
    );
    check(
        "最高检第一批、第二批指导性案例",
        &[
            "第一批=最高检第一批指导性案例",
            "第二批指导性案例=最高检第二批指导性案例",
        ],
    );
}

#[test]
fn ranges_have_both_ends() {
    check("检例第1～3号", &["检例第1～3号=检例第1号~3"]);
    check("检例第67号至69号", &["检例第67号至69号=检例第67号~69"]);
    check("检例第67号至第69号", &["检例第67号至第69号=检例第67号~69"]);
    check("检例第67-69号", &["检例第67-69号=检例第67号~69"]);
    check("检例第9号至第3号", &["检例第9号至第3号=检例第9号~3"]);
    check(
        "检例第1、3至5号",
        &["检例第1=检例第1号", "3至5号=检例第3号~5"],
    );
    assert_eq!(
        numbers("检例第1号", Some(3)),
        ["检例第1号", "检例第2号", "检例第3号"]
    );
    assert_eq!(numbers("指导案例24号", None), ["指导案例24号"]);
}

#[test]
fn number_that_cannot_be_read_is_listed() {
    check("检例第〓号", &["检例第〓号=检例第〓号?"]);
    check("指导性案例", &[]);
    check("检例", &[]);
}
