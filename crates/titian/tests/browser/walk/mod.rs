//! The office in which a walk happens: a fresh installation, people at their browsers, and what they have been shown.
//!
//! Every page that somebody is shown is looked at once by axe, at both widths, and must fit; pages can be counted.

mod letters;
mod office;
mod placing;
mod programme;
mod province;
mod register;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Browser, DESK, Download, PATIENCE, PHONE, Scheme, Server};

pub use letters::{altered, cells_of, check_page, issue, pdf, qr_path, spoken, text_of};
pub use programme::{Place, workbook};
pub use province::{Civil, Province};
pub use register::{People, days_from_now};

/// What has been shown so far, to everybody together.
#[derive(Default)]
struct Shown {
    /// Pages that axe has seen, by address and headings.
    looked_at: BTreeSet<String>,
    /// What is wrong with them.
    problems: Vec<String>,
    /// Pages since counting began, if it did.
    screens: Option<Vec<String>>,
}

/// A fresh installation under `titian serve`, and a folder for the files that people keep.
pub struct Walk {
    pub server: Server,
    folder: tempfile::TempDir,
    shown: Arc<Mutex<Shown>>,
}

impl Walk {
    /// Starts on an empty folder.
    pub fn begin() -> Self {
        Self {
            server: Server::start(&["serve"], &[]),
            folder: tempfile::tempdir().unwrap(),
            shown: Arc::default(),
        }
    }

    /// Somebody comes to her desk: a browser of her own on the first page.
    pub async fn visitor(&self) -> Clerk {
        let mut clerk = Clerk {
            browser: Browser::open(&self.server.base()).await,
            shown: self.shown.clone(),
            document: 0.0,
        };
        clerk.goto("/").await;
        clerk
    }

    /// Where a file of this name is kept.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Keeps a file.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.file(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }

    /// From here on every page that anybody is shown counts, and so does the one that `clerk` has before her.
    pub async fn count_screens(&self, clerk: &Clerk) {
        let first = clerk.browser.path().await;
        lock(&self.shown).screens = Some(vec![first]);
    }

    /// The pages shown since counting began.
    pub fn screens(&self) -> Vec<String> {
        lock(&self.shown).screens.take().unwrap()
    }

    /// Somebody leaves early.
    pub async fn leave(&self, clerk: Clerk) {
        clerk.browser.quit().await;
    }

    /// Everybody goes home; asserts that no page was found wanting.
    pub async fn end(self, clerks: impl IntoIterator<Item = Clerk>) {
        for clerk in clerks {
            clerk.browser.quit().await;
        }
        let shown = lock(&self.shown);
        assert!(
            shown.problems.is_empty(),
            "axe and the eye find on {} pages:{}",
            shown.looked_at.len(),
            shown.problems.concat()
        );
        println!("{} pages looked at", shown.looked_at.len());
    }
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    // A poisoned lock means that the test has failed already.
    shown
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// A person at her browser.
pub struct Clerk {
    browser: Browser,
    shown: Arc<Mutex<Shown>>,
    /// When the document that she sees was made; another one is another screen.
    document: f64,
}

impl Clerk {
    /// Types an address, as after scanning a code or reading what the server printed.
    pub async fn goto(&mut self, path: &str) {
        self.browser.goto(path).await;
        self.arrive().await;
    }

