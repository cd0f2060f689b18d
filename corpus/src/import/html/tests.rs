#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::Date;
use crate::error::Bound;

/// A page as official sites build them; 灯塔保护条例 is invented.
const PAGE: &str = r##"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x">
<html><head><meta charset="utf-8"><title>灯塔保护条例_虚构市人民政府</title>
<meta name="PubDate" content="2021-03-04 10:00"><meta name="ContentSource" content="虚构日报">
<meta name="Url" content="http://example.org/1.html">
<script>var a = "<p>第九条 脚本</p>";</script><style>p { color: red }</style></head>
<body><div class="header"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">法规</a></li></ul></div>
<div class="main"><div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/b">法规</a></div>
<h1>灯塔保护条例</h1>
<div class="info">发布时间：2021-03-04 来源：虚构日报 浏览次数：12 【字体：大 中 小】</div>
<div class="TRS_Editor" id="zoom"><p align="center"><strong>灯塔保护条例</strong></p>
<p align="center">（2021年3月1日虚构市人民代表大会通过）</p>
<p align="center">第一章　总　则</p>
<p>　　第一条　为了保护灯塔，
制定本条例。</p>
<p>　　第二条&nbsp;&nbsp;本条例所称灯塔，<a href="/x">包括下列各项</a>：</p><p>　　（一）航标灯；<br>　　（二）雾号。
<p>　　第二条之一　收费标准如下：</p>
<table><tr><td><p>种类</p></td><td>元</td></tr><tr><td>航标灯<td>10</tr></table>
<p>　　第三条　本条例自2021年5月1日起施行。</p></div>
<div class="share">分享到：<a href="#">微信</a></div><p>【打印本页】【关闭窗口】</p></div>
<div id="footer">主办单位：虚构市人民政府 备案号：虚构ICP备000号</div></body></html>"##;

const TEXT: &str = "灯塔保护条例
（2021年3月1日虚构市人民代表大会通过）
第一章　总　则
第一条　为了保护灯塔，制定本条例。
第二条 本条例所称灯塔，包括下列各项：
（一）航标灯；
（二）雾号。
第二条之一　收费标准如下：
| 种类 | 元 |
| 航标灯 | 10 |
第三条　本条例自2021年5月1日起施行。";

#[test]
fn main_text_is_found_and_the_rest_dropped() {
    let flow = read(PAGE.as_bytes()).unwrap();
    assert_eq!(flow.plain_text(), TEXT);
    assert_eq!(flow.title.as_deref(), Some("灯塔保护条例"));
    assert_eq!(flow.source.as_deref(), Some("虚构日报"));
    assert_eq!(flow.published, Date::new(2021, 3, 4).ok());
    assert_eq!(flow.url.as_deref(), Some("http://example.org/1.html"));
}

#[test]
fn text_is_found_without_known_names_too() {
    let page = PAGE
        .replace("class=\"TRS_Editor\" id=\"zoom\"", "")
        .replace("class=", "data-x=")
        .replace("<meta name=", "<meta data-name=");
    let flow = read(page.as_bytes()).unwrap();
    assert_eq!(flow.plain_text(), TEXT);
    assert_eq!(
        flow.source.as_deref(),
        Some("虚构日报"),
        "from the line under the title"
    );
    assert_eq!(flow.published, Date::new(2021, 3, 4).ok());
}

#[test]
fn statute_about_web_sites_keeps_its_articles() {
    let about = [
        "第一条 灯塔网站的主办单位、承办单位应当公布备案号。",
        "打印灯塔网站的内容，应当标明下列事项：",
        "（一）主办单位和承办单位",
        "（二）网站标识码、技术支持；",
        "主办单位、承办单位和技术支持单位不一致的，分别标明：",
        "一、版权所有、备案号",
        "主办单位、承办单位，",
    ];
    let middle: Vec<String> = (0..30)
        .map(|place| format!("此处为第{place}段。"))
        .collect();
    let mut lines = vec!["灯塔网站管理办法"];
    lines.extend(about);
    lines.extend(middle.iter().map(String::as_str));
    lines.extend(about);
    let text = lines.join("\n");
    lines.insert(1, "分享到：");
    lines.insert(1, "发布时间：2021-03-04 来源：");
    lines.push("主办单位：虚构市人民政府 备案号：虚构ICP备000号");
    let page = format!("<html><p>{}", lines.join("<p>"));
    let flow = read(page.as_bytes()).unwrap();
    assert_eq!(flow.plain_text(), text);
    assert_eq!(flow.published, Date::new(2021, 3, 4).ok());
}

