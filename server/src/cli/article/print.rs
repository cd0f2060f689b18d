//! Articles on days, as lines for a terminal.

use std::io::Write;

use leian_corpus::timeline::DiffRun;
use leian_corpus::{ArticleNumber, Date};

use super::places::Place;
use crate::cli::display::{Style, paragraphs, plain};
use crate::retrieval::timeline::{explanation, today};
use crate::retrieval::two_days::{RULE, TwoDays};
use crate::retrieval::{ActRef, ArticleHistory, ArticleOnDay, DayWording, HistoryEvent};

pub fn day(
    found: &ArticleOnDay,
    place: &Place,
    style: Style,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let title = format!("{} {}", plain(&found.law), place.label());
    let status = format!("【{} {}】", found.day, found.wording.label());
    writeln!(out, "{}  {}", style.bold(&title), style.bold(&status))?;
    print_wording(&found.wording, found.day, style, out)?;
    if let Some(todays) = &found.todays {
        writeln!(out)?;
        let then = match todays.number {
            Some(number) => format!("当日为{}", number.chinese()),
            None => todays.label(),
        };
        let heading = format!("今天的{}，{then}", found.number.chinese());
        writeln!(out, "{}", style.bold(&heading))?;
        print_wording(todays, found.day, style, out)?;
    }
    Ok(())
}

pub fn two_days(found: &TwoDays, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let title = format!("{} {}", plain(&found.law), found.number.chinese());
    writeln!(out, "{}", style.bold(&title))?;
    for (label, side) in [("行为时", &found.conduct), ("裁判时", &found.judgment)] {
        writeln!(out)?;
        let heading = format!("{label} {}【{}】", side.day, side.label());
        writeln!(out, "{}", style.bold(&heading))?;
        print_wording(&side.wording, side.day, style, out)?;
        for range in &side.ranges {
            let line = format!(
                "法定刑：{}（{} 至 {}）",
                plain(&range.words),
                range.least,
                range.most
            );
            writeln!(out, "  {line}")?;
        }
    }
    writeln!(out)?;
    writeln!(out, "{}", style.bold(&found.in_words()))?;
    writeln!(out, "{}", style.dim(&format!("依据：{RULE}")))
}

fn print_wording(
    wording: &DayWording,
    day: Date,
    style: Style,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    if let Some(text) = &wording.text {
        for text in paragraphs(&plain_lines(text), 2, style) {
            writeln!(out, "{text}")?;
        }
    }
    if let Some(why) = explanation(wording, day) {
        writeln!(out, "  {}", plain(&why))?;
    }
    for (label, act) in [
        ("给出这一条文的", &wording.since),
        ("其后修改它的", &wording.until),
    ] {
        if let Some(act) = act {
            writeln!(
                out,
                "  {}",
                style.dim(&format!("{label}：{}", act_words(act)))
            )?;
        }
    }
    if let Some(basis) = &wording.basis {
        let words = match basis.code() {
            "held" => "收录文本",
            "act" => "修改决定的原文",
            _ => "此后的收录文本，其间的修改都没有涉及本条",
        };
        let line = format!("依据：{words}（{}）", basis.document());
        writeln!(out, "  {}", style.dim(&line))?;
    }
    Ok(())
}

fn act_words(act: &ActRef) -> String {
    let day = match act.effective_known {
        true => format!("{} 起施行", act.effective),
        false => format!("{} 通过，来源没有写明施行日", act.effective),
    };
    format!("《{}》，{}，{day}", plain(&act.title), act.kind.label())
}

pub fn history(history: &ArticleHistory, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let title = format!("{} {} 沿革", plain(&history.law), history.number.chinese());
    writeln!(out, "{}", style.bold(&title))?;
    writeln!(out, "今天：{}", history.now.label())?;
    if let Some(why) = explanation(&history.now, today()) {
        writeln!(out, "  {}", plain(&why))?;
    }
    for event in &history.events {
        writeln!(out)?;
        print_event(event, style, out)?;
    }
    Ok(())
}

fn print_event(event: &HistoryEvent, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let number = event.number.map(ArticleNumber::chinese).unwrap_or_default();
    let heading = format!("{}  {}  {number}", event.act.effective, event.kind.label());
    writeln!(out, "{}", style.bold(heading.trim_end()))?;
    writeln!(out, "  {}", style.dim(&act_words(&event.act)))?;
    let text = match (&event.changes[..], &event.text) {
        ([], Some(text)) => plain_lines(text),
        ([], None) => "（条文本库没有收录）".to_owned(),
        (changes, _) => marked(changes),
    };
    for text in paragraphs(&text, 2, style) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

/// 甲［删：可以］［增：应当］乙
fn marked(changes: &[DiffRun]) -> String {
    changes
        .iter()
        .map(|run| match run {
            DiffRun::Same(text) => plain_lines(text),
            DiffRun::Removed(text) => format!("［删：{}］", plain(text)),
            DiffRun::Added(text) => format!("［增：{}］", plain(text)),
        })
        .collect()
}

/// Without control characters, line by line.
fn plain_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(plain).collect();
    lines.join("\n")
}
