//! A server that is ended by `kill -9` in the midst of writing: what it acknowledged is there after the restart, what
//! it did not is there wholly or not at all, and the audit log is whole. And one that is sent hostile files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail, and say why"
)]

mod decisions;
mod hostile;
mod http;
mod imports;
mod letters;
mod notices;
#[path = "../browser/harness/server.rs"]
mod server;
mod sink;
mod world;

const PASSWORD: &str = "sandi-panjang-contoh-2026";

#[tokio::test(flavor = "multi_thread")]
async fn imports_outlive_kill_9_on_sqlite() {
    imports::survive(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_outlive_kill_9_on_postgres() {
    if let Some(url) = world::postgres().await {
        imports::survive(Some(url)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_outlive_kill_9_on_sqlite() {
    decisions::survive(None, 7).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_outlive_kill_9_on_postgres() {
    if let Some(url) = world::postgres().await {
        decisions::survive(Some(url), 11).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_outlive_kill_9_on_sqlite() {
    letters::survive(None, 13).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_outlive_kill_9_on_postgres() {
    if let Some(url) = world::postgres().await {
        letters::survive(Some(url), 17).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_outlive_kill_9_on_sqlite() {
    notices::survive(None, 19, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_outlive_kill_9_on_postgres() {
    if let Some(url) = world::postgres().await {
        notices::survive(Some(url), 23, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_spreadsheets_are_refused_and_the_server_goes_on() {
    hostile::refused().await;
}
