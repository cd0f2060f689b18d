//! What every answer goes through.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::openapi::check;
use super::{App, Limits, documents, search};
use crate::http::layers;
use crate::http::state::AppState;
use crate::library::{Library, LibraryPaths};

#[tokio::test]
async fn every_answer_has_the_headers() {
    let app = App::new();
    for address in [
        "/",
        "/nothing",
        "/healthz",
        "/api/v1/search",
        "/static/leian.css",
    ] {
        let answer = app.get(address).await;
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'self'")
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{address}");
        assert!(!answer.header("cache-control").is_empty(), "{address}");
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere() {
    let app = App::new();
    for address in [
        "/".to_owned(),
        search("/search", "捕捞", ""),
        "/documents/spp-901".to_owned(),
        "/coverage".to_owned(),
        "/citations".to_owned(),
    ] {
        let page = app.get(&address).await.body;
        let elsewhere = page.split(['"', '\'']).find(|part| part.contains("//"));
        assert_eq!(elsewhere, None, "{address}");
        assert!(!page.contains("style=") && !page.contains("onclick"));
    }
    for file in [
        "leian.css",
        "leian.js",
        "tools.css",
        "tools.js",
        "previews.js",
    ] {
        let text = app.get(&format!("/static/{file}")).await.body;
        assert!(
            !text.contains("url(") && !text.contains("@import") && !text.contains("http"),
            "{file}"
        );
    }
}

#[tokio::test]
async fn static_files_are_kept_by_browsers() {
    let app = App::new();
    let answer = app.get("/static/leian.css").await;
    assert_eq!(answer.status, StatusCode::OK);
    let tag = answer.header("etag").to_owned();
    let request = Request::get("/static/leian.css").header("if-none-match", &tag);
    let again = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let page = app.get("/").await.body;
    assert!(page.contains(&format!("/static/leian.css?v={}", tag.trim_matches('"'))));
}

#[tokio::test]
async fn a_full_queue_is_said() {
    let limits = Limits {
        waiting: 0,
        ..Limits::default()
    };
    let app = App::with(&documents(), limits);
    let answer = app.get("/api/v1/search?q=x").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["error"]["code"], "busy");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(
        app.get("/healthz").await.status,
        StatusCode::OK,
        "busy is not dead"
    );
}

/// Routes that fail, behind the layers.
async fn failing(address: &str) -> (StatusCode, String) {
    let folder = tempfile::tempdir().unwrap();
    let paths = LibraryPaths::new(folder.path().join("library"));
    let library = Arc::new(Library::create_or_open_text_only(&paths).unwrap());
    let limits = Limits {
        timeout: Duration::from_millis(50),
        ..Limits::default()
    };
    let state = AppState::with_limits(library, limits);
    let panics = || get(|| async { panic!("a secret path") as StatusCode });
    let sleeps = || get(|| tokio::time::sleep(Duration::from_secs(60)));
    let api = Router::new()
        .route("/api/panics", panics())
        .route("/api/sleeps", sleeps());
    let pages = Router::new()
        .route("/panics", panics())
        .route("/sleeps", sleeps());
    let routes = layers::api(api, &state).merge(layers::pages(pages, &state));
    let router = layers::all(routes, &state);
    let request = Request::get(address).body(Body::empty()).unwrap();
    let response = router.with_state(state).oneshot(request).await.unwrap();
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_panic_is_an_answer_that_tells_nothing() {
    let (status, body) = failing("/api/panics").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    check("Error", &serde_json::from_str(&body).unwrap());
    let (status, page) = failing("/panics").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("程序出错"), "{page}");
    assert!(!body.contains("secret") && !page.contains("secret"));
}

#[tokio::test]
async fn what_takes_too_long_ends() {
    let (status, body) = failing("/api/sleeps").await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    check("Error", &serde_json::from_str(&body).unwrap());
    let (status, page) = failing("/sleeps").await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    assert!(page.contains("暂时无法完成"), "{page}");
}

#[tokio::test]
async fn a_half_request_does_not_keep_the_server_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let paths = LibraryPaths::new(folder.path().join("library"));
    let library = Arc::new(Library::create_or_open_text_only(&paths).unwrap());
    let limits = Limits {
        timeout: Duration::from_millis(200),
        ..Limits::default()
    };
    let state = AppState::with_limits(library, limits);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.write_all(b"GET /healthz HT").unwrap();
    let stop = tokio::time::sleep(Duration::from_millis(100));
    let served = tokio::time::timeout(
        Duration::from_secs(20),
        crate::http::serve(listener, state, stop),
    );
    served.await.expect("the server ends").unwrap();
    drop(client);
}

/// A log that can be read back.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_holds_no_query() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    // Searches run on other threads, so it has to be the one of the process.
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        println!("skipped: another test of this process has its own log");
        return;
    }
    let app = App::new();
    app.get("/search?q=zhangsan-drunk&issuer=lisi").await;
    app.get("/api/v1/search?q=zhangsan-drunk&page=0").await;
    app.get("/documents/spp-901?q=zhangsan-drunk").await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("answered a request"), "{text}");
    assert!(
        !text.contains("zhangsan") && !text.contains("lisi"),
        "{text}"
    );
}
