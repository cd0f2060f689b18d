//! `/api/v1/suggest`

use axum::Json;
use axum::extract::State;

use super::views::SuggestionsView;
use super::{ApiError, Query};
use crate::http::state::AppState;
use crate::retrieval::suggest::MAX_SUGGESTIONS;

/// Suggestions, when nothing else is said.
const DEFAULT_LIMIT: usize = 8;

/// Names that what was typed may become.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Json<SuggestionsView>, ApiError> {
    pairs.only(&["q", "limit"])?;
    let typed = pairs.one("q")?.unwrap_or_default().to_owned();
    let limit = pairs.number("limit", DEFAULT_LIMIT, MAX_SUGGESTIONS)?;
    let view = state
        .look(move |library| {
            let names = library.names_cache().of(&library.snapshot()?)?;
            Ok(SuggestionsView::new(&names.find(&typed, limit)))
        })
        .await?;
    Ok(Json(view))
}