#[test]
fn tables_that_lay_out_a_page_frame_text() {
    let flow = read(
        "<html><table><tr><td width=100><a href=a>甲</a><a href=a>乙</a><a href=a>丙</a></td><td><p>第一条 乙。</p><table><tr><td>\
         第二条 丙。</td></tr></table></td></tr></table>"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(flow.plain_text(), "第一条 乙。\n第二条 丙。");
}

#[test]
fn white_space_is_that_of_a_browser() {
    let text = |html: &str| {
        read(format!("<html><p>{html}").as_bytes())
            .unwrap()
            .plain_text()
    };
    assert_eq!(text("甲\n  乙"), "甲乙");
    assert_eq!(text("甲  乙 <b>丙</b>\n<i>丁</i>"), "甲 乙 丙丁");
    assert_eq!(text("one\ntwo"), "one two");
    assert_eq!(text("<pre>甲\n  乙</pre>"), "甲\n乙");
    assert_eq!(text("<ol><li>甲<li>乙</ol>"), "1. 甲\n2. 乙");
    assert_eq!(
        text("&lt;甲&#20057;&gt;<span style='display:none'>丙</span>"),
        "<甲乙>"
    );
    assert_eq!(text("甲<div style='display: none'>丙</div>"), "甲");
    assert_eq!(text("甲<script>x</script>乙<title>丙</title>丁"), "甲乙丁");
    assert_eq!(text("甲<div>乙</div>丙"), "甲\n乙\n丙");
    for ruby in [
        "<ruby>灯<rp>(</rp><rt>deng</rt><rp>)</rp>塔<rp>(<rt>ta<rp>)</ruby>",
        "<ruby>灯<rt>deng<rb>塔<rt>ta</ruby>",
        "<ruby><rbc><rb>灯</rb><rb>塔</rb></rbc><rtc><rt>deng</rt><rt>ta</rt></rtc></ruby>",
    ] {
        assert_eq!(text(&format!("一座{ruby}。")), "一座灯塔。", "{ruby}");
    }
}

#[test]
fn hostile_pages_are_refused_or_read() {
    let depth = |html: String| match read(html.as_bytes()) {
        Err(ImportProblem::Bound { bound, .. }) => bound == Bound::Depth,
        _ => false,
    };
    assert!(depth(format!("<html>{}甲", "<div>".repeat(100_000))));
    assert!(depth(format!(
        "<html>{}甲",
        "<table><tr><td>".repeat(100_000)
    )));
    let inline = format!("<html><p>{}甲", "<b><font>".repeat(100_000));
    assert_eq!(read(inline.as_bytes()).unwrap().plain_text(), "甲");
    let lists = format!("<html>{}甲", "<li>".repeat(100_000));
    assert_eq!(read(lists.as_bytes()).unwrap().plain_text(), "甲");
    let stray = format!("<html>{}甲", "</div>".repeat(100_000));
    assert_eq!(read(stray.as_bytes()).unwrap().plain_text(), "甲");
    for (end, _) in PAGE.char_indices() {
        let _ = read(&PAGE.as_bytes()[..end]);
    }
}

#[test]
fn day_and_source_beside_the_main_text_are_read() {
    let page = PAGE.replace("<meta name=", "<meta data-name=").replace(
        "发布时间：2021-03-04 来源：虚构日报",
        "时间：2021-03-04　来源：虚构日报　作者：某",
    );
    let flow = read(page.as_bytes()).unwrap();
    assert_eq!(flow.plain_text(), TEXT);
    assert_eq!(flow.source.as_deref(), Some("虚构日报"));
    assert_eq!(flow.published, Date::new(2021, 3, 4).ok());
    // A list of other pages above has days too; the nearest line counts.
    let listed = page.replace(
        "<div class=\"main\">",
        "<div class=\"main\"><p>发布时间：1999-01-01 来源：另一报</p>",
    );
    let flow = read(listed.as_bytes()).unwrap();
    assert_eq!(flow.published, Date::new(2021, 3, 4).ok());
}

#[test]
fn what_a_page_hides_is_left_out() {
    let page = "<html><body><p>第一条　灯塔<span hidden>甲</span>应当\
        <span style=\"display: none\">乙</span>登记。</p><p hidden>丙</p>\
        <div style='VISIBILITY : hidden'>丁</div><p hidden=\"\">戊</p><p>第二条　雾号。</p></body></html>";
    let flow = read(page.as_bytes()).unwrap();
    assert_eq!(flow.plain_text(), "第一条　灯塔应当登记。\n第二条　雾号。");
}

/// The articles of a page whose second one stands in an element that begins like this.
fn articles(element: &str) -> Vec<String> {
    let name = element.split([' ', '>']).next().unwrap_or_default();
    let page = format!(
        "<html><head><meta charset=utf-8></head><body><h1>灯塔条例</h1><p>第一条　灯塔应当登记，并悬挂标志。</p>\
         <{element}>第二条　隐藏。</{name}><p>第三条　本条例自公布之日起施行。</p></body></html>"
    );
    let blocks = read(page.as_bytes()).unwrap().blocks;
    let texts = blocks.into_iter().map(|block| block.text);
    texts.filter(|text| text.contains('条')).skip(1).collect()
}

#[test]
fn hidden_elements_are_left_out() {
    for element in [
        "p aria-hidden=\"true\"",
        "div aria-hidden=true",
        "span aria-hidden=\"true\"",
        "p style=\"font-size:0\"",
        "p style=\"color:red; FONT-SIZE : 0px !important\"",
        "span style=\"font-size:0.0em\"",
        "p style=\"visibility:hidden\"",
        "p style=\"visibility: collapse;\"",
        "div style=\"opacity:0\"",
        "p style=\"display:none\"",
        "p hidden",
    ] {
        assert_eq!(articles(element).len(), 2, "{element}");
    }
    for element in [
        "p aria-hidden=\"false\"",
        "p style=\"font-size:0.9em\"",
        "p style=\"font-size:10px\"",
        "p style=\"line-height:0\"",
        "p style=\"opacity:0.5\"",
        "p style=\"background:none\"",
    ] {
        assert_eq!(articles(element).len(), 3, "{element}");
    }
}

#[test]
fn page_behind_a_dialog_is_read() {
    let page = PAGE.replace(
        "<div class=\"main\">",
        "<div class=\"main\" aria-hidden=\"true\">",
    );
    assert_eq!(read(page.as_bytes()).unwrap().plain_text(), TEXT);
}

/// Day and source of a page that says this between its title and its text.
#[track_caller]
fn check_beside(line: &str, day: Option<(i16, i8, i8)>, source: Option<&str>) {
    let page = format!(
        "<html><head><meta charset=utf-8><title>灯塔条例</title></head><body><h2>灯塔条例</h2>{line}\
         <div class=\"TRS_Editor\"><p>灯塔条例</p><p>第一条　灯塔应当登记，并悬挂标志。</p>\
         <p>第二条　本条例自2020年1月1日起施行。</p></div></body></html>"
    );
    let flow = read(page.as_bytes()).unwrap();
    let found = flow
        .published
        .map(|day| (day.year(), day.month(), day.day()));
    assert_eq!((found, flow.source.as_deref()), (day, source), "{line}");
}

#[test]
fn day_and_source_beside_the_text_are_read_in_all_forms() {
    let source = Some("虚构网");
    check_beside(
        "<p>2022/05/06 来源: 虚构网 字号：大 中 小</p>",
        Some((2022, 5, 6)),
        source,
    );
    check_beside(
        "<div>来源：虚构网</div><div>日期：2020-7-8 09:00:00</div>",
        Some((2020, 7, 8)),
        source,
    );
    check_beside(
        "<p>2022年5月6日 来源：虚构网</p>",
        Some((2022, 5, 6)),
        source,
    );
    check_beside("<p>时间：2022.05.06 10:00</p>", Some((2022, 5, 6)), None);
    check_beside(
        "<p>发布日期：2022/5/6</p><p>来源：虚构网</p>",
        Some((2022, 5, 6)),
        source,
    );
    check_beside("<p>日期：2022年5月6日</p>", Some((2022, 5, 6)), None);
    check_beside("<p>2022.5.6 来源：虚构网</p>", Some((2022, 5, 6)), source);
    check_beside("<p>2022-05-06 08:30</p>", Some((2022, 5, 6)), None);
    check_beside("<p>来源：虚构网 2022-05-06</p>", Some((2022, 5, 6)), source);
    // A day of a sentence is none of the page.
    check_beside("<p>2022年5月6日，虚构市灯塔局召开会议。</p>", None, None);
    check_beside("<p>时间：每周一</p>", None, None);
    check_beside("<p>2022/13/40 来源：虚构网</p>", None, None);
}
