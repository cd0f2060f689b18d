//! What a web page or a database prints above and below the title of a law: where it was
//! taken from, sizes of letters, buttons, and fields like 【发布日期】.

use super::lines::Line;
use super::title::{self, is_title};
use crate::import::dates::{dates_in, page_date};
use crate::normalize::trim;

/// Most lines above a title.
const MAX_LINES: usize = 8;

/// Longest line about a page, in characters.
const MAX_CHARS: usize = 120;

/// Words with which lines about a page begin.
const OPENINGS: &[&str] = &[
    "来源",
    "信息来源",
    "文章来源",
    "稿件来源",
    "发布时间",
    "发布日期",
    "更新时间",
    "时间：",
    "日期：",
    "作者：",
    "浏览",
    "字号",
    "字体",
    "【字号",
    "【字体",
    "【大",
    "分享",
    "打印",
    "【打印",
    "[打印",
    "关闭",
    "【关闭",
    "首页",
    "当前位置",
    "您的位置",
    "您所在的位置",
    "您当前的位置",
    "返回",
    "收藏",
    "点击",
    "阅读",
    "下载",
    "扫一扫",
    "公开时间",
    "索引号",
    "http",
];

/// How many lines stand above the title and tell of the page; none where it is not sure.
pub(super) fn above(lines: &[Line<'_>]) -> usize {
    let count = lines
        .iter()
        .take(MAX_LINES)
        .take_while(|line| tells_of_page(line.text))
        .count();
    let below = &lines[count..];
    let length = title::length(below).min(below.len());
    match count > 0 && is_title(&title::joined(&below[..length])) {
        true => count,
        false => 0,
    }
}

fn tells_of_page(line: &str) -> bool {
    let line = trim(line.trim_start_matches(['·', '>', '•']));
    let short = line.chars().count() <= MAX_CHARS && !line.ends_with(['。', '；']);
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | ' ' | 'T' | '/');
    let day = page_date(line).or_else(|| dates_in(line).into_iter().next());
    let only_day = day.is_some_and(|(place, _)| {
        place.start == 0 && line[place.end..].trim_matches(time).is_empty()
    });
    short && !is_title(line) && (only_day || OPENINGS.iter().any(|word| line.starts_with(word)))
}

/// Names of fields in 【】 that stand below a title.
const FIELDS: &[&str] = &[
    "发布部门",
    "发布机关",
    "颁布单位",
    "制定机关",
    "发文字号",
    "发布文号",
    "文号",
    "发布日期",
    "公布日期",
    "颁布日期",
    "批准日期",
    "实施日期",
    "施行日期",
    "生效日期",
    "时效性",
    "效力级别",
    "法规类别",
    "法宝引证码",
    "失效日期",
    "所属类别",
    "标题",
    "类别",
    "分类",
];

/// Whether a line consists of such fields.
pub(super) fn is_field(line: &str) -> bool {
    fields(line).is_some()
}

/// The fields of a line: name and value.
fn fields(line: &str) -> Option<Vec<(&str, &str)>> {
    let line = trim(line);
    let mut parts = line.split(['【', '［', '[']);
    if !parts.next()?.is_empty() {
        return None;
    }
    let named = parts.map(|part| {
        let (name, value) = part.split_once(['】', '］', ']'])?;
        let value = trim(value).trim_start_matches(['：', ':']);
        FIELDS
            .contains(&trim(name))
            .then_some((trim(name), trim(value)))
    });
    let fields: Vec<_> = named.collect::<Option<_>>()?;
    (!fields.is_empty()).then_some(fields)
}

/// What the fields of a line say of the history, as lines of one: 发布日期：2001年1月2日.
pub(super) fn as_history(line: &str) -> Option<Vec<String>> {
    let dated = |(name, value): &(&str, &str)| {
        let dates = page_date(value).or_else(|| dates_in(value).into_iter().next());
        let day = dates
            .filter(|(place, _)| place.start == 0 && name.ends_with("日期"))?
            .1;
        let date = format!("{}年{}月{}日", day.year(), day.month(), day.day());
        Some(format!("{name}：{date}"))
    };
    let found = fields(line)?;
    Some(
        found
            .iter()
            .filter(|(name, _)| *name != "失效日期")
            .filter_map(dated)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: usize) {
        let lines: Vec<Line<'_>> = texts.iter().map(|text| Line::plain(text)).collect();
        assert_eq!(above(&lines), expected, "{texts:?}");
    }

    #[test]
    fn lines_about_the_page_stand_above_the_title() {
        check(
            &[
                "来源：某某网  浏览字号：大 中 小  2021年8月20日 15:34",
                "分享到",
                "灯塔法",
                "第一条 甲。",
            ],
            2,
        );
        check(&["2021-08-20 15:34", "灯塔条例", "第一条 甲。"], 1);
        check(
            &[
                "首页 > 法律法规 > 正文",
                "字号：大 中 小",
                "某某局关于",
                "灯塔的规定",
                "第一条 甲。",
            ],
            2,
        );
    }

    #[test]
    fn titles_and_texts_stay() {
        check(&["灯塔法", "来源：某某网", "第一条 甲。"], 0);
        check(&["来源：某某网", "甲某的报告", "第一条 甲。"], 0);
        check(&["打印管理办法", "灯塔法", "第一条 甲。"], 0);
        check(&["来源不明的，应当扣押。", "灯塔法"], 0);
    }

    #[test]
    fn fields_tell_the_days() {
        let found = as_history("【发布日期】2001.01.02【实施日期】2001.03.04");
        let found = found.unwrap_or_default();
        assert_eq!(found, ["发布日期：2001年1月2日", "实施日期：2001年3月4日"]);
        assert!(is_field("【发布部门】某某机关") && is_field("【时效性】 现行有效"));
        assert_eq!(
            as_history("【施行日期】2001年3月4日")
                .unwrap_or_default()
                .len(),
            1
        );
        for line in [
            "【灯塔】指航标灯。",
            "【编者注：甲】",
            "第一条 【发布日期】甲",
            "【】",
        ] {
            assert!(!is_field(line), "{line}");
        }
    }
}
