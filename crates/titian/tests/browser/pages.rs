//! Every page for everybody: follows the links that each persona finds and looks whether a page is whole, fits and
//! is accessible.
//!
//! The walk finds pages by itself, so that a new page is looked at without a line here; `titian routes` tells which
//! pages there are, and one that nobody reaches fails the test.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use crate::harness::{Browser, DESK, PHONE, Scheme, Server};

/// How many examples of one page (people, programmes, letters) a persona looks at.
const EXAMPLES: usize = 2;

/// How many the officer looks at who runs programmes: hers stand in every state, and each shows other pages.
const EXAMPLES_OF_MANAGER: usize = 8;

/// Addresses that are no pages: files of the style, the probe of the machine.
const NO_PAGES: &[&str] = &["/assets/", "/sehat", "/favicon"];

/// Pages that only the answer to an upload leads to: rejected rows, and the check of a signed copy.
const AFTER_UPLOADS: &[&str] = &["/pegawai/impor/{id}/ditolak", "/surat/{id}/periksa-tte"];

/// Pages without an example in the demonstration: no shipped policy has a rule that may be set aside, and the secret
/// of a one-time link is shown once and kept nowhere.
const WITHOUT_EXAMPLE: &[&str] = &[
    "/dispensasi/{id}",
    "/dispensasi/{id}/pindaian",
    "/tautan/tempat/{secret}",
    "/usulan/{id}/dispensasi",
];

/// Personas and, first, somebody who is not signed in.
const VISITORS: &[&str] = &[
    "",
    "pengelola",
    "opd",
    "verifikator",
    "pegawai",
    "atasan",
    "pejabat",
    "mitra",
    "koordinator",
    "auditor",
    "admin",
];

#[derive(Deserialize)]
struct Route {
    path: String,
    method: String,
}

/// What the walks have seen together.
#[derive(Default)]
struct Seen {
    /// Shapes that somebody has looked at in all colours.
    shapes: BTreeSet<String>,
    /// Addresses that answered well, with parameters in braces.
    answered: BTreeSet<String>,
    /// What is wrong, by page.
    problems: Vec<String>,
    /// Pages and files looked at.
    count: usize,
}

/// First words of the keys of all messages; a token that begins with one and a hyphen is a key that nobody translated.
fn slices() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders = vec![root.join("app/src"), root.join("web/templates")];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "ftl") {
                let text = std::fs::read_to_string(&path).unwrap();
                let keys = text.lines().filter_map(|line| line.split_once(" ="));
                found.extend(keys.filter_map(|(key, _)| {
                    let (slice, _) = key.split_once('-')?;
                    let word = !slice.is_empty() && slice.chars().all(|c| c.is_ascii_lowercase());
                    word.then(|| slice.to_owned())
                }));
            }
        }
    }
    assert!(found.contains("people"), "no messages found: {found:?}");
    found
}

/// Keys that stand in a text untranslated, and arguments that nobody filled in.
fn raw_keys(text: &str, slices: &BTreeSet<String>) -> Vec<String> {
    let inside = |c: char| c.is_ascii_alphanumeric() || "-_./@:".contains(c);
    let tokens = text.split(|c: char| !inside(c));
    let keys = tokens.filter(|token| {
        token
            .split_once('-')
            .is_some_and(|(slice, rest)| slices.contains(slice) && !rest.is_empty())
            && token
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    });
    let mut found: Vec<String> = keys.map(str::to_owned).collect();
    found.extend(text.contains("{$").then(|| "{$".to_owned()));
    found.extend(text.contains("{ $").then(|| "{ $".to_owned()));
    found
}

