//! `leian article LAW NUMBER`

use std::io::Write;

use anyhow::{Result, anyhow};
use clap::Args;
use leian_corpus::citation::TextMeant;
use leian_corpus::timeline::DiffRun;
use leian_corpus::{ArticleNumber, Date, LawKey};
use leian_indexer::Snapshot;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{Style, paragraphs, plain, stdout};
use super::progress::line;
use crate::http::api::views::{ArticleHistoryView, ArticleOnDayView, TwoDaysView};
use crate::library::Library;
use crate::retrieval::numbered::{Numbered, named_by_number};
use crate::retrieval::timeline::{
    explanation, law_named, not_held, repealed_law, text_named, today,
};
use crate::retrieval::two_days::{RULE, Side, TwoDays, two_days};
use crate::retrieval::{
    ActRef, ArticleHistory, ArticleOnDay, DayWording, HistoryEvent, WordingStatus, article_history,
    article_on_day,
};

pub const EXAMPLES: &str = "\
例：
  leian article 刑法 133-1                        今天的条文
  leian article 刑法 133条之一 --as-of 2012-01-01   行为时的条文
  leian article 刑法 383 --as-of 2014-06-01 --judged 2016-06-01   行为时与裁判时并列，哪个较轻
  leian article 刑法 133-1 --history              历次修改，逐字比对
  leian article 法释〔2013〕8号 1                   按文号
  leian article 刑法 199 --json

给不出某一天的条文时，说明是哪次修改所致，不以今天的条文代替。
退出码：0 当日有效的条文，1 没有（未收录、已删去、已废止、尚未增设、施行日期不明），2 出错。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 法律名称或简称：刑法、刑诉法、中华人民共和国民法典
    #[arg(value_name = "法律")]
    law: String,

    /// 条：133、133-1、133条之一、第一百三十三条之一
    #[arg(value_name = "条")]
    number: String,

    /// 这一天（行为时）的条文，如 2012-01-01；默认今天
    #[arg(long, value_name = "日期", value_parser = super::cite::date, conflicts_with = "history")]
    as_of: Option<Date>,

    /// 裁判之日；与 --as-of（行为时）并列两日的条文和法定刑，说明哪个较轻或者缺哪一个
    #[arg(long, value_name = "日期", value_parser = super::cite::date, requires = "as_of")]
    judged: Option<Date>,

    /// 沿革：历次修改，前后逐字比对，新的在前
    #[arg(long)]
    history: bool,

    /// 以 JSON 输出，格式与接口 /api/v1/articles 相同
    #[arg(long)]
    json: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let number: ArticleNumber = arguments.number.parse().map_err(|_| {
        anyhow!(
            "“{}”不是条文序号；应写作 133-1、133条之一或第一百三十三条之一",
            plain(&arguments.number)
        )
    })?;
    let library = Library::open_text_only(&library.paths()?)?;
    let snapshot = library.snapshot()?;
    if let Some((name, found)) = named_by_number(&snapshot, &arguments.law)? {
        return by_number(&snapshot, &name, &found, number, arguments);
    }
    let Some(law) = law_named(&snapshot, &arguments.law) else {
        line(&match repealed_law(&arguments.law) {
            Some(law) => format!(
                "库中没有《{}》的文本；该法已废止：{}",
                law.title,
                law.in_words()
            ),
            None => format!(
                "库中没有《{}》。这只说明本库没有，不说明该法不存在",
                plain(&arguments.law)
            ),
        });
        let similar = not_held(&snapshot, &arguments.law)?;
        if !similar.is_empty() {
            line(&plain(&similar));
        }
        return Ok(Outcome::NoHit);
    };
    if let Some((conduct, judgment)) = arguments.as_of.zip(arguments.judged) {
        if judgment < conduct {
            return Err(anyhow!(
                "裁判时 {judgment} 早于行为时 {conduct}；--judged 不能早于 --as-of"
            ));
        }
        return on_two_days(&snapshot, &law, number, (conduct, judgment), arguments.json);
    }
    match arguments.history {
        true => history(&snapshot, &law, number, arguments.json),
        false => {
            let day = arguments.as_of.unwrap_or_else(today);
            let day = match text_named(&snapshot, &arguments.law, number, day)? {
                TextMeant::OfTheDay => day,
                TextMeant::Of { day, .. } => day,
                TextMeant::NotHeld { note, .. } => {
                    line(&plain(&note));
                    return Ok(Outcome::NoHit);
                }
            };
            on_day(&snapshot, &law, number, day, arguments.json)
        }
    }
}

