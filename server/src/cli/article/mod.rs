//! `leian article LAW NUMBER…`

mod places;
mod print;

use std::io::Write;

use anyhow::{Result, bail};
use clap::Args;
use leian_corpus::citation::part_of;
use leian_corpus::{ArticleNumber, Date, LawKey};
use leian_indexer::Snapshot;

use self::places::{Place, places};
use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::{Style, plain, stdout};
use super::progress::line;
use crate::http::api::views::{
    ArticleHistoryView, ArticleOnDayView, ErrorEnvelope, ErrorView, TwoDaysView,
};
use crate::http::error::{ErrorCode, HttpError};
use crate::library::Library;
use crate::retrieval::law_by_name::{day_named, law_named, not_held, repealed_law};
use crate::retrieval::numbered::{Numbered, named_by_number};
use crate::retrieval::timeline::today;
use crate::retrieval::two_days::{Side, two_days};
use crate::retrieval::{ArticleOnDay, WordingStatus, article_history, article_on_day};

pub const EXAMPLES: &str = "\
例：
  leian article 刑法 133-1                        今天的条文
  leian article 刑法 133条之一 --as-of 2012-01-01   行为时的条文
  leian article 刑法 383 --as-of 2014-06-01 --judged 2016-06-01   行为时与裁判时并列，哪个较轻
  leian article 刑法 133-1 --history              历次修改，逐字比对
  leian article 法释〔2013〕8号 1                   按文号
  leian article 刑法 264,266                       几条
  leian article 民法典 第一千零七十九条第三款       只看这一款
  leian article 刑法 199 --json

给不出某一天的条文时，说明是哪次修改所致，不以今天的条文代替。
退出码：0 当日有效的条文，1 没有（未收录、已删去、已废止、尚未增设、施行日期不明），2 出错。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 法律名称或简称：刑法、刑诉法、中华人民共和国民法典
    #[arg(value_name = "法律")]
    law: String,

    /// 条，可以几条，可以到款项：133、133-1、133条之一、264,266、第六十七条第三款
    #[arg(value_name = "条", required = true)]
    numbers: Vec<String>,

    /// 这一天（行为时）的条文，如 2012-01-01；默认今天
    #[arg(long, value_name = "日期", value_parser = super::cite::date, conflicts_with = "history")]
    as_of: Option<Date>,

    /// 裁判之日；与 --as-of（行为时）并列两日的条文和法定刑，说明哪个较轻或者缺哪一个
    #[arg(long, value_name = "日期", value_parser = super::cite::date, requires = "as_of")]
    judged: Option<Date>,

    /// 沿革：历次修改，前后逐字比对，新的在前
    #[arg(long)]
    history: bool,

    /// 以 JSON 输出，格式与接口 /api/v1/articles 相同；几条时为数组
    #[arg(long)]
    json: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    let places = places(&arguments.numbers)?;
    let days = arguments.as_of.zip(arguments.judged);
    if let Some((conduct, judgment)) = days
        && judgment < conduct
    {
        bail!("裁判时 {judgment} 早于行为时 {conduct}；--judged 不能早于 --as-of");
    }
    let by_article = match (arguments.history, days) {
        (true, _) => Some("--history"),
        (_, Some(_)) => Some("--judged"),
        _ => None,
    };
    if let (Some(option), Some(place)) =
        (by_article, places.iter().find(|place| place.part.is_some()))
    {
        bail!(
            "{option} 按条查阅；请只写{}，不写款项",
            place.number.chinese()
        );
    }
    let library = Library::open_text_only(&library.paths()?)?;
    let snapshot = library.snapshot()?;
    let mut asked = Asked {
        snapshot: &snapshot,
        arguments,
        output: Output::new(arguments.json, places.len()),
    };
    asked.answer(&places)?;
    asked.output.finish()
}

/// A line of arguments and what has been answered to it.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    arguments: &'a Arguments,
    output: Output,
}

