use super::*;

fn place(base: u32, inserted: u32, paragraph: Option<u32>, item: Option<u32>) -> Token {
    let article = ArticleNumber { base, inserted };
    Token::Article(ArticlePlace {
        article,
        article_end: None,
        part: Part {
            paragraph,
            item,
            ..Part::default()
        },
        doubt: None,
        full: true,
    })
}

#[track_caller]
fn check(text: &str, expected: &[(&str, Token)]) {
    let found = tokens(text);
    let found: Vec<_> = found
        .into_iter()
        .map(|(range, token)| (&text[range], token))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn places_are_read_to_the_item() {
    check(
        "第一百三十三条之一第一款第（二）项",
        &[(
            "第一百三十三条之一第一款第（二）项",
            place(133, 1, Some(1), Some(2)),
        )],
    );
    check(
        "第 ２６４ 条",
        &[("第 ２６４ 条", place(264, 0, None, None))],
    );
    check(
        "第二百三十四条第2款",
        &[("第二百三十四条第2款", place(234, 0, Some(2), None))],
    );
    check("第三条之规定", &[("第三条", place(3, 0, None, None))]);
    check("第三条之一般规定", &[("第三条", place(3, 0, None, None))]);
    check("第百条", &[("第百条", Token::Unreadable)]);
}

#[test]
fn nested_titles_are_one_title() {
    let text = "《关于适用《某法》的解释》与《乙";
    check(
        text,
        &[(
            "《关于适用《某法》的解释》",
            Token::Title(3..text.find("》与").unwrap_or(0)),
        )],
    );
}

#[test]
fn lists_and_ranges_are_one_token_a_unit() {
    check(
        "第二、四、五条",
        &[
            ("第二", place(2, 0, None, None)),
            ("四", place(4, 0, None, None)),
            ("五条", place(5, 0, None, None)),
        ],
    );
    check(
        "第十五条第一、三款",
        &[
            ("第十五条第一", place(15, 0, Some(1), None)),
            ("三款", paragraph(3)),
        ],
    );
    check(
        "第二百八十七条之一、之二",
        &[
            ("第二百八十七条之一", place(287, 1, None, None)),
            ("之二", place(287, 2, None, None)),
        ],
    );
    let mut range = place(1, 0, None, None);
    if let Token::Article(place) = &mut range {
        place.article_end = Some(ArticleNumber::new(3));
    }
    check("第一条至第三条", &[("第一条至第三条", range.clone())]);
    check("第1-3条", &[("第1-3条", range)]);
    let items = Part {
        item: Some(1),
        item_end: Some(4),
        ..Part::default()
    };
    check(
        "前款第（一）项至第（四）项",
        &[("前款第（一）项至第（四）项", Token::PriorParagraph(items))],
    );
    check(
        "该条第三款",
        &[(
            "该条第三款",
            Token::SameArticle(Part {
                paragraph: Some(3),
                ..Part::default()
            }),
        )],
    );
    check("该条规定，第一部分、第二号", &[]);
}

fn paragraph(number: u32) -> Token {
    Token::Paragraph(Part {
        paragraph: Some(number),
        ..Part::default()
    })
}

#[test]
fn numbers_of_courts_are_told_from_those_of_documents() {
    for number in [
        "（2013）饶中民一终字第573号",
        "(2009)虹民三(民)初字第912号",
        "（2017）最高法执复2号",
    ] {
        check(number, &[(number, Token::Case(number.into()))]);
    }
    for number in [
        "法释〔2018〕6号",
        "轻人教（1998）2号",
        "（2015）京仲裁字第12号",
        "法发〔2020〕24号",
    ] {
        check(number, &[]);
    }
}
