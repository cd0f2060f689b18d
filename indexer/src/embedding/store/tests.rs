#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::layout::{HEADER_BYTES, keys_path, volume_path};
use super::*;
use crate::embedding::testing::{Random, key, random_unit};

const DIM: usize = 12;
const MODEL: &str = "tiny-0123";

fn vector(number: u64) -> Vec<f32> {
    random_unit(&mut Random::new(number), DIM)
}

fn writer(root: &Path) -> StoreWriter {
    EmbeddingStore::open_writer(root, MODEL, DIM).unwrap()
}

fn reader(root: &Path) -> EmbeddingStore {
    EmbeddingStore::open(root, MODEL, DIM).unwrap()
}

fn fill(root: &Path, numbers: std::ops::Range<u64>) {
    let mut writer = writer(root);
    for number in numbers {
        writer.put(&key(number), &vector(number)).unwrap();
    }
    writer.flush().unwrap();
}

/// Every number below `count` is there with its own vector, and no other.
#[track_caller]
fn check_holds(store: &EmbeddingStore, count: u64) {
    assert_eq!(store.len() as u64, count);
    for number in 0..count {
        assert_eq!(
            store.get(&key(number)).unwrap().as_ref(),
            vector(number),
            "{number}"
        );
        assert!(store.contains(&key(number)));
    }
    assert!(!store.contains(&key(count)));
    assert!(store.get(&key(count)).is_none());
}

#[test]
fn a_folder_that_does_not_exist_is_an_empty_store() {
    let root = tempfile::tempdir().unwrap();
    let store = reader(&root.path().join("nowhere"));
    assert!(store.is_empty());
    assert!(store.get(&key(1)).is_none());
}

#[test]
fn vectors_come_back_after_reopening() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..50);
    check_holds(&reader(root.path()), 50);
    fill(root.path(), 40..60);
    check_holds(&reader(root.path()), 60);
    let record = 32 + 4 * DIM + 8;
    let file = volume_path(&root.path().join(MODEL), 0);
    assert_eq!(
        fs::metadata(file).unwrap().len() as usize,
        HEADER_BYTES + 60 * record
    );
}

#[test]
fn a_text_is_stored_once() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = writer(root.path());
    assert!(writer.put(&key(1), &vector(1)).unwrap());
    assert!(!writer.put(&key(1), &vector(2)).unwrap());
    writer.flush().unwrap();
    assert!(!writer.put(&key(1), &vector(2)).unwrap());
    assert_eq!(writer.len(), 1);
    assert_eq!(writer.reader().get(&key(1)).unwrap().as_ref(), vector(1));
}

#[test]
fn readers_see_what_was_flushed_when_they_refresh() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = writer(root.path());
    let mut other = reader(root.path());
    for number in 0..10 {
        writer.put(&key(number), &vector(number)).unwrap();
    }
    other.refresh().unwrap();
    assert_eq!(other.len(), 0);
    assert!(writer.contains(&key(3)));
    assert!(!writer.reader().contains(&key(3)));
    writer.flush().unwrap();
    check_holds(&writer.reader(), 10);
    assert_eq!(other.len(), 0);
    other.refresh().unwrap();
    check_holds(&other, 10);
    let before = other.clone();
    writer.put(&key(10), &vector(10)).unwrap();
    writer.flush().unwrap();
    other.refresh().unwrap();
    check_holds(&other, 11);
    check_holds(&before, 10);
}

#[test]
fn one_writer_at_a_time() {
    let root = tempfile::tempdir().unwrap();
    let first = writer(root.path());
    let second = EmbeddingStore::open_writer(root.path(), MODEL, DIM);
    assert!(matches!(second, Err(EmbeddingError::WriterBusy { .. })));
    drop(first);
    writer(root.path());
}

#[test]
fn vectors_that_are_none_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = writer(root.path());
    let short = writer.put(&key(1), &vector(1)[1..]);
    assert!(matches!(
        short,
        Err(EmbeddingError::Dimension {
            found: 11,
            expected: 12
        })
    ));
    let mut with_nan = vector(1);
    with_nan[3] = f32::NAN;
    for wrong in [
        vec![0.0; DIM],
        vec![1.0; DIM],
        with_nan,
        vec![f32::INFINITY; DIM],
    ] {
        let refused = writer.put(&key(1), &wrong);
        assert!(
            matches!(refused, Err(EmbeddingError::NotUnit { .. })),
            "{wrong:?}"
        );
    }
    assert!(writer.is_empty());
}

