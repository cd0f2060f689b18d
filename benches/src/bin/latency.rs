//! `cargo latency`: how long a running server takes, at one client and at several.
//!
//! Whole answers over HTTP, as a case-handling system sees them: each client sends
//! its next question when it has the last answer. Queries are questions of an
//! evaluation set, every one different, so no cache of answers could help.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Parser;
use leian_benches::topics;

/// Time a running server.
#[derive(Parser)]
#[command(name = "latency", about)]
struct Arguments {
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    server: String,
    /// Questions to send: a queries.jsonl.
    #[arg(long, default_value = "../shared/data/eval/stard/queries.jsonl")]
    queries: PathBuf,
    /// Questions sent in each round.
    #[arg(long, default_value_t = 400)]
    count: usize,
    /// Clients at the same time, one round each.
    #[arg(long, value_delimiter = ',', default_value = "1,8")]
    clients: Vec<usize>,
    /// Modes, one round each.
    #[arg(long, value_delimiter = ',', default_value = "lexical,semantic,hybrid")]
    modes: Vec<String>,
}

fn main() -> ExitCode {
    match time(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("latency: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn time(arguments: &Arguments) -> Result<()> {
    let topics = topics::read(&arguments.queries)?;
    let texts: Vec<String> = topics
        .into_iter()
        .take(arguments.count)
        .map(|topic| topic.text)
        .collect();
    if texts.is_empty() {
        bail!("{} has no queries", arguments.queries.display());
    }
    println!(
        "{:<10} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "mode", "clients", "p50 ms", "p95 ms", "p99 ms", "per s"
    );
    for mode in &arguments.modes {
        round(arguments, mode, &texts[..texts.len().min(20)], 1)?;
        for clients in &arguments.clients {
            let started = Instant::now();
            let mut times = round(arguments, mode, &texts, *clients)?;
            let rate = times.len() as f64 / started.elapsed().as_secs_f64();
            times.sort_unstable();
            let at = |share: f64| {
                let index = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
                times[index - 1].as_secs_f64() * 1000.0
            };
            println!(
                "{mode:<10} {clients:>8} {:>9.1} {:>9.1} {:>9.1} {rate:>9.1}",
                at(0.5),
                at(0.95),
                at(0.99)
            );
        }
    }
    Ok(())
}

/// Sends every text once, spread over `clients` threads; the times of all answers.
fn round(
    arguments: &Arguments,
    mode: &str,
    texts: &[String],
    clients: usize,
) -> Result<Vec<Duration>> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..clients)
            .map(|_| scope.spawn(|| client(arguments, mode, texts, &next)))
            .collect();
        let mut times = Vec::with_capacity(texts.len());
        for worker in workers {
            let part = worker
                .join()
                .map_err(|_| anyhow::anyhow!("a client panicked"))?;
            times.extend(part?);
        }
        Ok(times)
    })
}

fn client(
    arguments: &Arguments,
    mode: &str,
    texts: &[String],
    next: &AtomicUsize,
) -> Result<Vec<Duration>> {
    let agent = ureq::Agent::new_with_defaults();
    let url = format!("{}/api/v1/search", arguments.server);
    let mut times = Vec::new();
    while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
        let started = Instant::now();
        let mut answer = agent
            .get(&url)
            .query("q", text)
            .query("mode", mode)
            .call()
            .with_context(|| format!("no answer from {url}"))?;
        answer
            .body_mut()
            .read_to_vec()
            .context("an answer broke off")?;
        times.push(started.elapsed());
    }
    Ok(times)
}
