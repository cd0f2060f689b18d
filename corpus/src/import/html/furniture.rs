//! What a page says beside its text: title, source, day of publication; and lines
//! about the page itself at its beginning and end.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lines;
use super::tree::Tree;
use crate::document::Date;
use crate::import::dates::{dates_in, page_date};
use crate::import::flow::{Flow, TextBlock, is_labelled};
use crate::import::law_markdown::{is_title, title_lines};
use crate::normalize::{trim, without_spaces};

/// So many lines at the beginning and at the end may be about the page.
const HEAD_LINES: usize = 8;
const TAIL_LINES: usize = 12;

/// So many lines above the block of the text may tell of it.
const LINES_ABOVE: usize = 12;

/// Longest such line, in characters.
const MAX_LINE_CHARS: usize = 160;

/// Longest title.
const MAX_TITLE_CHARS: usize = 200;

/// Begin lines about the page, whatever follows.
const OPENINGS: &[&str] = &[
    "【打印",
    "[打印",
    "打印本页",
    "打印",
    "【关闭",
    "[关闭",
    "关闭窗口",
    "【字体",
    "【字号",
    "字体：",
    "字号：",
    "【大",
    "[大",
    "分享到",
    "分享：",
    "分享",
    "扫一扫",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "相关链接",
    "相关新闻",
    "相关附件：",
    "当前位置",
    "您的位置",
    "您所在的位置",
    "您当前的位置",
    "您现在的位置",
    "首页 >",
    "首页>",
    "首页 ＞",
    "首页＞",
    "返回顶部",
    "责任编辑",
    "（责任编辑",
    "(责任编辑",
    "【责任编辑",
    "[责任编辑",
    "编辑：",
    "（编辑：",
    "浏览次数",
    "点击数",
    "阅读次数",
];

/// Those of them below which other texts are listed.
const LISTS: &[&str] = &["相关链接", "相关新闻"];

/// Of these two make a line one about the page: 发布时间：… 来源：….
static FACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(发布时间|发布日期|公布时间|更新时间|发文日期|时间|日期|来源|信息来源|文章来源|作者|浏览次数|点击数|阅读|浏览|字体|字号)\s*[：:]\s*")
        .expect("the pattern is a constant")
});

/// What stands at the foot of official sites.
const FOOT: &[&str] = &[
    "版权所有",
    "主办单位",
    "承办单位",
    "ICP备",
    "icp备",
    "公网安备",
    "网站标识码",
    "技术支持",
    "Copyright",
    "备案号",
    "未经授权",
];

/// What a page says beside its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Furniture {
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
}

impl Furniture {
    /// Reads it from the page's head and takes lines about the page off the text.
    pub fn take(tree: &Tree, blocks: &mut Vec<TextBlock>) -> Self {
        let meta = |names: &[&str]| {
            let found = names.iter().find_map(|wanted| {
                let of_name =
                    |(name, value): &&(String, String)| name == wanted && !value.is_empty();
                tree.meta.iter().find(of_name)
            });
            found.map(|(_, value)| trim(value).to_owned())
        };
        let published = meta(&["pubdate", "publishdate", "article:published_time"]);
        let url = meta(&["url", "og:url"]).or_else(|| tree.canonical.clone());
        let mut furniture = Self {
            title: None,
            source: meta(&["contentsource", "source"]),
            published: published.and_then(|date| day_in(&date)),
            url: url.filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        };
        furniture.take_lines(blocks);
        furniture.title = title(tree, meta(&["articletitle", "og:title"]), blocks);
        furniture
    }

    /// Day and source often stand between the title and the block that holds the text:
    /// the nearest lines above `first`, the first line of the text, that tell them.
    pub fn look_above(&mut self, tree: &Tree, first: &str) {
        if self.published.is_some() && self.source.is_some() {
            return;
        }
        let mut page = Flow::default();
        lines::write(tree, 0, &mut page);
        // The title may be repeated above the text: the last line like it begins the text.
        let place = page.blocks.iter().rposition(|block| block.text == first);
        let above = &page.blocks[..place.unwrap_or(0)];
        for block in above.iter().rev().take(LINES_ABOVE) {
            let line = block.text.as_str();
            let short = line.chars().count() <= MAX_LINE_CHARS && !is_item(line);
            if short && (tells_of_page(line) || is_day(line)) {
                self.take_facts(line);
            }
        }
    }

