//! Style, script and icon of the pages, embedded in the binary.

use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leian_corpus::document::sha256_hex;

use super::state::AppState;

/// A file of the pages.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    /// Beginning of the content's hash; in the address, so that a browser may
    /// keep the file for good.
    version: String,
}

static ASSETS: LazyLock<[Asset; 9]> = LazyLock::new(|| {
    [
        asset(
            "leian.css",
            "text/css; charset=utf-8",
            include_bytes!("static/leian.css"),
        ),
        asset(
            "leian.js",
            "text/javascript; charset=utf-8",
            include_bytes!("static/leian.js"),
        ),
        asset(
            "suggest.js",
            "text/javascript; charset=utf-8",
            include_bytes!("static/suggest.js"),
        ),
        asset(
            "tools.css",
            "text/css; charset=utf-8",
            include_bytes!("static/tools.css"),
        ),
        asset(
            "tools.js",
            "text/javascript; charset=utf-8",
            include_bytes!("static/tools.js"),
        ),
        asset(
            "previews.js",
            "text/javascript; charset=utf-8",
            include_bytes!("static/previews.js"),
        ),
        asset(
            "casework.css",
            "text/css; charset=utf-8",
            include_bytes!("static/casework.css"),
        ),
        asset(
            "casework.js",
            "text/javascript; charset=utf-8",
            include_bytes!("static/casework.js"),
        ),
        asset(
            "leian.svg",
            "image/svg+xml",
            include_bytes!("static/leian.svg"),
        ),
    ]
});

fn asset(name: &'static str, media_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        name,
        media_type,
        bytes,
        version: sha256_hex(bytes)[..12].to_owned(),
    }
}

/// The address of a file, with its version.
pub fn address(name: &str) -> String {
    let version = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("", |asset| asset.version.as_str());
    format!("/static/{name}?v={version}")
}

/// The addresses below `/static/`.
pub fn routes() -> Router<AppState> {
    let mut router = Router::new();
    for asset in ASSETS.iter() {
        let handler = get(move |headers: HeaderMap| async move { send(asset, &headers) });
        router = router.route(&format!("/static/{}", asset.name), handler.clone());
        if asset.name == "leian.svg" {
            // Browsers ask for it whatever the page says.
            router = router.route("/favicon.ico", handler);
        }
    }
    router
}

fn send(asset: &'static Asset, request: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", asset.version);
    let headers = [
        (header::CONTENT_TYPE, asset.media_type.to_owned()),
        (
            header::CACHE_CONTROL,
            "public, max-age=31536000, immutable".to_owned(),
        ),
        (header::ETAG, tag.clone()),
    ];
    let known = request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, asset.bytes).into_response()
}