/// An address with its ids and tokens replaced, and without its query.
fn shape(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let part = |part: &str| {
        let id = part.len() >= 8 && part.chars().any(|c| c.is_ascii_digit());
        let file = part.rsplit_once('.').map(|(_, end)| format!(".{end}"));
        match (id, file) {
            (false, _) => part.to_owned(),
            (true, None) => "{}".to_owned(),
            (true, Some(end)) => format!("{{}}{end}"),
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Whether `shape` is an example of the declared `route`.
fn covers(route: &str, shape: &str) -> bool {
    let (route, shape): (Vec<_>, Vec<_>) = (route.split('/').collect(), shape.split('/').collect());
    let pairs = || route.iter().zip(&shape);
    route.len() == shape.len() && pairs().all(|(r, s)| r == s || r.starts_with('{'))
}

/// One visitor's walk.
struct Walk<'a> {
    browser: Browser,
    who: &'a str,
    slices: &'a BTreeSet<String>,
    routes: &'a [Route],
}

impl Walk<'_> {
    /// Follows what the pages link to, and knocks at pages without parameters that nobody has been led to.
    async fn all(&mut self, seen: &tokio::sync::Mutex<Seen>) {
        self.browser.goto("/peragaan").await;
        if !self.who.is_empty() {
            let form = format!("form[action='/peragaan/{}']", self.who);
            self.browser.click_within(&form, "").await;
        }
        let mut queue: VecDeque<String> = ["/".to_owned()].into();
        let mut known: BTreeSet<String> = queue.iter().cloned().collect();
        let mut examples: BTreeMap<String, usize> = BTreeMap::new();
        let most = match self.who {
            "pengelola" => EXAMPLES_OF_MANAGER,
            _ => EXAMPLES,
        };
        let mut knocked = false;
        loop {
            let Some(path) = queue.pop_front() else {
                if knocked {
                    break;
                }
                knocked = true;
                queue.extend(self.knock(seen, &known).await);
                continue;
            };
            let shape = shape(&path);
            let so_far = examples.entry(shape.clone()).or_default();
            if *so_far >= most {
                continue;
            }
            *so_far += 1;
            for link in self.visit(&path, &shape, seen).await {
                let plain = link.split(['?', '#']).next().unwrap_or_default().to_owned();
                // Sorting and paging lead to the same page again; files of a list are asked for once.
                let file = link.contains("format=xlsx");
                let address = if file { link } else { plain };
                if known.insert(address.clone()) {
                    queue.push_back(address);
                }
            }
        }
    }

    async fn knock(
        &self,
        seen: &tokio::sync::Mutex<Seen>,
        known: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut open = Vec::new();
        for route in self.routes {
            let path = &route.path;
            let page = !path.contains('{') && route.method == "GET";
            if !page || known.contains(path) || seen.lock().await.answered.contains(path) {
                continue;
            }
            if self.browser.download(path).await.status == 200 {
                open.push(path.clone());
            }
        }
        // What she may not see was refused, which the browser notes.
        self.browser.complaints().await;
        open
    }

    /// Looks at one address; answers with the links of its page.
    async fn visit(
        &mut self,
        path: &str,
        shape: &str,
        seen: &tokio::sync::Mutex<Seen>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let mut links = Vec::new();
        let file = self.browser.download(path).await;
        if file.status != 200 {
            problems.push(format!("answers {}", file.status));
        } else if file.content_type.starts_with("text/html") {
            let new = seen.lock().await.shapes.insert(shape.to_owned());
            self.look(path, new, &mut problems).await;
            links = self.links().await;
            let empty = format!("{path}?q=qzxqzx");
            let list = "return !!document.querySelector('form [name=q]');";
            if new && self.browser.script(list, vec![]).await == json!(true) {
                let mut wrong = Vec::new();
                self.look(&empty, false, &mut wrong).await;
                problems.extend(wrong.into_iter().map(|text| format!("(no rows) {text}")));
            }
        } else if file.bytes.is_empty() {
            problems.push("is an empty file".to_owned());
        }
        problems.extend(self.browser.complaints().await);
        let mut seen = seen.lock().await;
        seen.count += 1;
        seen.answered.insert(shape.to_owned());
        let who = if self.who.is_empty() {
            "guest"
        } else {
            self.who
        };
        let problems = problems.into_iter();
        seen.problems
            .extend(problems.map(|text| format!("{path} for {who}: {text}")));
        links
    }

    async fn look(&mut self, path: &str, new: bool, problems: &mut Vec<String>) {
        self.browser.goto(path).await;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus;";
        let status = self.browser.script(status, vec![]).await;
        if status != json!(200) {
            problems.push(format!("answers {status} to the browser"));
        }
        let text = "const names = [...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')] \
             .flatMap(e => ['aria-label', 'title', 'placeholder', 'alt'].map(a => e.getAttribute(a) || '')); \
             return [document.title, document.body.textContent, ...names].join('\\n');";
        let text = self.browser.script(text, vec![]).await;
        for key in raw_keys(text.as_str().unwrap_or_default(), self.slices) {
            problems.push(format!("shows the raw key `{key}`"));
        }
        let views: &[(u32, Scheme)] = if new {
            &[
                (PHONE, Scheme::Light),
                (PHONE, Scheme::Dark),
                (DESK, Scheme::Dark),
                (DESK, Scheme::Light),
            ]
        } else {
            &[(PHONE, Scheme::Dark), (DESK, Scheme::Light)]
        };
        for (width, scheme) in views {
            self.browser.resize(*width).await;
            self.browser.scheme(*scheme).await;
            self.browser.settle().await;
            let over = "return document.documentElement.scrollWidth - window.innerWidth;";
            let over = self.browser.script(over, vec![]).await;
            if over.as_f64().unwrap_or_default() > 0.0 {
                problems.push(format!("is {over} px wider than {width} px"));
            }
            for problem in self.browser.axe().await {
                problems.push(format!("at {width} px, {scheme:?}:\n{problem}"));
            }
        }
    }

    async fn links(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin) \
             .map(a => a.pathname + a.search);";
        let links = self.browser.script(script, vec![]).await;
        serde_json::from_value(links).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_accessible_and_fits_for_everybody() {
    let server = Server::start(&["demo", "--staff", "300"], &[]);
    let output = server.command(&["routes", "--json"]);
    let routes: Vec<Route> = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        let text = String::from_utf8_lossy(&output.stdout);
        panic!("routes: {error}: {text}")
    });
    let slices = slices();
    let seen = tokio::sync::Mutex::new(Seen::default());
    let visitors = tokio::sync::Mutex::new(VISITORS.iter());
    // Two browsers at once, as many as the smallest machine that we promise has cores.
    let work = || async {
        loop {
            let Some(who) = visitors.lock().await.next() else {
                break;
            };
            let mut walk = Walk {
                browser: Browser::open(&server.base()).await,
                who,
                slices: &slices,
                routes: &routes,
            };
            walk.all(&seen).await;
            walk.browser.quit().await;
        }
    };
    tokio::join!(work(), work());
    let mut seen = seen.into_inner();
    for route in &routes {
        let reads = route.method == "GET";
        let page = !NO_PAGES.iter().any(|start| route.path.starts_with(start))
            && !AFTER_UPLOADS.contains(&route.path.as_str())
            && !WITHOUT_EXAMPLE.contains(&route.path.as_str());
        let answered = || seen.answered.iter().any(|shape| covers(&route.path, shape));
        if reads && page && !answered() {
            seen.problems
                .push(format!("{} is reached by nobody", route.path));
        }
    }
    assert!(seen.count > VISITORS.len(), "hardly a page was found");
    assert!(
        seen.problems.is_empty(),
        "{} problems on {} pages:\n{}",
        seen.problems.len(),
        seen.count,
        seen.problems.join("\n")
    );
    println!("{} pages and files looked at", seen.count);
}

#[test]
fn a_raw_key_is_noticed_and_words_with_hyphens_are_not() {
    let slices: BTreeSet<String> = ["people", "nav"].map(str::to_owned).into();
    let found = raw_keys(
        "Antar-OPD people-title 2026-11-24 nav-home. people {$n}",
        &slices,
    );
    assert_eq!(found, ["people-title", "{$"]);
    assert!(raw_keys("berlaku surut, sehari-hari", &slices).is_empty());
}

#[test]
fn an_address_has_the_shape_of_its_route() {
    let path = "/surat/0193b1c2-7e4f-7abc-8def-0123456789ab/berkas.pdf?x=1";
    assert_eq!(shape(path), "/surat/{}/berkas.pdf");
    assert!(covers("/surat/{id}/berkas.pdf", &shape(path)));
    assert!(!covers("/surat/{id}", &shape(path)));
    assert_eq!(
        shape("/pegawai/surat-pernyataan"),
        "/pegawai/surat-pernyataan"
    );
}
