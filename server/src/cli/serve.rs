//! `leian serve --listen ADDR`

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use leian_indexer::analyzer::dictionary;
use tokio::net::TcpListener;

use super::Outcome;
use super::arguments::LibraryArguments;
use super::display::grouped;
use super::progress::line;
use crate::http;
use crate::library::{Library, ModelState};

pub const EXAMPLES: &str = "\
例：
  leian serve --library var/library         网页在 http://127.0.0.1:8080
  leian serve --listen 127.0.0.1:9000
  curl 'http://127.0.0.1:8080/api/v1/search?q=醉驾'

按 Ctrl-C 停止。运行中可以另行导入，新内容会自动出现。
本程序还没有账号，所以默认只接受本机访问。";

/// 选项和参数
#[derive(Args)]
pub struct Arguments {
    /// 监听地址；默认取配置 serve.listen，即 127.0.0.1:8080；端口 0 为任取一个空闲端口
    #[arg(long, value_name = "ADDR", value_parser = listen)]
    listen: Option<SocketAddr>,

    /// 允许其他机器访问：任何能连上的人都能读全部内容
    #[arg(long)]
    allow_remote_without_accounts: bool,
}

pub fn run(library: &LibraryArguments, arguments: &Arguments) -> Result<Outcome> {
    // Loaded beside the library, so that the first question does not wait for it.
    std::thread::spawn(dictionary);
    let library = Library::open(&library.paths()?)?;
    let address = arguments
        .listen
        .unwrap_or_else(|| library.config().serve.listen);
    refuse_remote(address, arguments.allow_remote_without_accounts)?;
    if let ModelState::Absent { why } = library.model_state() {
        line(&format!("注意：{why}"));
    }
    let stats = library.snapshot()?.stats().clone();
    line(&format!(
        "{} 篇文本，{} 个条目，{} 个向量",
        grouped(stats.documents as u64),
        grouped(stats.entries as u64),
        grouped(stats.vectors as u64)
    ));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(serve(Arc::new(library), address))?;
    line("已停止");
    Ok(Outcome::Done)
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "应为 IP 地址和端口，例如 127.0.0.1:8080".to_owned())
}

/// There are no accounts yet, so whoever reaches the port reads everything.
fn refuse_remote(address: SocketAddr, allowed: bool) -> Result<()> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    if !allowed {
        bail!(
            "{address} 可从其他机器访问，而本程序还没有账号。\n  \
             只在本机使用：--listen 127.0.0.1:{}\n  \
             确实要开放，且网络中人人都可以读全部内容：加上 --allow-remote-without-accounts",
            address.port()
        );
    }
    line(&format!(
        "警告：{address} 对其他机器开放，没有账号保护，任何能连上的人都能读全部内容"
    ));
    Ok(())
}

async fn serve(library: Arc<Library>, address: SocketAddr) -> Result<()> {
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "{address} 已被占用：另一个 leian 或别的程序正在使用这个端口；\
             结束它，或换一个端口：--listen {}:{}",
            address.ip(),
            address.port().checked_add(1).unwrap_or(8080)
        ),
        Err(error) => {
            return Err(error).with_context(|| format!("不能在 {address} 监听"));
        }
    };
    let address = listener.local_addr()?;
    // On standard output, so that whoever started us can read the address.
    let mut out = std::io::stdout();
    writeln!(out, "http://{address}")?;
    out.flush()?;
    let state = http::AppState::new(library).local_only(address.ip().is_loopback());
    http::serve(listener, state, stop_signal())
        .await
        .context("the server failed")
}

/// Returns when the process is asked to end: Ctrl-C, or SIGTERM on Unix.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