impl Asked<'_> {
    fn answer(&mut self, places: &[Place]) -> Result<()> {
        let name = &self.arguments.law;
        if let Some((name, found)) = named_by_number(self.snapshot, name)? {
            return self.by_number(&name, &found, places);
        }
        match law_named(self.snapshot, name)? {
            Some(law) => places.iter().try_for_each(|place| self.of_law(&law, place)),
            None => self.law_not_held(),
        }
    }

    fn law_not_held(&mut self) -> Result<()> {
        let name = &self.arguments.law;
        let message = match repealed_law(name) {
            Some(law) => format!(
                "库中没有《{}》的文本；该法已废止：{}",
                law.title,
                law.in_words()
            ),
            None => format!(
                "库中没有《{}》。这只说明本库没有，不说明该法不存在",
                plain(name)
            ),
        };
        let similar = plain(&not_held(self.snapshot, name)?);
        let messages = [message, similar];
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        self.output.nothing(ErrorCode::LawNotInLibrary, &messages)
    }

    fn of_law(&mut self, law: &LawKey, place: &Place) -> Result<()> {
        let arguments = self.arguments;
        if let Some(days) = arguments.as_of.zip(arguments.judged) {
            return self.on_two_days(law, place.number, days);
        }
        if arguments.history {
            return self.history(law, place.number);
        }
        let (name, asked) = (&arguments.law, arguments.as_of);
        match day_named(self.snapshot, law, name, place.number, asked)? {
            Ok(day) => self.on_day(law, place, day),
            Err(note) => self
                .output
                .nothing(ErrorCode::NoSuchArticle, &[&plain(&note)]),
        }
    }

    /// The text of a number (文号): of an older text than the newest held, on the day
    /// from which it applied.
    fn by_number(&mut self, name: &str, found: &Numbered, places: &[Place]) -> Result<()> {
        let Numbered::Text(text) = found else {
            let words = found.in_words(name).unwrap_or_default();
            return self.output.nothing(ErrorCode::LawNotInLibrary, &[&words]);
        };
        if self.arguments.history {
            let mut places = places.iter();
            return places.try_for_each(|place| self.history(&text.law, place.number));
        }
        let day = match (self.arguments.as_of, text.newest, text.from) {
            (Some(day), _, _) => day,
            (None, true, _) => today(),
            (None, false, Some(day)) => day,
            (None, false, None) => {
                let words = format!("{name}的文本没有日期，请用 leian show {name}");
                return self.output.nothing(ErrorCode::NoSuchArticle, &[&words]);
            }
        };
        if !text.newest && !self.arguments.json {
            line(&format!(
                "{name}是《{}》较早的文本，本库另收有更新的文本；以下按 {day} 的条文",
                plain(&text.title)
            ));
        }
        let mut places = places.iter();
        places.try_for_each(|place| self.on_day(&text.law, place, day))
    }

    fn on_day(&mut self, law: &LawKey, place: &Place, day: Date) -> Result<()> {
        let found = article_on_day(self.snapshot, law, place.number, day)?;
        let Some(mut found) = found else {
            return self.no_article(law, place.number);
        };
        if let Err(missing) = narrow(&mut found, place) {
            return self.output.nothing(ErrorCode::NoSuchArticle, &[&missing]);
        }
        let in_force = found.wording.status == WordingStatus::InForce;
        let mut view = serde_json::to_value(ArticleOnDayView::from(&found))?;
        if let (Some(fields), true) = (view.as_object_mut(), place.part.is_some()) {
            fields.insert("part".to_owned(), place.part_label().into());
        }
        self.output.give(in_force, view, |style, out| {
            print::day(&found, place, style, out)
        })
    }

    fn on_two_days(
        &mut self,
        law: &LawKey,
        number: ArticleNumber,
        days: (Date, Date),
    ) -> Result<()> {
        let Some(found) = two_days(self.snapshot, law, number, days.0, days.1)? else {
            return self.no_article(law, number);
        };
        let has_text = |side: &Side| side.wording.text.is_some();
        let some = has_text(&found.conduct) || has_text(&found.judgment);
        let view = serde_json::to_value(TwoDaysView::from(&found))?;
        self.output
            .give(some, view, |style, out| print::two_days(&found, style, out))
    }

    fn history(&mut self, law: &LawKey, number: ArticleNumber) -> Result<()> {
        let found = article_history(self.snapshot, law, number)?;
        let Some(history) = found.filter(|history| !history.events.is_empty()) else {
            return self.no_article(law, number);
        };
        let view = serde_json::to_value(ArticleHistoryView::from(&history))?;
        self.output.give(true, view, |style, out| {
            print::history(&history, style, out)
        })
    }

    fn no_article(&mut self, law: &LawKey, number: ArticleNumber) -> Result<()> {
        let words = format!("库中的《{law}》没有{}", number.chinese());
        self.output.nothing(ErrorCode::NoSuchArticle, &[&words])
    }
}

