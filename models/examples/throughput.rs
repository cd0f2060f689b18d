//! Embeds lines of a JSON array of texts: `throughput FOLDER TEXTS.json [OUT.f32]`.

use std::ops::ControlFlow;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let started = Instant::now();
    let embedder = leian_models::Embedder::load(arguments[1].as_ref()).expect("loads");
    println!(
        "load {:.0} ms, {}",
        started.elapsed().as_secs_f64() * 1e3,
        embedder.id()
    );
    let json = std::fs::read(&arguments[2]).expect("texts");
    let texts: Vec<String> = serde_json::from_slice(&json).expect("a JSON array of texts");
    for query in ["危险驾驶罪如何认定和处罚标准是什么情节", "正当防卫"] {
        let mut times: Vec<f64> = (0..30)
            .map(|_| {
                let started = Instant::now();
                embedder.embed_query(query).expect("embeds");
                started.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!(
            "query of {} characters {:.2} ms",
            query.chars().count(),
            times[15]
        );
    }
    let mut vectors = vec![0.0f32; texts.len() * embedder.dim()];
    let (started, processor) = (Instant::now(), processor_seconds());
    embedder
        .embed_bulk(&texts, &mut |index, vector| {
            vectors[index * vector.len()..][..vector.len()].copy_from_slice(vector);
            ControlFlow::Continue(())
        })
        .expect("embeds");
    let seconds = started.elapsed().as_secs_f64();
    let processor = processor_seconds() - processor;
    let rate = texts.len() as f64 / seconds;
    println!(
        "{} texts in {seconds:.2} s ({processor:.2} s of processor), {rate:.1} a second",
        texts.len()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss"))
    {
        println!("{line}");
    }
    if let Some(out) = arguments.get(3) {
        let bytes: Vec<u8> = vectors
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        std::fs::write(out, bytes).expect("writes");
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
