//! What people made is safe: under many writers at once, when the server is killed, from
//! forms of other sites, and out of the way of searching when it cannot be used.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use leian_server::casework::Store;
use leian_tests::TestLibrary;

const FORM: &str = "application/x-www-form-urlencoded";

fn names(library: &TestLibrary) -> Vec<String> {
    let store = Store::open(&library.path().join("casework.db")).unwrap();
    store
        .folders()
        .unwrap()
        .into_iter()
        .map(|line| line.name)
        .collect()
}

#[test]
fn what_was_acknowledged_outlives_a_killed_server() {
    let library = TestLibrary::with_samples();
    for round in 0..3 {
        let server = library.serve();
        let stop = AtomicBool::new(false);
        let acknowledged: Vec<String> = std::thread::scope(|scope| {
            let write = |writer: usize| {
                let (server, stop) = (&server, &stop);
                move || {
                    let mut done = Vec::new();
                    for at in 0.. {
                        let name = format!("r{round}w{writer}n{at}");
                        if stop.load(Ordering::Relaxed)
                            || server.try_post("/folders", FORM, &format!("name={name}"))
                                != Some(303)
                        {
                            break;
                        }
                        done.push(name);
                    }
                    done
                }
            };
            let writers: Vec<_> = (0..4).map(|writer| scope.spawn(write(writer))).collect();
            std::thread::sleep(Duration::from_millis(300 + 150 * round));
            server.kill();
            stop.store(true, Ordering::Relaxed);
            writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap())
                .collect()
        });
        assert!(acknowledged.len() > 4, "{} writes", acknowledged.len());
        let kept = names(&library);
        for name in &acknowledged {
            assert!(kept.contains(name), "{name} of round {round}");
        }
    }
}

#[test]
fn forms_of_other_sites_change_nothing() {
    let library = TestLibrary::with_samples();
    let server = library.serve();
    let other = [("sec-fetch-site", "cross-site")];
    let answer = server.post_with("/folders", FORM, "name=x", &other);
    assert_eq!(answer.status, 403);
    let other = [("origin", "http://evil.example")];
    assert_eq!(
        server
            .post_with("/mine/delete", FORM, "confirmation=x", &other)
            .status,
        403
    );
    let named = [("host", "evil.example")];
    assert_eq!(
        server.post_with("/folders", FORM, "name=x", &named).status,
        421
    );
    assert!(names(&library).is_empty());
}

#[test]
fn what_is_wrong_is_told_with_its_field() {
    let library = TestLibrary::with_samples();
    let server = library.serve();
    let answer = server.post("/folders", FORM, "name=+");
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("请填写案号"), "{}", answer.body);
    let long = "x".repeat(101);
    let answer = server.post("/folders", FORM, &format!("name={long}"));
    assert!(answer.status == 400 && answer.body.contains("最多 100 字"));
    for gone in [
        "/folders/77",
        "/reports/2020-0001",
        "/packs/77",
        "/packs/1/other",
    ] {
        assert_eq!(server.get(gone).status, 404, "{gone}");
    }
    assert_eq!(server.post("/collect", FORM, "entry=nothing").status, 404);
    // The answer may come, and the connection end, before all is sent.
    let status = server.try_post("/folders", FORM, &"x".repeat(2_000_000));
    assert!(matches!(status, None | Some(413)), "{status:?}");
    assert_eq!(server.get("/folders").status, 200);
}

#[test]
fn searching_goes_on_when_nothing_can_be_kept() {
    let library = TestLibrary::with_samples();
    std::fs::write(library.path().join("casework.db"), "no database at all").unwrap();
    let server = library.serve();
    let answer = server.get("/search?q=%E9%86%89%E9%A9%BE");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("hit-1"));
    let answer = server.get("/folders");
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("检索不受影响"), "{}", answer.body);
}