#[test]
fn a_model_id_that_leads_elsewhere_is_refused() {
    for model in ["", "..", "a/b", ".hidden", "a b", &"x".repeat(201)] {
        let opened = EmbeddingStore::open(Path::new("/nowhere"), model, DIM);
        assert!(
            matches!(opened, Err(EmbeddingError::ModelId { .. })),
            "{model:?}"
        );
    }
}

#[test]
fn another_dimension_or_model_is_refused_by_name() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..3);
    let error = EmbeddingStore::open(root.path(), MODEL, 8)
        .unwrap_err()
        .to_string();
    assert!(error.contains("dimension 12, expected 8"), "{error}");
    fs::rename(root.path().join(MODEL), root.path().join("other")).unwrap();
    let error = EmbeddingStore::open_writer(root.path(), "other", DIM)
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("model tiny-0123, expected other"), "{error}");
}

/// Whatever a crash leaves of the last records, the whole ones are there, the
/// others are not, and writing goes on.
#[test]
fn a_torn_tail_is_cut_at_every_byte() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..5);
    let dir = root.path().join(MODEL);
    let whole = fs::read(volume_path(&dir, 0)).unwrap();
    let keys = fs::read(keys_path(&dir, 0)).unwrap();
    let record = 32 + 4 * DIM + 8;
    for length in HEADER_BYTES + 3 * record..whole.len() {
        fs::write(volume_path(&dir, 0), &whole[..length]).unwrap();
        // The key file is written after the volume, so it never names more.
        fs::write(keys_path(&dir, 0), &keys[..HEADER_BYTES + 3 * 40]).unwrap();
        let left = (length - HEADER_BYTES) / record;
        check_holds(&reader(root.path()), left as u64);
        check_holds(&writer(root.path()).reader(), left as u64);
        let cut = fs::metadata(volume_path(&dir, 0)).unwrap().len() as usize;
        assert_eq!(cut, HEADER_BYTES + left * record);
        fill(root.path(), 0..6);
        check_holds(&reader(root.path()), 6);
    }
}

#[test]
fn zeros_at_the_end_after_a_power_cut_are_cut() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..4);
    let path = volume_path(&root.path().join(MODEL), 0);
    let mut bytes = fs::read(&path).unwrap();
    let whole = bytes.len();
    bytes.resize(whole + 500, 0);
    fs::write(&path, &bytes).unwrap();
    check_holds(&reader(root.path()), 4);
    check_holds(&writer(root.path()).reader(), 4);
    assert_eq!(fs::metadata(&path).unwrap().len() as usize, whole);
}

#[test]
fn the_key_file_is_needed_by_nothing() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..20);
    let keys = keys_path(&root.path().join(MODEL), 0);
    let bytes = fs::read(&keys).unwrap();
    for length in (0..bytes.len()).step_by(7) {
        fs::write(&keys, &bytes[..length]).unwrap();
        check_holds(&reader(root.path()), 20);
    }
    for at in (0..bytes.len()).step_by(3) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x40;
        fs::write(&keys, &flipped).unwrap();
        check_holds(&reader(root.path()), 20);
    }
    fs::remove_file(&keys).unwrap();
    check_holds(&reader(root.path()), 20);
    drop(writer(root.path()));
    assert_eq!(fs::read(&keys).unwrap(), bytes);
}

/// No flipped byte ever yields a wrong vector: the record is reported and left
/// out, and the text is embedded again.
#[test]
fn every_flipped_byte_of_a_record_is_noticed() {
    let record = 32 + 4 * DIM + 8;
    for at in 0..record {
        let root = tempfile::tempdir().unwrap();
        fill(root.path(), 0..4);
        let path = volume_path(&root.path().join(MODEL), 0);
        let mut bytes = fs::read(&path).unwrap();
        let offset = HEADER_BYTES + record;
        bytes[offset + at] ^= 1;
        fs::write(&path, &bytes).unwrap();

        let store = reader(root.path());
        assert_eq!(store.verify().unwrap().len(), 1);
        assert!(store.get(&key(1)).is_none());
        assert!(!store.contains(&key(1)));
        assert_eq!(store.len(), 3);
        let problem = &store.problems()[0];
        assert_eq!((&problem.path, problem.offset), (&path, offset as u64));
        assert_eq!(store.get(&key(2)).unwrap().as_ref(), vector(2));

        let mut writer = writer(root.path());
        assert_eq!(writer.reader().problems().len(), 1);
        assert!(!writer.contains(&key(1)));
        assert!(writer.put(&key(1), &vector(1)).unwrap());
        writer.flush().unwrap();
        check_holds(&writer.reader(), 4);
        check_holds(&reader(root.path()), 4);
    }
}