/// The text of a number (文号): of an older text than the newest held, on the day from
/// which it applied.
fn by_number(
    snapshot: &Snapshot,
    name: &str,
    found: &Numbered,
    number: ArticleNumber,
    arguments: &Arguments,
) -> Result<Outcome> {
    let Numbered::Text(text) = found else {
        line(&found.in_words(name).unwrap_or_default());
        return Ok(Outcome::NoHit);
    };
    if arguments.history {
        return history(snapshot, &text.law, number, arguments.json);
    }
    let day = match (arguments.as_of, text.newest) {
        (Some(day), _) => day,
        (None, true) => today(),
        (None, false) => match text.from {
            Some(day) => day,
            None => {
                line(&format!("{name}的文本没有日期，请用 leian show {name}"));
                return Ok(Outcome::NoHit);
            }
        },
    };
    if !text.newest && !arguments.json {
        line(&format!(
            "{name}是《{}》较早的文本，本库另收有更新的文本；以下按 {day} 的条文",
            plain(&text.title)
        ));
    }
    on_day(snapshot, &text.law, number, day, arguments.json)
}

fn on_day(
    snapshot: &Snapshot,
    law: &LawKey,
    number: ArticleNumber,
    day: Date,
    json: bool,
) -> Result<Outcome> {
    let Some(found) = article_on_day(snapshot, law, number, day)? else {
        return Ok(Outcome::NoHit);
    };
    let mut out = stdout();
    if json {
        serde_json::to_writer_pretty(&mut out, &ArticleOnDayView::from(&found))?;
        writeln!(out)?;
    } else {
        print_day(&found, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(match found.wording.status {
        WordingStatus::InForce => Outcome::Done,
        _ => Outcome::NoHit,
    })
}

fn print_day(found: &ArticleOnDay, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let title = format!("{} {}", plain(&found.law), found.number.chinese());
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

fn on_two_days(
    snapshot: &Snapshot,
    law: &LawKey,
    number: ArticleNumber,
    (conduct, judgment): (Date, Date),
    json: bool,
) -> Result<Outcome> {
    let Some(found) = two_days(snapshot, law, number, conduct, judgment)? else {
        return Ok(Outcome::NoHit);
    };
    let mut out = stdout();
    if json {
        serde_json::to_writer_pretty(&mut out, &TwoDaysView::from(&found))?;
        writeln!(out)?;
    } else {
        print_two_days(&found, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    let has_text = |side: &Side| side.wording.text.is_some();
    Ok(
        match has_text(&found.conduct) || has_text(&found.judgment) {
            true => Outcome::Done,
            false => Outcome::NoHit,
        },
    )
}

fn print_two_days(found: &TwoDays, style: Style, out: &mut impl Write) -> std::io::Result<()> {
    let title = format!("{} {}", plain(&found.law), found.number.chinese());
    writeln!(out, "{}", style.bold(&title))?;
    for (label, side) in [("行为时", &found.conduct), ("裁判时", &found.judgment)] {
        writeln!(out)?;
        let heading = format!("{label} {}【{}】", side.day, side.wording.status.label());
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
    out: &mut impl Write,
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

fn history(
    snapshot: &Snapshot,
    law: &LawKey,
    number: ArticleNumber,
    json: bool,
) -> Result<Outcome> {
    let found = article_history(snapshot, law, number)?;
    let Some(history) = found.filter(|history| !history.events.is_empty()) else {
        line(&format!("库中的《{law}》没有{}", number.chinese()));
        return Ok(Outcome::NoHit);
    };
    let mut out = stdout();
    if json {
        serde_json::to_writer_pretty(&mut out, &ArticleHistoryView::from(&history))?;
        writeln!(out)?;
    } else {
        print_history(&history, Style::of_stdout(), &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print_history(
    history: &ArticleHistory,
    style: Style,
    out: &mut impl Write,
) -> std::io::Result<()> {
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

fn print_event(event: &HistoryEvent, style: Style, out: &mut impl Write) -> std::io::Result<()> {
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