/// Leaves of an article's text what the place names of it; what there is instead, where
/// the text does not have that.
fn narrow(found: &mut ArticleOnDay, place: &Place) -> Result<(), String> {
    let Some(part) = &place.part else {
        return Ok(());
    };
    if let Some(text) = &found.wording.text {
        let named = part_of(text, part);
        let missing = |existing| format!("《{}》没有{}（{existing}）", found.law, place.label());
        found.wording.text = Some(named.map_err(missing)?);
    }
    // 款 and 项 of the article that bears the number today are others.
    found.todays = None;
    Ok(())
}

/// What is printed: lines, article after article, or JSON at the end.
struct Output {
    /// The answers in JSON, where that is asked for.
    json: Option<Vec<serde_json::Value>>,
    several: bool,
    given: usize,
    outcome: Outcome,
}

impl Output {
    fn new(json: bool, places: usize) -> Self {
        Self {
            json: json.then(Vec::new),
            several: places > 1,
            given: 0,
            outcome: Outcome::Done,
        }
    }

    /// An answer; `found` when it is a text of the day.
    fn give(
        &mut self,
        found: bool,
        view: serde_json::Value,
        print: impl FnOnce(Style, &mut dyn Write) -> std::io::Result<()>,
    ) -> Result<()> {
        if !found {
            self.outcome = Outcome::NoHit;
        }
        match &mut self.json {
            Some(json) => json.push(view),
            None => {
                let mut out = stdout();
                if self.given > 0 {
                    writeln!(out)?;
                }
                print(Style::of_stdout(), &mut out)?;
                out.flush()?;
            }
        }
        self.given += 1;
        Ok(())
    }

    /// That there is nothing to give, in sentences: on standard error, or in JSON as the
    /// interface answers.
    fn nothing(&mut self, code: ErrorCode, sentences: &[&str]) -> Result<()> {
        self.outcome = Outcome::NoHit;
        let sentences = sentences.iter().filter(|words| !words.is_empty());
        match &mut self.json {
            Some(json) => {
                let message: Vec<&str> = sentences.copied().collect();
                let error = HttpError::new(code, message.join("。"));
                let error = ErrorView::from(error);
                json.push(serde_json::to_value(ErrorEnvelope { error })?);
            }
            None => sentences.for_each(|words| line(words)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Outcome> {
        if let Some(mut json) = self.json {
            let mut out = stdout();
            match (self.several && json.len() > 1, json.pop()) {
                (false, Some(only)) => serde_json::to_writer_pretty(&mut out, &only)?,
                (_, last) => {
                    json.extend(last);
                    serde_json::to_writer_pretty(&mut out, &json)?;
                }
            }
            writeln!(out)?;
            out.flush()?;
        }
        Ok(self.outcome)
    }
}