    fn take_lines(&mut self, blocks: &mut Vec<TextBlock>) {
        let count = blocks.len();
        let at_edge = |place: usize| place < HEAD_LINES || place + TAIL_LINES >= count;
        let mut about: Vec<bool> = (0..count)
            .map(|place| at_edge(place) && self.is_about_the_page(&blocks[place].text))
            .collect();
        // What stands below 相关链接 would read as the end of the text without that line.
        for place in 0..count {
            let begins_list = LISTS
                .iter()
                .any(|list| blocks[place].text.starts_with(list));
            let below_text = blocks[..place].iter().any(|block| is_item(&block.text));
            if begins_list && below_text && about[place..].contains(&false) {
                about[place] = false;
            }
        }
        let mut about = about.into_iter();
        blocks.retain(|_| !about.next().unwrap_or_default());
    }

    fn is_about_the_page(&mut self, line: &str) -> bool {
        // Statutes speak of 主办单位 and 备案号 too: sentences, articles and items stay.
        let of_the_text = line.ends_with(['。', '；', '，']) || is_item(line);
        if of_the_text || line.chars().count() > MAX_LINE_CHARS {
            return false;
        }
        if tells_of_page(line) {
            self.take_facts(line);
            return true;
        }
        let begins = OPENINGS.iter().any(|opening| line.starts_with(opening));
        if line.ends_with('：') {
            // 分享到： stands alone; with more words before it a colon introduces items.
            let alone = line.trim_end_matches('：');
            return begins && OPENINGS.iter().any(|o| o.trim_end_matches('：') == alone);
        }
        begins || FOOT.iter().any(|word| line.contains(word))
    }

    fn take_facts(&mut self, line: &str) {
        let marks: Vec<_> = FACT.captures_iter(line).collect();
        let first = marks.first().and_then(|mark| mark.get(0));
        let before = &line[..first.map_or(line.len(), |mark| mark.start())];
        self.published = self.published.or_else(|| day_in(before));
        for (index, mark) in marks.iter().enumerate() {
            let Some(whole) = mark.get(0) else { continue };
            let next = marks.get(index + 1).and_then(|next| next.get(0));
            let end = next.map_or(line.len(), |next| next.start());
            let value = trim(line[whole.end()..end].trim_end_matches(['【', '[', '|', '｜', '（']));
            match &mark[1] {
                "来源" | "信息来源" | "文章来源" if !value.is_empty() => {
                    let (source, behind) = without_day(value);
                    self.source.get_or_insert_with(|| source.to_owned());
                    self.published = self.published.or_else(|| day_in(behind));
                }
                name if name.ends_with("时间") || name.ends_with("日期") => {
                    self.published = self.published.or_else(|| day_in(value));
                }
                _ => {}
            }
        }
    }
}

/// Whether a line tells of the page and not of the text: two facts, or one and a day.
fn tells_of_page(line: &str) -> bool {
    let count = FACT.find_iter(line).count();
    count >= 2 || is_single_fact(line) || count == 1 && begins_with_day(line)
}

/// 来源：某报, 发布时间：2024-01-02, 日期：2020-7-8 on a line of their own.
fn is_single_fact(line: &str) -> bool {
    let Some(mark) = FACT.captures(line) else {
        return false;
    };
    let Some(whole) = mark.get(0).filter(|whole| whole.start() == 0) else {
        return false;
    };
    let sure = match &mark[1] {
        "时间" | "日期" => is_day(&line[whole.end()..]),
        name => !matches!(name, "阅读" | "浏览" | "作者"),
    };
    sure && line.chars().count() <= 40 && !line.ends_with('。')
}

/// 第三条, （一）, 3. and the like; 2020.7.8 is a day.
fn is_item(line: &str) -> bool {
    is_labelled(line) && !begins_with_day(line)
}

/// The first day of a text with its place.
fn day_with_place(text: &str) -> Option<(Range<usize>, Date)> {
    page_date(text).or_else(|| dates_in(text).into_iter().next())
}

/// A day, with the time of day or without, and nothing else.
fn is_day(text: &str) -> bool {
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | ' ' | 'T');
    day_with_place(text).is_some_and(|(place, _)| {
        trim(&text[..place.start]).is_empty() && text[place.end..].trim_matches(time).is_empty()
    })
}

/// 2022/05/06 来源：某网
fn begins_with_day(line: &str) -> bool {
    day_with_place(line).is_some_and(|(place, _)| place.start == 0)
}

fn day_in(text: &str) -> Option<Date> {
    day_with_place(text).map(|(_, date)| date)
}

