use super::*;

fn numbers(title: &str, head: &str, version: Option<Date>) -> (Option<String>, Vec<String>) {
    let metadata = Metadata {
        promulgated: version,
        ..Metadata::default()
    };
    let found = numbers_of(&LawKey::of(title), head, &metadata);
    (found.own, found.earlier)
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[track_caller]
fn check(found: (Option<String>, Vec<String>), own: Option<&str>, earlier: &[&str]) {
    assert_eq!(found.0.as_deref(), own);
    assert_eq!(found.1, earlier);
}

#[test]
fn the_act_of_the_version_gives_the_number() {
    let head = "2001年3月4日 中华人民共和国国务院令第76号发布\n2018年9月6日 国务院第23次常务会议修订通过\n2018年11月6日 中华人民共和国国务院令第706号公布";
    let found = numbers("某事条例", head, day(2018, 11, 6));
    check(found, Some("国务院令第706号"), &["国务院令第76号"]);
    // Amended by an act whose number the head does not give.
    let head = "2014年11月24日 中华人民共和国国务院令第656号公布\n2019年3月24日《国务院关于修改部分行政法规的决定》修订";
    let found = numbers("某事条例", head, day(2019, 3, 24));
    check(found, None, &["国务院令第656号"]);
    let head = "2021年1月26日中华人民共和国国务院令第737号公布 自2021年5月1日起施行";
    let found = numbers("某事条例", head, day(2021, 1, 26));
    check(found, Some("国务院令第737号"), &[]);
}

#[test]
fn number_on_a_line_of_its_own_is_the_texts() {
    let head = "法释〔2015〕21号\n为正确审理某类案件，制定本解释。";
    check(
        numbers("某解释", head, day(2015, 11, 25)),
        Some("法释〔2015〕21号"),
        &[],
    );
    let head = "1995年10月6日　法复〔1995〕7号\n你院川高法〔1995〕198号请示收悉。";
    check(
        numbers("某批复", head, day(1995, 10, 6)),
        Some("法复〔1995〕7号"),
        &[],
    );
    // What a text speaks of is not its own number.
    let head = "根据法释〔2011〕7号的规定，制定本规定。";
    check(numbers("某规定", head, day(2015, 1, 1)), None, &[]);
}

#[test]
fn the_table_knows_what_the_text_leaves_out() {
    let title = "最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释";
    let head = "2013年4月2日 最高人民法院、最高人民检察院公告公布";
    check(
        numbers(title, head, day(2013, 4, 2)),
        Some("法释〔2013〕8号"),
        &[],
    );
    let spaced = "最高人民法院 最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释";
    check(
        numbers(spaced, head, day(2013, 4, 2)),
        Some("法释〔2013〕8号"),
        &[],
    );
    // A later edition has a number of its own, which is not known.
    check(
        numbers(title, "", day(2025, 1, 1)),
        None,
        &["法释〔2013〕8号"],
    );
    // An earlier one is another text.
    check(numbers(title, "", day(1998, 3, 1)), None, &[]);
}
