//! What every request and answer goes through: limits, panics, headers, the
//! access log. Query texts may be private, so the log holds no query string.

use std::any::Any;
use std::net::IpAddr;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::api::ApiError;
use super::error::{ErrorCode, HttpError};
use super::pages::PageError;
use super::state::AppState;

/// Headers of every answer. Pages load nothing but our own style and script.
static HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         object-src 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Wraps the JSON face: errors are envelopes.
pub fn api(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .layer(middleware::from_fn_with_state(state.clone(), api_timeout))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
            ApiError(panicked(panic.as_ref())).into_response()
        }))
        .layer(DefaultBodyLimit::max(state.limits().body_bytes))
}

/// Wraps the pages: errors are pages.
pub fn pages(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .layer(middleware::from_fn_with_state(state.clone(), page_timeout))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
            PageError::from(panicked(panic.as_ref())).into_response()
        }))
        .layer(DefaultBodyLimit::max(state.limits().body_bytes))
}

/// Wraps both: unknown addresses, headers, the access log.
pub fn all(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .fallback(no_address)
        .method_not_allowed_fallback(no_method)
        .layer(middleware::from_fn_with_state(state.clone(), own_host))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(log_and_headers))
}

/// Refuses requests for another machine, where only this one may ask. A page of another
/// site whose name was made to lead here would pass every other check.
async fn own_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let named = request.headers().get(header::HOST);
    let named = named.map(|name| name.to_str().unwrap_or_default());
    if state.is_local_only() && named.is_some_and(|name| !is_this_machine(name)) {
        let message = "本程序只接受以 localhost 或 127.0.0.1 访问";
        return for_face(request.uri(), HttpError::new(ErrorCode::WrongHost, message));
    }
    next.run(request).await
}

/// Whether a Host header names this machine as itself, whatever the port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = bare.parse();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn panicked(panic: &(dyn Any + Send)) -> HttpError {
    let cause = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    HttpError::internal(format!("panic: {}", cause.unwrap_or("without a message")))
}

async fn api_timeout(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match within_time(&state, request, next).await {
        Ok(response) => response,
        Err(error) => ApiError(error).into_response(),
    }
}

async fn page_timeout(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match within_time(&state, request, next).await {
        Ok(response) => response,
        Err(error) => PageError::from(error).into_response(),
    }
}

async fn within_time(
    state: &AppState,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let limit = state.limits().timeout;
    tokio::time::timeout(limit, next.run(request))
        .await
        .map_err(|_| {
            let message = format!("处理超过 {} 秒，已停止等待", limit.as_secs_f32());
            HttpError::new(ErrorCode::Timeout, message)
        })
}

async fn no_address(uri: Uri) -> Response {
    for_face(&uri, HttpError::new(ErrorCode::NotFound, "没有这个地址"))
}

async fn no_method(uri: Uri) -> Response {
    let error = HttpError::new(ErrorCode::MethodNotAllowed, "这个地址不接受这种请求方法");
    for_face(&uri, error)
}

fn for_face(uri: &Uri, error: HttpError) -> Response {
    if uri.path().starts_with("/api/") || uri.path() == "/healthz" {
        ApiError(error).into_response()
    } else {
        PageError::from(error).into_response()
    }
}

/// The fixed beginning of a path, without what the client names in it.
fn route_of(path: &str) -> String {
    let fixed = if path.starts_with("/api/") { 4 } else { 2 };
    path.split('/').take(fixed).collect::<Vec<_>>().join("/")
}

async fn log_and_headers(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = route_of(request.uri().path());
    let mut response = next.run(request).await;
    for (name, value) in &HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().entry(name).or_insert(value);
    }
    // What a page shows may be private: no copy in shared caches.
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    let elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    tracing::info!(
        %method,
        route,
        status = response.status().as_u16(),
        elapsed_ms,
        "answered a request"
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_few_names() {
        for own in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "[::1]:8080",
        ] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in [
            "",
            "evil.example",
            "evil.example:8080",
            "10.0.0.1",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_this_machine(other), "{other}");
        }
    }

    #[test]
    fn the_log_names_the_route_and_nothing_private() {
        assert_eq!(route_of("/"), "/");
        assert_eq!(route_of("/search"), "/search");
        assert_eq!(route_of("/articles/刑法/133"), "/articles");
        assert_eq!(route_of("/api/v1/documents/spp-1"), "/api/v1/documents");
    }
}
