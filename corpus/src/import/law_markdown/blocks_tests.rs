use super::super::lines::Lines;
use super::*;

/// Blocks in short: `#` heading, number and text of articles, `~` text; `/` line break.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let blocks = read(&Lines::of(text).all).blocks;
    let found: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => format!("#{}", heading.text),
            Block::Article(article) => format!("{}:{}", article.number, article.text),
            Block::Text(text) => format!("~{text}"),
        })
        .map(|text| text.replace('\n', "/"))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn article_has_all_its_paragraphs() {
    check(
        "为了某事，制定本法。\n\n## 第一章  总则\n\n第一条 甲。\n\n（一）乙；\n\n第二款。\n\n第二条 丙。",
        &[
            "~为了某事，制定本法。",
            "#第一章 总则",
            "1:甲。/（一）乙；/第二款。",
            "2:丙。",
        ],
    );
}

#[test]
fn inserted_articles_follow_their_base() {
    check(
        "第一条 甲。\n第一条之一 乙。\n第二条 丙。",
        &["1:甲。", "1-1:乙。", "2:丙。"],
    );
}

#[test]
fn misprinted_space_and_character_still_start_an_article() {
    check(
        "第一条 甲。\n第二 条侦查。\n笫三条 丙。",
        &["1:甲。", "2:侦查。", "3:丙。"],
    );
}

#[test]
fn line_that_mentions_an_article_starts_none() {
    check(
        "第一条 甲：\n第二条规定的行为；\n第三条、第四条所列。\n第二条 乙。",
        &["1:甲：/第二条规定的行为；/第三条、第四条所列。", "2:乙。"],
    );
}

#[test]
fn quoted_new_wording_belongs_to_the_announcing_article() {
    check(
        "第五十二条 增加一节，内容如下：\n第七节 某委员会\n第一百二十三条 甲。\n第一百二十四条 乙。\n第五十三条 丙。",
        &[
            "52:增加一节，内容如下：/第七节 某委员会/第一百二十三条 甲。/第一百二十四条 乙。",
            "53:丙。",
        ],
    );
}

#[test]
fn quoted_new_wording_belongs_to_its_item() {
    check(
        "一、将第三条修改为：\n第三条 甲。\n二、删去第四条。\n三、增加一条：\n“第五条 乙。”\n四、本决定施行。",
        &[
            "~一、将第三条修改为：/第三条 甲。",
            "~二、删去第四条。",
            "~三、增加一条：/“第五条 乙。”",
            "~四、本决定施行。",
        ],
    );
}

#[test]
fn articles_on_one_line_are_divided() {
    check(
        "第一条 甲。 第二条 乙。 依照第九条 办理。 第三条 丙。",
        &["1:甲。", "2:乙。 依照第九条 办理。", "3:丙。"],
    );
}

#[test]
fn gap_and_second_statute_are_accepted() {
    check(
        "第三条 甲。\n第五条 乙。\n附件\n第一条 丙。",
        &["3:甲。", "5:乙。", "#附件", "1:丙。"],
    );
}

#[test]
fn unreadable_number_is_reported_and_its_text_kept() {
    let text = "第九十九条 甲。\n第百条 乙。\n丙。\n第一百零一条 丁。";
    check(text, &["99:甲。", "~第百条 乙。/丙。", "101:丁。"]);
    let problems = read(&Lines::of(text).all).problems;
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, 2);
}

#[test]
fn signature_leaves_the_last_article() {
    check(
        "第一条 甲。\n第二条 乙。\n最高人民法院\n2020年12月7日",
        &["1:甲。", "2:乙。", "~最高人民法院/2020年12月7日"],
    );
    check(
        "第一条 甲。\n2020年1月1日起施行",
        &["1:甲。/2020年1月1日起施行"],
    );
}

#[test]
fn reply_without_articles_is_one_text() {
    check(
        "某院：\n一、甲。\n二、乙。\n此复。",
        &["~某院：/一、甲。/二、乙。/此复。"],
    );
}
