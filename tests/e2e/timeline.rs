//! Articles on a day and their history, on the command line and by a running server,
//! of an invented regulation with two invented amendments.

use leian_tests::{Description, TestLibrary};
use serde_json::Value;

const LAW: &str = "# 云州省渡口条例

2001年3月1日 云州省人民代表大会常务委员会通过

2015年5月1日 云州省人民代表大会常务委员会通过的《云州省渡口条例修正案》

2020年6月1日 云州省人民代表大会常务委员会通过的《云州省渡口条例修正案（二）》

<!-- INFO END -->

第一条 为了渡口安全，制定本条例。

第二条 渡船应当配备救生衣和灯具。

第三条 渡工应当持证上岗。

第三条之一 夜间不得超员。

第四条 （删去）

第五条 本条例自2001年7月1日起施行。
";

const FIRST: &str = "# 云州省渡口条例修正案

2015年5月1日 云州省人民代表大会常务委员会通过

<!-- INFO END -->

一、将云州省渡口条例第二条修改为：“渡船应当配备救生圈。”

二、在云州省渡口条例第三条后增加一条，作为第三条之一：“夜间停航。”

三、本修正案自2015年7月1日起施行。
";

const SECOND: &str = "# 云州省渡口条例修正案（二）

2020年6月1日 云州省人民代表大会常务委员会通过

<!-- INFO END -->

一、将云州省渡口条例第二条修改为：“渡船应当配备救生衣和灯具。”

二、将云州省渡口条例第三条之一修改为：“夜间不得超员。”

三、删去云州省渡口条例第四条。

四、本修正案自2020年9月1日起施行。
";

fn library() -> TestLibrary {
    let library = TestLibrary::new();
    library.write("laws/渡口条例(2020-06-01).md", LAW);
    library.write("laws/修正案(2015-05-01).md", FIRST);
    library.write("laws/修正案（二）(2020-06-01).md", SECOND);
    library.import();
    library
}

