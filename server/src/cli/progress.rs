//! Progress on standard error: a bar on a terminal, a plain line now and then
//! elsewhere.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::display::{duration, grouped};
use crate::ingest::{Phase, Progress};

/// Time between two plain lines.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Time between two redraws of a bar.
const DRAW_EVERY: Duration = Duration::from_millis(100);

/// Shows the progress of an import to whoever watches standard error.
pub enum Shown {
    /// A bar.
    Bar {
        /// The bar of the phase in hand.
        bar: Option<ProgressBar>,
        /// When it was drawn last.
        drawn: Instant,
    },
    /// Lines.
    Lines(Lines),
}

/// State of plain lines.
pub struct Lines {
    phase: Option<(Phase, u64)>,
    began: Instant,
    last: Instant,
    done: u64,
}

impl Shown {
    /// What standard error can show.
    pub fn new() -> Self {
        if std::io::stderr().is_terminal() {
            return Self::Bar {
                bar: None,
                drawn: Instant::now(),
            };
        }
        Self::Lines(Lines {
            phase: None,
            began: Instant::now(),
            last: Instant::now(),
            done: 0,
        })
    }
}

impl Progress for Shown {
    fn begin(&mut self, phase: Phase, total: u64) {
        match self {
            Self::Bar { bar, .. } => {
                if let Some(old) = bar.take() {
                    old.finish_and_clear();
                }
                let template =
                    "{prefix} {bar:30} {human_pos}/{human_len}{msg}  {per_sec}  剩余 {eta}";
                let new = ProgressBar::new(total).with_prefix(phase.label());
                if let Ok(style) = ProgressStyle::with_template(template) {
                    new.set_style(style);
                }
                *bar = Some(new);
            }
            Self::Lines(lines) => {
                lines.phase = Some((phase, total));
                lines.began = Instant::now();
                lines.last = Instant::now();
                lines.done = 0;
                line(&format!(
                    "{}：共 {} {}",
                    phase.label(),
                    grouped(total),
                    phase.unit()
                ));
            }
        }
    }

    fn update(&mut self, done: u64, detail: &str) {
        match self {
            Self::Bar { bar, drawn } => {
                if let Some(bar) = bar
                    && drawn.elapsed() >= DRAW_EVERY
                {
                    bar.set_position(done);
                    bar.set_message(shortened(detail));
                    *drawn = Instant::now();
                }
            }
            Self::Lines(lines) => {
                lines.done = done;
                if lines.last.elapsed() >= LINE_EVERY {
                    lines.last = Instant::now();
                    lines.print();
                }
            }
        }
    }

    fn end(&mut self) {
        match self {
            Self::Bar { bar, .. } => {
                if let Some(bar) = bar.take() {
                    bar.finish_and_clear();
                }
            }
            Self::Lines(lines) => lines.phase = None,
        }
    }

    fn note(&mut self, text: &str) {
        match self {
            Self::Bar { bar: Some(bar), .. } => bar.println(text),
            _ => line(text),
        }
    }
}

impl Lines {
    #[expect(clippy::cast_precision_loss, reason = "a rate for display")]
    fn print(&self) {
        let Some((phase, total)) = self.phase else {
            return;
        };
        let rate = self.done as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let left = match rate > 0.0 {
            true => duration(total.saturating_sub(self.done) as f64 / rate),
            false => "未知".to_owned(),
        };
        line(&format!(
            "{}：{}/{} {}，每秒 {rate:.1}，剩余约 {left}",
            phase.label(),
            grouped(self.done),
            grouped(total),
            phase.unit()
        ));
    }
}

/// A line on standard error; lost when that is closed.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The end of a long path is what tells files apart.
fn shortened(detail: &str) -> String {
    const CHARS: usize = 24;
    let count = detail.chars().count();
    match count {
        0 => String::new(),
        _ if count <= CHARS => format!("  {detail}"),
        _ => {
            let tail: String = detail.chars().skip(count - CHARS).collect();
            format!("  …{tail}")
        }
    }
}