    /// Clicks what says this inside a part of the page.
    pub async fn click_within(&mut self, selector: &str, name: &str) {
        let found = self
            .browser
            .look_for("clickable", name, selector, PATIENCE)
            .await;
        let found = found.unwrap_or_else(|sentence| panic!("{sentence}"));
        // Links and buttons of forms lead to another document, unless htmx does their work.
        let leads = "const e = arguments[0], form = e.form, link = e.closest('a[href]'); \
             const htmx = [e, form].some(x => x && x.hasAttribute('hx-get')); \
             return !htmx && (!!form || (!!link && !link.getAttribute('href').startsWith('#')));";
        let args = vec![found.to_json().unwrap()];
        let leads = self.browser.script(leads, args).await == json!(true);
        self.browser.press(name, &found).await;
        let deadline = Instant::now() + PATIENCE;
        while leads && !self.arrive().await {
            assert!(Instant::now() < deadline, "`{name}` leads nowhere");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The path of the page that she sees.
    pub async fn path(&self) -> String {
        self.browser.path().await
    }

    /// Opens an entry of the menu.
    pub async fn menu(&mut self, name: &str) {
        self.click_within("#menu", name).await;
    }

    /// Clicks within the content, past the menu and the head of the page.
    pub async fn press(&mut self, name: &str) {
        self.click_within("#isi", name).await;
    }

    pub async fn fill(&self, label: &str, value: &str) {
        self.browser.fill(label, value).await;
    }

    pub async fn choose(&self, label: &str, option: &str) {
        self.browser.choose(label, option).await;
    }

    pub async fn tick(&self, label: &str) {
        self.browser.tick(label).await;
    }

    pub async fn upload(&self, label: &str, file: &Path) {
        self.browser.upload(label, file).await;
    }

    pub async fn see(&self, text: &str) {
        self.browser.see(text).await;
    }

    pub async fn see_not(&self, text: &str) {
        self.browser.see_not(text).await;
    }

    /// What stands in the tables of the page.
    pub async fn tables(&self) -> String {
        let tables = "return [...document.querySelectorAll('main table')].map(e => e.innerText).join(' / ');";
        let text = self.browser.script(tables, vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub async fn text(&self) -> String {
        self.browser.text().await
    }

    /// The file behind the link that says this; a PDF to look at is a screen, too.
    pub async fn open_file(&mut self, name: &str) -> Vec<u8> {
        let path = self.browser.href(name).await;
        if let Some(screens) = &mut lock(&self.shown).screens {
            screens.push(format!("{path} (the file)"));
        }
        self.file(&path).await
    }

    /// The file at this address.
    pub async fn file(&self, path: &str) -> Vec<u8> {
        let file = self.browser.download(path).await;
        assert_eq!(file.status, 200, "{path} answers {}", file.status);
        file.bytes
    }

    /// What an address answers to her.
    pub async fn answer(&self, path: &str) -> Download {
        self.browser.download(path).await
    }

    /// What an address answers to a form without fields.
    pub async fn post(&self, path: &str) -> u64 {
        let script = "const [url, done] = arguments; \
             fetch(url, {method: 'POST', body: new URLSearchParams(), redirect: 'manual'}) \
             .then(r => done(r.status)).catch(e => done(String(e)));";
        let status = self.browser.script_async(script, vec![json!(path)]).await;
        status
            .as_u64()
            .unwrap_or_else(|| panic!("{path}: {status}"))
    }

    /// The browser has noted exactly these refusals since the last call.
    pub async fn was_refused(&self, expected: &[&str]) {
        self.browser.expect_complaints(expected).await;
    }

    /// Keeps a picture.
    pub async fn picture(&self, name: &str) {
        self.browser.screenshot(name).await;
    }

    /// Notes the page that she sees now and looks at it if nobody has; says whether it is another one than before.
    async fn arrive(&mut self) -> bool {
        let page = "return [performance.timeOrigin, location.pathname, \
             [...document.querySelectorAll('h1, main h2, [role=alert]')].map(e => e.tagName + e.innerText).join(' | ')];";
        let page = self.browser.script(page, vec![]).await;
        let (document, path, headings): (f64, String, String) =
            serde_json::from_value(page).unwrap();
        if (document - self.document).abs() < f64::EPSILON {
            return false;
        }
        self.browser.settle().await;
        self.document = document;
        let key = format!("{} {headings}", shape(&path));
        let new = {
            let mut shown = lock(&self.shown);
            if let Some(screens) = &mut shown.screens {
                screens.push(path.clone());
            }
            shown.looked_at.insert(key)
        };
        if new {
            self.look(&path).await;
        }
        true
    }

    async fn look(&mut self, path: &str) {
        for (width, scheme) in [(PHONE, Scheme::Dark), (DESK, Scheme::Light)] {
            self.browser.resize(width).await;
            self.browser.scheme(scheme).await;
            self.browser.settle().await;
            let over = "return document.documentElement.scrollWidth - window.innerWidth;";
            let over = self.browser.script(over, vec![]).await;
            let mut problems = Vec::new();
            if over != json!(0) && over.as_f64().is_some_and(|over| over > 0.0) {
                problems.push(format!("\n{path} is {over} px wider than {width} px"));
            }
            for problem in self.browser.axe().await {
                problems.push(format!("\n{path} at {width} px, {scheme:?}:\n{problem}"));
            }
            lock(&self.shown).problems.extend(problems);
        }
    }
}

/// An address without the ids in it, since two examples of a page are one page.
fn shape(path: &str) -> String {
    let part = |part: &str| {
        if part.len() >= 20 && part.chars().any(|c| c.is_ascii_digit()) {
            "{}".to_owned()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
