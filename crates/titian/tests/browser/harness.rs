//! Drives Chromium: goes to pages, fills and clicks by what a person reads, and watches for what is wrong.
//!
//! The servers come from `cargo xtask test` (or `cargo xtask services`); without them a test fails and says so.
//! Every helper settles first and panics with what it saw, so that a test reads like a walk through the pages.

mod axe;
mod server;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

pub use axe::Problem;
pub use server::Server;

/// How long a page may take to show what a test waits for; generous, for the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Width of an old phone, in CSS pixels.
pub const PHONE: u32 = 360;
/// Width of an office screen, in CSS pixels.
pub const DESK: u32 = 1280;

/// Which colours the person's system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What a download answered.
#[derive(Debug)]
pub struct Download {
    /// HTTP status.
    pub status: u16,
    /// Content type, with its parameters.
    pub content_type: String,
    /// Content disposition; empty when there is none.
    pub disposition: String,
    /// The bytes of the body.
    pub bytes: Vec<u8>,
}

/// What the environment must say; a test never goes on without it.
pub fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: this test needs its servers, run `cargo xtask test`")
    })
}

/// One person's browser with a profile of its own.
pub struct Browser {
    driver: WebDriver,
    base: String,
    width: u32,
    scheme: Scheme,
    // Dropped after the driver, when the browser has let go of it.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser for the server at `base`, such as `http://127.0.0.1:8080`; desk width, light.
    pub async fn open(base: &str) -> Self {
        let webdriver = required("TITIAN_TEST_WEBDRIVER");
        let profile = tempfile::tempdir().unwrap();
        let mut wanted = ChromeCapabilities::new();
        wanted
            .set_binary(&required("TITIAN_TEST_CHROMIUM"))
            .unwrap();
        wanted
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .unwrap();
        for arg in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            wanted.add_arg(arg).unwrap();
        }
        let prefs = json!({"intl.accept_languages": "id,en", "intl.selected_languages": "id,en"});
        wanted.add_experimental_option("prefs", prefs).unwrap();
        let driver = WebDriver::new(&webdriver, wanted)
            .await
            .unwrap_or_else(|error| panic!("chromedriver opens no browser: {error}"));
        driver
            .set_script_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        let mut browser = Self {
            driver,
            base: base.trim_end_matches('/').to_owned(),
            width: DESK,
            scheme: Scheme::Light,
            _profile: profile,
        };
        browser.resize(DESK).await;
        browser.scheme(Scheme::Light).await;
        browser
    }

    /// Goes to a path of the server.
    pub async fn goto(&self, path: &str) {
        self.driver
            .goto(format!("{}{path}", self.base))
            .await
            .unwrap();
        self.settle().await;
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    /// Writes into the field with this label; dates as `2026-08-17`, whatever the browser's language.
    pub async fn fill(&self, label: &str, value: &str) {
        self.fill_within("", label, value).await;
    }

    /// Writes into the field with this label inside the element that a CSS selector finds first.
    pub async fn fill_within(&self, selector: &str, label: &str, value: &str) {
        let field = self.seek("field", label, selector).await;
        let kind = field.prop("type").await.unwrap().unwrap_or_default();
        if matches!(
            kind.as_str(),
            "date" | "time" | "datetime-local" | "month" | "color" | "range"
        ) {
            let script = "const [e, v] = arguments; e.value = v; \
                 e.dispatchEvent(new Event('input', {bubbles: true})); \
                 e.dispatchEvent(new Event('change', {bubbles: true})); return e.value;";
            let set = self
                .script(script, vec![field.to_json().unwrap(), json!(value)])
                .await;
            assert_eq!(
                set,
                json!(value),
                "field `{label}` does not take this value"
            );
            return;
        }
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Chooses the option with this text in the list with this label.
    pub async fn choose(&self, label: &str, option: &str) {
        let field = self.field(label).await;
        let script = "const [e, text] = arguments; const plain = s => s.replace(/\\s+/g, ' ').trim(); \
             const found = [...e.options].find(o => plain(o.text) === text); \
             if (!found) return [...e.options].map(o => plain(o.text)); \
             e.value = found.value; \
             e.dispatchEvent(new Event('input', {bubbles: true})); \
             e.dispatchEvent(new Event('change', {bubbles: true})); return null;";
        let others = self
            .script(script, vec![field.to_json().unwrap(), json!(option)])
            .await;
        assert!(
            others.is_null(),
            "list `{label}` has no option `{option}`, but {others}"
        );
        self.settle().await;
    }

    /// Ticks the box or the choice with this label.
    pub async fn tick(&self, label: &str) {
        let field = self.field(label).await;
        if !field.is_selected().await.unwrap() {
            let clicked = field.scroll_into_view().await.is_ok() && field.click().await.is_ok();
            assert!(clicked, "`{label}` cannot be ticked");
        }
        assert!(
            field.is_selected().await.unwrap(),
            "`{label}` does not stay ticked"
        );
    }

    /// Puts a file into the field with this label.
    pub async fn upload(&self, label: &str, file: &Path) {
        assert!(
            file.is_absolute() && file.is_file(),
            "{} is no whole path of a file",
            file.display()
        );
        self.field(label)
            .await
            .send_keys(file.display().to_string())
            .await
            .unwrap();
    }

    /// Clicks the link, button or tab that says this; when a word is ambiguous, the longer text decides.
    pub async fn click(&self, name: &str) {
        self.click_within("", name).await;
    }

    /// Clicks what says this inside the element that a CSS selector finds first.
    pub async fn click_within(&self, selector: &str, name: &str) {
        let found = self.seek("clickable", name, selector).await;
        self.press(name, &found).await;
    }

    /// Clicks an element that was found by this name.
    pub async fn press(&self, name: &str, found: &WebElement) {
        found.scroll_into_view().await.unwrap();
        found
            .click()
            .await
            .unwrap_or_else(|error| panic!("`{name}` cannot be clicked: {error}"));
        self.settle().await;
    }

    /// Waits until the page shows this text.
    pub async fn see(&self, text: &str) {
        let wanted = plain(text);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.text().await;
            if shown.contains(&wanted) {
                return;
            }
            if Instant::now() > deadline {
                let path = self.path().await;
                panic!("{path} does not show `{wanted}`; it shows:\n{shown}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asserts that the page does not show this text.
    pub async fn see_not(&self, text: &str) {
        self.settle().await;
        let shown = self.text().await;
        assert!(
            !shown.contains(&plain(text)),
            "the page shows `{text}`:\n{shown}"
        );
    }

    /// What the page shows, with single spaces.
    pub async fn text(&self) -> String {
        let text = self
            .script(
                "return document.body ? document.body.innerText : '';",
                vec![],
            )
            .await;
        plain(text.as_str().unwrap_or_default())
    }

    /// Fetches a path with this person's session, as her browser would when she saves it.
    pub async fn download(&self, path: &str) -> Download {
        let script = "const [url, done] = arguments; fetch(url, {credentials: 'same-origin'}).then(async r => { \
             const bytes = new Uint8Array(await r.arrayBuffer()); let text = ''; \
             for (let i = 0; i < bytes.length; i += 32768) \
               text += String.fromCharCode(...bytes.subarray(i, i + 32768)); \
             done([r.status, r.headers.get('content-type') || '', \
               r.headers.get('content-disposition') || '', btoa(text)]); \
             }).catch(e => done(String(e)));";
        let answer = self
            .driver
            .execute_async(script, vec![json!(path)])
            .await
            .unwrap();
        let (status, content_type, disposition, body): (u16, String, String, String) = answer
            .convert()
            .unwrap_or_else(|_| panic!("{path}: {}", answer.json()));
        Download {
            status,
            content_type,
            disposition,
            bytes: STANDARD.decode(body).unwrap(),
        }
    }

    /// Address of the link that says this, for `download`.
    pub async fn href(&self, name: &str) -> String {
        let link = self.seek("clickable", name, "").await;
        link.attr("href")
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("`{name}` is no link"))
    }

    /// Sets the width of the page in CSS pixels; a phone below 768.
    pub async fn resize(&mut self, width: u32) {
        self.width = width;
        let (height, mobile) = if width < 768 {
            (740, true)
        } else {
            (900, false)
        };
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Sets the colours that the system asks for. Motion is always reduced, so that nothing is caught half-way.
    pub async fn scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme.name()},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Keeps a picture of the page as `target/screenshots/NAME-WIDTH-SCHEME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        // Cargo sets the folder for what tests leave behind; pictures stand beside it.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let folder = target.join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}-{}-{}.png", self.width, self.scheme.name()));
        self.driver.screenshot(&file).await.unwrap();
        file
    }

    /// Asserts that the page is accessible (WCAG 2.2 AA) and fits, at both widths and in both colours.
    pub async fn accessible(&mut self) {
        let (width, scheme) = (self.width, self.scheme);
        let mut report = String::new();
        for width in [PHONE, DESK] {
            self.resize(width).await;
            for scheme in [Scheme::Light, Scheme::Dark] {
                self.scheme(scheme).await;
                self.settle().await;
                let problems = self.axe().await;
                if !problems.is_empty() {
                    let path = self.path().await;
                    report += &format!("\n{path} at {width} px, {}:", scheme.name());
                    problems
                        .iter()
                        .for_each(|problem| report += &format!("\n{problem}"));
                }
            }
            let over = "return document.documentElement.scrollWidth - window.innerWidth;";
            let over = self.script(over, vec![]).await.as_f64().unwrap_or_default();
            if over > 0.0 {
                report += &format!("\n{} is {over} px wider than {width} px", self.path().await);
            }
        }
        self.resize(width).await;
        self.scheme(scheme).await;
        assert!(report.is_empty(), "axe and the eye find:{report}");
    }

    /// What axe finds on the page as it is now.
    pub async fn axe(&self) -> Vec<Problem> {
        axe::run(&self.driver).await
    }

    /// What the browser complained about since the last call: violations of the content security policy, errors
    /// of scripts, failed requests.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.unwrap();
        log.into_iter()
            .filter(|entry| {
                entry.level == "SEVERE" || entry.message.contains("Content Security Policy")
            })
            .map(|entry| entry.message)
            .collect()
    }

    /// Asserts that the browser complained about nothing but what contains one of the `expected` texts (a page
    /// that must answer 403 is a complaint that a test expects). Each expected text must occur.
    pub async fn expect_complaints(&self, expected: &[&str]) {
        let found = self.complaints().await;
        let (known, unknown): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|text| expected.iter().any(|part| text.contains(part)));
        assert!(
            unknown.is_empty(),
            "the browser complains:\n{}",
            unknown.join("\n")
        );
        for part in expected {
            assert!(
                known.iter().any(|text| text.contains(part)),
                "no complaint about `{part}`"
            );
        }
    }

    /// Ends the walk: asserts that the browser complained about nothing, and closes it.
    pub async fn quit(self) {
        self.expect_complaints(&[]).await;
        self.driver.quit().await.unwrap();
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, args).await;
        answer
            .unwrap_or_else(|error| panic!("script fails: {error}\n{script}"))
            .json()
            .clone()
    }

    /// Runs a script that answers through the callback it gets as its last argument.
    pub async fn script_async(&self, script: &str, args: Vec<Value>) -> Value {
        let answer = self.driver.execute_async(script, args).await;
        answer
            .unwrap_or_else(|error| panic!("script fails: {error}\n{script}"))
            .json()
            .clone()
    }

    /// Waits until the page is loaded and htmx has nothing under way.
    pub async fn settle(&self) {
        let deadline = Instant::now() + PATIENCE;
        let ready = "return document.readyState === 'complete' \
             && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling');";
        while self.script(ready, vec![]).await != json!(true) {
            assert!(
                Instant::now() < deadline,
                "{} does not come to rest",
                self.path().await
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    async fn field(&self, label: &str) -> WebElement {
        self.seek("field", label, "").await
    }

    async fn seek(&self, kind: &str, name: &str, within: &str) -> WebElement {
        self.look_for(kind, name, within, PATIENCE)
            .await
            .unwrap_or_else(|sentence| panic!("{sentence}"))
    }

    /// Waits for the one visible `field` or `clickable` with this name; else says what the page has instead.
    pub async fn look_for(
        &self,
        kind: &str,
        name: &str,
        within: &str,
        patience: Duration,
    ) -> Result<WebElement, String> {
        let deadline = Instant::now() + patience;
        loop {
            let args = vec![json!(kind), json!(name), json!(within)];
            let found = self
                .driver
                .execute(include_str!("harness/seek.js"), args)
                .await
                .unwrap();
            let names = found.json().get("names").cloned();
            let Some(names) = names else {
                return Ok(found.element().unwrap());
            };
            if Instant::now() > deadline {
                let path = self.path().await;
                return Err(format!(
                    "{path} has not exactly one {kind} `{name}` {within}; it has {names}"
                ));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn devtools(&self, method: &str, params: Value) {
        self.driver.cdp().send_raw(method, params).await.unwrap();
    }
}

/// With single spaces, as a person reads it.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