#[test]
fn article_is_told_as_it_read_on_the_day() {
    let library = library();
    let law = "云州省渡口条例";
    let run = library
        .leian(&["article", law, "第二条", "--as-of", "2016-01-01"])
        .ok();
    for words in [
        "渡船应当配备救生圈。",
        "当日有效",
        "修正案（二）",
        "2020-09-01",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let lost = library.leian(&["article", law, "2", "--as-of", "2010-01-01"]);
    assert_eq!(lost.code, 1, "{}", lost.stdout);
    assert!(!lost.stdout.contains("救生衣"), "{}", lost.stdout);
    assert!(
        lost.stdout.contains("修改前的条文本库没有收录"),
        "{}",
        lost.stdout
    );
    for (number, day, words) in [
        ("3-1", "2014-01-01", "增设"),
        ("4", "2021-01-01", "删去"),
        ("1", "2001-06-30", "2001-07-01"),
    ] {
        let run = library.leian(&["article", law, number, "--as-of", day]);
        assert_eq!(run.code, 1, "{number} {day}: {}", run.stdout);
        assert!(run.stdout.contains(words), "{number} {day}: {}", run.stdout);
    }
    let unchanged = library
        .leian(&["article", law, "1", "--as-of", "2001-07-01", "--json"])
        .ok()
        .json();
    assert_eq!(unchanged["text"], "为了渡口安全，制定本条例。");
    assert_eq!(unchanged["basis"]["code"], "unchanged");
}

#[test]
fn version_in_the_name_is_given_and_never_stands_for_that_of_another_day() {
    let library = library();
    for law in [
        "云州省渡口条例（2015年修正）",
        "2015年云州省渡口条例",
        "《云州省渡口条例》（2015）",
    ] {
        let run = library.leian(&["article", law, "2"]).ok();
        assert!(run.stdout.contains("配备救生圈"), "{law}: {}", run.stdout);
        let same = library.leian(&["article", law, "2", "--as-of", "2018-01-01"]);
        assert_eq!(same.code, 0, "{law}: {}", same.stderr);
        let other = library.leian(&["article", law, "2", "--as-of", "2022-01-01"]);
        assert_eq!(other.code, 1, "{law}: {}", other.stdout);
        assert_eq!(other.stdout, "", "{law}");
        for words in ["2022-01-01", "不符"] {
            assert!(other.stderr.contains(words), "{law}: {}", other.stderr);
        }
    }
}

#[test]
fn what_lies_beyond_the_library_is_told_of_both_days() {
    let library = library();
    let (law, number) = ("云州省渡口条例", "2");
    let beyond = ["--as-of", "2021-01-01", "--judged", "2090-01-01"];
    let within = ["--as-of", "2016-01-01", "--judged", "2020-01-01"];
    let run = |days: [&str; 4]| {
        let arguments = [&["article", law, number][..], &days].concat();
        library.leian(&arguments).ok().stdout
    };
    let (beyond, within) = (run(beyond), run(within));
    assert!(
        beyond.contains("裁判时 2090-01-01【据本库（截至 "),
        "{beyond}"
    );
    assert!(
        beyond.contains("裁判时的条文此后有无修改须另行核对"),
        "{beyond}"
    );
    assert!(within.contains("裁判时 2020-01-01【当日有效】"), "{within}");
    assert!(!within.contains("须另行核对"), "{within}");
}

#[test]
fn history_compares_every_wording_with_the_one_before() {
    let library = library();
    let run = library
        .leian(&["article", "云州省渡口条例", "2", "--history"])
        .ok();
    let changes = run.stdout.find("［增：衣和灯具］").unwrap();
    let first = run.stdout.find("2015-07-01").unwrap();
    assert!(changes < first, "latest first: {}", run.stdout);
}

#[test]
fn citations_name_the_act_that_changed_the_article() {
    let library = library();
    let file = library.folder().join("文书.txt");
    std::fs::write(
        &file,
        "依照《云州省渡口条例》第二条“渡船应当配备救生圈。”的规定，第四条，第三条之一。",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let check = |date: &[&str]| -> Vec<(String, String)> {
        let arguments = [&["cite", "check", "--json", file], date].concat();
        let answer = library.leian(&arguments).ok().json();
        let citations = answer["citations"].as_array().unwrap().clone();
        let part = |value: &Value| value.as_str().unwrap_or("").to_owned();
        citations
            .iter()
            .map(|one| (part(&one["verdict"]), part(&one["changed_by"]["date"])))
            .collect()
    };
    let expected = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter()
            .map(|&(verdict, date)| (verdict.to_owned(), date.to_owned()))
            .collect()
    };
    assert_eq!(
        check(&[]),
        expected(&[
            ("amended", "2020-09-01"),
            ("deleted_article", "2020-09-01"),
            ("in_force", ""),
        ])
    );
    assert_eq!(
        check(&["--date", "2014-01-01"]),
        expected(&[
            ("amended", "2015-07-01"),
            ("amended", "2020-09-01"),
            ("no_such_article", "2015-07-01"),
        ])
    );
}

#[test]
fn api_answers_as_its_description_says() {
    let library = library();
    let server = library.serve();
    let description = Description::of(&server);
    let path = "/api/v1/articles/{law}/{number}";
    let law = "/api/v1/articles/%E4%BA%91%E5%B7%9E%E7%9C%81%E6%B8%A1%E5%8F%A3%E6%9D%A1%E4%BE%8B";
    let get = |path: &str, address: String| {
        let answer = server.get(&address);
        (answer.status, description.check("get", path, &answer))
    };
    let (status, body) = get(path, format!("{law}/3-1?as_of=2016-01-01"));
    assert_eq!(
        (status, &body["text"]),
        (200, &"夜间停航。".into()),
        "{body}"
    );
    let (status, body) = get(path, format!("{law}/3-1?as_of=2012-01-01"));
    assert_eq!(
        (status, &body["status"]),
        (200, &"not_yet_inserted".into()),
        "{body}"
    );
    for (address, code) in [("2?as_of=gestern", 400), ("9?as_of=2016-01-01", 404)] {
        let (status, body) = get(path, format!("{law}/{address}"));
        assert_eq!(status, code, "{address}: {body}");
    }
    let (status, body) = get(&format!("{path}/history"), format!("{law}/2/history"));
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["events"].as_array().unwrap().len(), 2, "{body}");
    assert_eq!(body["versions"][0]["status"], "in_force");
}

/// An invented guiding case that cites the regulation.
const CASE: &str = "# 检例第905号：卢某渡船超载案

【关键词】

渡口安全

【要旨】

渡船的救生设备不足的，依照《云州省渡口条例》第二条处理。

【基本案情】

2016年3月5日，卢某驾驶渡船。处理依照《云州省渡口条例》第一条、第二条、第四条。

【指导意义】

重视渡口安全。
";