/// A source and the day behind it: 某网 2022-05-06.
fn without_day(value: &str) -> (&str, &str) {
    let place = page_date(value).filter(|(place, _)| value[..place.start].ends_with(' '));
    let at = place.map_or(value.len(), |(place, _)| place.start);
    (trim(&value[..at]), &value[at..])
}

/// The title: as the page names it for machines, else the heading or the part of
/// `<title>` that the text repeats, else its first part.
fn title(tree: &Tree, declared: Option<String>, blocks: &[TextBlock]) -> Option<String> {
    let mut candidates: Vec<String> = declared.into_iter().collect();
    let parts = tree
        .title
        .split(['_', '|', '－', '—'])
        .flat_map(|part| part.split(" - "))
        .map(|part| trim(part).replace('\n', ""));
    candidates.push(trim(&tree.title).replace('\n', ""));
    candidates.extend(parts);
    candidates.retain(|title| {
        let length = title.chars().count();
        (2..=MAX_TITLE_CHARS).contains(&length) && !is_section(title)
    });
    let head = &blocks[..blocks.len().min(HEAD_LINES)];
    let joined: String = head
        .iter()
        .map(|block| without_spaces(&block.text))
        .collect();
    let repeated = |title: &&String| joined.contains(&without_spaces(title));
    let heading = head
        .iter()
        .find(|block| block.depth > 0)
        .map(|block| block.text.clone());
    // The name of the site may be a part of the title: the longest is the title, but what
    // is called like a law comes before it.
    let longest = candidates
        .iter()
        .filter(repeated)
        .max_by_key(|title| (is_law(title), title.len()));
    let law_heading = heading.as_ref().filter(|text| is_law(text));
    let first = candidates
        .iter()
        .min_by_key(|title| title.contains(['_', '|']))
        .filter(|first| first.chars().count() >= 4);
    let found = longest
        .or(law_heading)
        .or_else(|| first_part(tree, &candidates))
        .or(heading.as_ref());
    found
        .cloned()
        .or_else(|| law_line(head))
        .or_else(|| first.filter(|title| !is_site(title)).cloned())
        .or_else(|| heading_of_page(tree))
        .or_else(|| first.cloned())
}

/// The heading above the block that holds the text, where `<title>` only names the site.
fn heading_of_page(tree: &Tree) -> Option<String> {
    let mut page = Flow::default();
    lines::write(tree, 0, &mut page);
    law_line(&page.blocks)
}

/// 某某网
fn is_site(title: &str) -> bool {
    ["网", "网站", "门户", "平台", "数据库"]
        .iter()
        .any(|end| title.ends_with(end))
}

/// The first part of `<title>`, where it is called like a law.
fn first_part<'c>(tree: &Tree, candidates: &'c [String]) -> Option<&'c String> {
    let whole = trim(&tree.title).replace('\n', "");
    let mut laws = candidates.iter().filter(|title| is_law(title));
    laws.find(|title| whole.starts_with(title.as_str()))
}

/// The first line that is called like a law, with those it goes on in.
fn law_line(head: &[TextBlock]) -> Option<String> {
    let texts: Vec<&str> = head.iter().map(|block| block.text.as_str()).collect();
    let may_begin = |at: usize| {
        let text = texts[at];
        !text.contains(['，', '。', '；', '：']) && !is_item(text) && !is_section(text)
    };
    let starts = (0..texts.len()).filter(|&at| may_begin(at));
    let mut titles = starts.map(|at| title_lines(&texts[at..]).1);
    titles.find(|title| is_law(title) && !title.starts_with(['（', '(', '《']))
}

/// Whether a text is called like a law, and is not several parts of the name of a page.
fn is_law(title: &str) -> bool {
    is_title(title) && !title.contains(['_', '|']) && !title.contains(" - ")
}

/// Names of the parts of a site, which end as titles of laws do.
fn is_section(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "法律",
        "法规",
        "政策",
        "规章",
        "规范性文件",
        "地方性",
        "行政",
        "部门",
        "司法解释",
        "国家",
        "文件",
        "库",
        "数据",
        "公告",
        "通知",
        "公文",
        "信息公开",
        "首页",
        "正文",
        "与",
        "和",
        "、",
        "及",
        "公报",
        "制度",
        "标准",
        "规定",
        "条例",
    ];
    let mut rest = without_spaces(title);
    while let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
        rest.drain(..word.len());
    }
    rest.is_empty()
}
