use super::*;

fn text(text: &str, x: f32, y: f32) -> Vec<Glyph> {
    let glyph = |(place, c): (usize, char)| Glyph {
        text: c.to_string(),
        x: x + place as f32 * 10.0,
        x_end: x + place as f32 * 10.0 + 10.0,
        y,
        size: 10.0,
        faint: false,
    };
    text.chars().enumerate().map(glyph).collect()
}

fn read(glyphs: Vec<Glyph>) -> Vec<String> {
    lines(glyphs)
        .lines
        .into_iter()
        .map(|line| line.text)
        .collect()
}

/// A page of columns at these places, of which each begins so much lower than the first.
fn set(columns: &[(f32, f32, &[&str])]) -> Vec<Glyph> {
    let mut page = Vec::new();
    for (x, lower, lines) in columns {
        for (number, line) in lines.iter().enumerate() {
            page.extend(text(line, *x, 780.0 - lower - number as f32 * 15.0));
        }
    }
    page
}

#[track_caller]
fn check_in_turn(columns: &[(f32, f32, &[&str])]) {
    let expected: Vec<&str> = columns
        .iter()
        .flat_map(|column| column.2.iter().copied())
        .collect();
    assert_eq!(read(set(columns)), expected);
}

#[test]
fn columns_are_read_in_turn_below_what_runs_across() {
    let mut page = text("灯塔条例释义与说明及其附件之全文", 120.0, 800.0);
    let mut expected = vec!["灯塔条例释义与说明及其附件之全文".to_owned()];
    let mut right_lines = Vec::new();
    for number in 0..8 {
        let y = 780.0 - number as f32 * 15.0;
        let left = format!("左栏第{number}行灯塔应当登记");
        let right = format!("右栏第{number}行浮标不在此列");
        page.extend(text(&left, 50.0, y));
        // The columns need not stand on common lines.
        page.extend(text(&right, 220.0, y - 4.0));
        expected.push(left);
        right_lines.push(right);
    }
    expected.extend(right_lines);
    assert_eq!(read(page), expected);
}

const LEFT: &[&str] = &[
    "第一条 为了灯塔的安",
    "全，制定本法。",
    "第二条 灯塔应当登",
    "记。",
    "第三条 违者罚款。",
];
const MIDDLE_ONE: &[&str] = &[
    "第四条 雾号由所有人",
    "维护，不得停用。",
    "第五条 浮标不在此",
    "列。",
];
const RIGHT: &[&str] = &[
    "第六条 情节严重的，",
    "从重处罚：",
    "（一）多次的；",
    "（二）多人的。",
    "第七条 自公布之日施",
    "行。",
];

#[test]
fn short_columns_of_articles_are_read_in_turn() {
    check_in_turn(&[(50.0, 0.0, LEFT), (250.0, 0.0, RIGHT)]);
    check_in_turn(&[(50.0, 0.0, MIDDLE_ONE), (180.0, 3.0, RIGHT)]);
    // On lines of their own.
    check_in_turn(&[(50.0, 0.0, LEFT), (200.0, 7.5, MIDDLE_ONE)]);
}

#[test]
fn three_and_four_columns_are_read_in_turn() {
    check_in_turn(&[
        (50.0, 0.0, LEFT),
        (190.0, 0.0, MIDDLE_ONE),
        (330.0, 0.0, RIGHT),
    ]);
    check_in_turn(&[
        (50.0, 8.0, LEFT),
        (190.0, 0.0, MIDDLE_ONE),
        (330.0, 4.0, RIGHT),
    ]);
    check_in_turn(&[
        (50.0, 0.0, LEFT),
        (180.0, 0.0, MIDDLE_ONE),
        (310.0, 0.0, RIGHT),
        (440.0, 0.0, LEFT),
    ]);
}

#[test]
fn sentences_without_articles_are_columns_too() {
    check_in_turn(&[
        (
            50.0,
            0.0,
            &["甲某于夜间，拆走", "航标灯，后卖出。", "经鉴定，灯值千元。"],
        ),
        (
            200.0,
            0.0,
            &["乙某明知，仍", "收购之，得利；", "二人均认罪，退赃。"],
        ),
    ]);
}

#[test]
fn head_and_foot_of_the_page_stay_outside() {
    let mut page = set(&[(50.0, 0.0, LEFT), (250.0, 0.0, RIGHT)]);
    page.extend(text("灯塔公报", 50.0, 830.0));
    page.extend(text("第三期", 300.0, 830.0));
    page.extend(text("12", 60.0, 600.0));
    let found = read(page);
    assert_eq!(found[0], "灯塔公报 第三期");
    assert_eq!(found[1..6], *LEFT);
    assert_eq!(found[12], "12");
    // A title in a larger size may stand over one column only.
    let mut page = set(&[(50.0, 0.0, LEFT), (250.0, 0.0, RIGHT)]);
    page.extend(text("灯塔法", 260.0, 800.0).into_iter().map(|glyph| Glyph {
        size: 14.0,
        ..glyph
    }));
    assert_eq!(read(page)[..2], ["灯塔法", LEFT[0]]);
}

#[test]
fn column_has_margins_of_its_own() {
    let page = lines(set(&[(50.0, 0.0, LEFT), (250.0, 0.0, RIGHT)]));
    let right = &page.lines[LEFT.len()];
    assert_eq!((right.left, right.right), (50.0, 150.0));
    assert_eq!(right.column_right, Some(150.0));
    assert!(!page.side_by_side);
}

#[test]
fn table_and_plain_page_stay_line_by_line() {
    let mut table = Vec::new();
    let mut plain = Vec::new();
    for number in 0..8 {
        let y = 780.0 - number as f32 * 15.0;
        table.extend(text(["灯油", "雾号维护", "塔身"][number % 3], 50.0, y));
        table.extend(text("三千元", 250.0, y));
        plain.extend(text(
            "灯塔应当登记浮标不在此列雾号由所有人维护灯塔",
            50.0,
            y,
        ));
    }
    assert!(!lines(table.clone()).side_by_side);
    assert_eq!(read(table)[0], "灯油 三千元");
    assert_eq!(read(plain).len(), 8);
}

#[test]
fn longer_cells_side_by_side_are_told() {
    let mut table = Vec::new();
    for number in 0..4 {
        let y = 780.0 - number as f32 * 15.0;
        table.extend(text("拆走航标灯两盏以上", 50.0, y));
        table.extend(text("罚款三千元至五千元", 250.0, y));
    }
    let page = lines(table);
    assert_eq!(page.lines.len(), 4);
    assert!(page.side_by_side);
}

#[test]
fn signatures_below_a_text_are_no_column() {
    let mut page = Vec::new();
    for (number, line) in [
        "本院认为，甲某拆走航标灯，其行为已构成犯罪，应予惩处。",
        "判决如下。",
        "不服本判决的，可以在接到判决书的第二日起十日以内上诉。",
        "即日。",
    ]
    .iter()
    .enumerate()
    {
        page.extend(text(line, 50.0, 780.0 - number as f32 * 15.0));
    }
    for (number, line) in [
        "审判长甲某某某",
        "审判员乙某某某",
        "二〇二〇年四月一日",
        "书记员丙某某某",
    ]
    .iter()
    .enumerate()
    {
        page.extend(text(line, 230.0, 715.0 - number as f32 * 15.0));
    }
    let page = lines(page);
    assert!(!page.side_by_side);
    assert_eq!(page.lines.len(), 8);
    assert_eq!(page.lines[3].text, "即日。");
}