#[test]
fn guiding_case_is_flagged_when_its_articles_changed() {
    let library = library();
    library.write("cases/spp-guiding/905.md", CASE);
    library.import();
    let run = library.leian(&["show", "检例第905号"]).ok();
    for words in ["可能失效", "第二条此后经", "2020-09-01"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let server = library.serve();
    let description = Description::of(&server);
    let answer = server.get("/api/v1/documents/spp-905");
    let body = description.check("get", "/api/v1/documents/{id}", &answer);
    let validity = &body["validity"];
    assert_eq!(validity["may_be_stale"], true, "{body}");
    assert_eq!(validity["since"], "2016-03-05");
    let articles: Vec<&str> = validity["grounds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ground| ground["article"].as_str().unwrap())
        .collect();
    assert_eq!(articles, ["2", "4"]);

    let file = library.folder().join("意见.txt");
    std::fs::write(&file, "参照检例第905号。").unwrap();
    let run = library
        .leian(&["cite", "check", file.to_str().unwrap()])
        .ok();
    assert!(run.stdout.contains("可能失效：所引"), "{}", run.stdout);
}

#[test]
fn coverage_names_laws_without_their_newest_text() {
    let library = TestLibrary::new();
    library.write(
        "laws/渡口条例(2001-03-01).md",
        LAW.replace("2015年5月1日 ", "")
            .replace("2020年6月1日 ", ""),
    );
    library.write("laws/修正案(2015-05-01).md", FIRST);
    library.write("laws/修正案（二）(2020-06-01).md", SECOND);
    library.import();
    let coverage = library.leian(&["coverage", "--json"]).ok().json();
    let lines = &coverage["without_newest"];
    assert_eq!(lines["total"], 1, "{lines}");
    assert_eq!(
        lines["listed"][0]["amended_by"]["title"],
        "云州省渡口条例修正案（二）"
    );
    let run = library.leian(&["coverage"]).ok();
    assert!(
        run.stdout
            .contains("2020-06-01 经《云州省渡口条例修正案（二）》修改"),
        "{}",
        run.stdout
    );
}

const RULES_OF_2012: &str = "# 云州省航道规则（试行）

2012年1月1日 云州省人民政府令第1号公布

<!-- INFO END -->

第一条 船舶应当在航道内航行并且悬挂号灯。

第二条 航道管理机构可以收取过闸费用。

第三条 船舶交会时应当减速并且鸣笛示意。
";

const RULES_OF_2019: &str = "# 云州省航道规则

2019年12月1日 云州省人民政府令第9号公布

2020年1月1日 施行

<!-- INFO END -->

第一条 航道工作应当便民高效。

第二条 船舶应当在航道内航行并且悬挂号灯。

第三条 船舶交会时应当减速并且用无线电示意。
";

/// An invented case of that number and day which cites 第N条 of the rules.
fn citing_case(number: u32, published: &str, article: &str) -> String {
    format!(
        "# 指导案例{number}号：林某航道纠纷案\n\n（最高人民法院审判委员会讨论通过 {published}发布）\n\n\
         关键词\n\n行政\n\n裁判要点\n\n依照《云州省航道规则》{article}，船舶应当遵守。\n\n\
         基本案情\n\n林某驾船。\n\n裁判理由\n\n应当遵守航道规则。\n"
    )
}

#[test]
fn citations_count_for_the_article_that_had_the_number_then() {
    let library = TestLibrary::new();
    library.write("laws/航道规则(2012-01-01).md", RULES_OF_2012);
    library.write("laws/航道规则(2019-12-01).md", RULES_OF_2019);
    for (number, published, article) in [
        (911, "2015年6月1日", "第一条"),
        (912, "2015年6月2日", "第二条"),
        (913, "2021年6月1日", "第二条"),
        (914, "2021年6月2日", "第一条"),
    ] {
        let name = format!("cases/spc-guiding/{number}.md");
        library.write(&name, citing_case(number, published, article));
    }
    library.import();
    let cited_by = |article: &str| -> (Vec<String>, Value) {
        let run = library.leian(&["cited-by", "--json", "云州省航道规则", article]);
        let answer = run.json();
        let groups = answer["groups"].as_array().unwrap().clone();
        let hits = groups
            .iter()
            .flat_map(|group| group["hits"].as_array().unwrap().clone());
        let mut ids: Vec<String> = hits
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        (ids, answer["numbers"].clone())
    };
    let (ids, numbers) = cited_by("2");
    assert_eq!(ids, ["spc-911", "spc-913"], "第二条 was 第一条 until 2020");
    assert_eq!(numbers[0]["number"], "1");
    assert_eq!(numbers[0]["to"], "2019-12-31");
    let (ids, _) = cited_by("1");
    assert_eq!(ids, ["spc-914"], "第一条 of today is new");
}
