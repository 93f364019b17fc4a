//! The first command of the README in a browser: the invented province opens, and its first pages are sound.

use crate::harness::{Browser, Server};

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_opens_on_a_page_that_everybody_can_use() {
    let server = Server::start(&["demo", "--staff", "200"], &[]);
    let mut browser = Browser::open(&server.base()).await;
    browser.goto("/").await;
    browser.see("Peragaan dengan data rekaan").await;
    browser.screenshot("demo-first").await;
    browser.accessible().await;
    browser.click("Pilih peran untuk mencoba").await;
    browser.screenshot("demo-roles").await;
    browser.accessible().await;
    browser.quit().await;
}