#[test]
fn a_damaged_record_met_by_a_writers_reader_can_be_put_again() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..3);
    let mut writer = writer(root.path());
    let path = volume_path(&root.path().join(MODEL), 0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[HEADER_BYTES + 40] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(writer.reader().get(&key(0)).is_none());
    assert_eq!(writer.len(), 2);
    assert!(writer.put(&key(0), &vector(0)).unwrap());
    writer.flush().unwrap();
    check_holds(&writer.reader(), 3);
}

#[test]
fn a_damaged_header_is_an_error() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), 0..2);
    let path = volume_path(&root.path().join(MODEL), 0);
    let bytes = fs::read(&path).unwrap();
    for at in 0..HEADER_BYTES {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        fs::write(&path, &flipped).unwrap();
        assert!(
            EmbeddingStore::open(root.path(), MODEL, DIM).is_err(),
            "byte {at}"
        );
    }
}

#[test]
fn volumes_follow_one_another() {
    let root = tempfile::tempdir().unwrap();
    let dim = 4;
    let count = u64::from(layout::VOLUME_RECORDS) + 1000;
    let mut random = Random::new(7);
    let mut writer = EmbeddingStore::open_writer(root.path(), MODEL, dim).unwrap();
    for number in 0..count {
        writer
            .put(&key(number), &random_unit(&mut random, dim))
            .unwrap();
    }
    writer.flush().unwrap();
    assert!(volume_path(&root.path().join(MODEL), 1).exists());
    drop(writer);
    let store = EmbeddingStore::open(root.path(), MODEL, dim).unwrap();
    assert_eq!(store.len() as u64, count);
    let mut random = Random::new(7);
    for number in 0..count {
        let expected = random_unit(&mut random, dim);
        assert_eq!(store.get(&key(number)).unwrap().as_ref(), expected);
    }
    assert!(store.verify().unwrap().is_empty());
}

#[test]
fn an_archive_brings_what_is_missing_and_only_that() {
    let root = tempfile::tempdir().unwrap();
    fill(&root.path().join("a"), 0..30);
    fill(&root.path().join("b"), 0..10);
    let file = root.path().join("vectors.archive");
    let exported = reader(&root.path().join("a")).export(&file).unwrap();
    assert_eq!(exported.vectors, 30);
    let info = archive_info(&file).unwrap();
    assert_eq!(
        (info.model_id.as_str(), info.dim, info.vectors),
        (MODEL, DIM, 30)
    );
    let mut writer = writer(&root.path().join("b"));
    let report = writer.import(&file).unwrap();
    assert_eq!(
        (report.added, report.known, report.problems.len()),
        (20, 10, 0)
    );
    check_holds(&writer.reader(), 30);
    assert_eq!(writer.import(&file).unwrap().known, 30);
}

#[test]
fn a_cut_or_flipped_archive_is_noticed() {
    let root = tempfile::tempdir().unwrap();
    fill(&root.path().join("a"), 0..3);
    let file = root.path().join("archive");
    reader(&root.path().join("a")).export(&file).unwrap();
    let bytes = fs::read(&file).unwrap();
    let mut writer = writer(&root.path().join("b"));
    for length in 0..bytes.len() {
        fs::write(&file, &bytes[..length]).unwrap();
        assert!(writer.import(&file).is_err(), "length {length}");
    }
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(&file, &flipped).unwrap();
        match writer.import(&file) {
            Ok(report) => assert_eq!(report.problems.len(), 1, "byte {at}"),
            Err(_) => assert!(at < HEADER_BYTES, "byte {at}"),
        }
    }
    check_holds(&writer.reader(), 3);
}

const CHILD: &str = "LEIAN_TEST_STORE_CHILD";

/// Not a test by itself: the process that the next test kills.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(root) = std::env::var(CHILD) else {
        return;
    };
    let mut writer = writer(Path::new(&root));
    for number in writer.len() as u64.. {
        writer.put(&key(number), &vector(number)).unwrap();
        if number % 7 == 0 {
            writer.flush().unwrap();
            println!("\nflushed {}", number + 1);
        }
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_was_flushed() {
    let root = tempfile::tempdir().unwrap();
    for round in 0..6u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "child_that_writes_until_it_is_killed",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, root.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(|line| line.ok());
        let mut flushed =
            lines.filter_map(|line| line.strip_prefix("flushed ")?.parse::<u64>().ok());
        let mut promised = 0;
        for _ in 0..3 + 5 * round {
            promised = flushed.next().unwrap();
        }
        child.kill().unwrap();
        promised = flushed.by_ref().last().unwrap_or(promised);
        child.wait().unwrap();
        let store = reader(root.path());
        assert!(store.len() as u64 >= promised);
        check_holds(&store, store.len() as u64);
        check_holds(&writer(root.path()).reader(), store.len() as u64);
    }
}
