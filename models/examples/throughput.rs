//! Times bulk embedding: `throughput FOLDER TEXTS [OUT.f32]`. TEXTS has a text a
//! line, as it is or as `{"text": …}`. Loading is timed apart; what is called
//! throughput is one [`Embedder::embed_bulk`] over all texts, after a short run
//! that fills the caches. `benches/peers` runs it beside other engines.

use std::ops::ControlFlow;
use std::time::Instant;

use leian_models::Embedder;

/// Texts of the run before the one that is timed.
const WARM_TEXTS: usize = 64;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, texts, out @ ..] = arguments.as_slice() else {
        eprintln!("usage: throughput FOLDER TEXTS [OUT.f32]");
        std::process::exit(2);
    };
    let started = Instant::now();
    let embedder = Embedder::load(folder.as_ref()).expect("the model folder loads");
    println!("load {:.0} ms, {}", elapsed_ms(started), embedder.id());
    let file = std::fs::read_to_string(texts).expect("the file of texts is readable");
    let texts: Vec<String> = file
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(text_of)
        .collect();
    time_queries(&embedder);
    embed(&embedder, &texts[..texts.len().min(WARM_TEXTS)]);
    let (started, processor) = (Instant::now(), processor_seconds());
    let vectors = embed(&embedder, &texts);
    let seconds = elapsed_ms(started) / 1e3;
    let processor = processor_seconds() - processor;
    println!(
        "{} texts in {seconds:.2} s ({processor:.2} s of processor), {:.1} a second",
        texts.len(),
        texts.len() as f64 / seconds
    );
    print_memory();
    if let Some(out) = out.first() {
        let bytes = vectors.iter().flat_map(|number| number.to_le_bytes());
        std::fs::write(out, bytes.collect::<Vec<u8>>()).expect("the vectors can be written");
    }
}

/// A line is a text, or an object with one.
fn text_of(line: &str) -> String {
    match line.strip_prefix('{') {
        None => line.to_owned(),
        Some(_) => {
            let object: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let text = object["text"].as_str();
            text.expect("a line has a text").to_owned()
        }
    }
}

fn embed(embedder: &Embedder, texts: &[String]) -> Vec<f32> {
    let mut vectors = vec![0.0f32; texts.len() * embedder.dim()];
    embedder
        .embed_bulk(texts, &mut |index, vector| {
            vectors[index * vector.len()..][..vector.len()].copy_from_slice(vector);
            ControlFlow::Continue(())
        })
        .expect("the texts can be embedded");
    vectors
}

/// The median of thirty, for a long and a short query.
fn time_queries(embedder: &Embedder) {
    for query in ["危险驾驶罪如何认定和处罚标准是什么情节", "正当防卫"] {
        let mut times: Vec<f64> = (0..30)
            .map(|_| {
                let started = Instant::now();
                embedder.embed_query(query).expect("a query is embedded");
                elapsed_ms(started)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let chars = query.chars().count();
        println!("query of {chars} characters {:.2} ms", times[15]);
    }
}

fn elapsed_ms(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}

/// Peak memory, and of what it is made, where the system tells.
fn print_memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = |line: &&str| line.starts_with("VmHWM") || line.starts_with("Rss");
    for line in status.lines().filter(memory) {
        println!("{line}");
    }
}

/// Processor time of this process so far, in hundredths.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = (stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace())
    .map(|field| field.parse().unwrap_or(0.0))
    .collect();
    (fields.get(11).unwrap_or(&0.0) + fields.get(12).unwrap_or(&0.0)) / 100.0
}
