//! `/`: the box, and what the library holds.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use leian_indexer::Stats;

use super::layout::{Layout, SearchBox};
use super::{PageError, render};
use crate::http::error::HttpError;
use crate::http::percent;
use crate::http::state::AppState;
use crate::labels::grouped;
use crate::library::Library;
use crate::operations::coverage::{Coverage, coverage};

/// Searches that show what can be typed; the sample library answers each.
pub const EXAMPLES: [(&str, &str); 4] = [
    ("醉驾不起诉的条件", "用平常的话问"),
    ("\"正当防卫\" 夜间", "引号内的短语原样出现"),
    ("出借银行卡 帮信 OR 掩隐", "任一即可：OR"),
    ("未成年人 性侵 NOT 民事", "排除：NOT"),
];

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    layout: Layout,
    examples: Vec<Example>,
    holds: Option<Holds>,
}

struct Example {
    text: &'static str,
    hint: &'static str,
    href: String,
}

/// What a library holds, in words.
struct Holds {
    documents: String,
    entries: String,
    kinds: Vec<KindCount>,
    newest_date: Option<String>,
    vectors: String,
    vectors_missing: Option<String>,
    /// Short id of the snapshot.
    snapshot: Option<String>,
}

struct KindCount {
    label: &'static str,
    count: String,
}

/// The start page.
pub async fn get(State(state): State<AppState>) -> Result<Html<String>, PageError> {
    let page = state
        .look(|library| {
            let snapshot = library.snapshot()?;
            let coverage = match snapshot.stats().documents {
                0 => None,
                _ => Some(coverage(library)?),
            };
            Ok::<_, HttpError>(page(library, snapshot.stats(), coverage.as_deref()))
        })
        .await?;
    Ok(render(&page)?)
}

fn page(library: &Library, stats: &Stats, coverage: Option<&Coverage>) -> HomePage {
    let search = SearchBox {
        focused: true,
        ..SearchBox::of(library)
    };
    HomePage {
        layout: Layout::new("", search),
        examples: EXAMPLES.into_iter().map(example).collect(),
        holds: (stats.documents > 0).then(|| Holds {
            snapshot: coverage.map(|coverage| coverage.snapshot.short_id.clone()),
            ..Holds::from(stats)
        }),
    }
}

fn example((text, hint): (&'static str, &'static str)) -> Example {
    Example {
        text,
        hint,
        href: format!("/search?{}", percent::query([("q", text)])),
    }
}

impl From<&Stats> for Holds {
    fn from(stats: &Stats) -> Self {
        let missing = stats.vectors_missing;
        Self {
            documents: grouped(stats.documents),
            entries: grouped(stats.entries),
            kinds: stats
                .by_kind
                .iter()
                .map(|&(kind, count)| KindCount {
                    label: kind.label(),
                    count: grouped(count),
                })
                .collect(),
            newest_date: stats.newest_date.map(|date| date.to_string()),
            vectors: grouped(stats.vectors),
            vectors_missing: (missing > 0).then(|| grouped(missing)),
            snapshot: None,
        }
    }
}
