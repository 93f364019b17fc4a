//! Reads the routes out of the sources, so that `titian routes` always lists what the code serves.

#![allow(clippy::expect_used, clippy::panic)] // a route that cannot be read must stop the build

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=src");
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    files.sort();
    let mut routes: Vec<(String, Vec<&str>)> = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        let mut rest = text.as_str();
        while let Some(at) = rest.find(".route(") {
            let call = arguments(&rest[at + ".route(".len()..]);
            routes.push(route(&file, call));
            rest = &rest[at + ".route(".len()..];
        }
    }
    routes.sort();
    let mut out = String::from("&[\n");
    for (path, methods) in routes {
        let csrf = methods.iter().any(|method| *method != "GET");
        out.push_str(&format!(
            "Route {{ path: {path:?}, methods: &{methods:?}, csrf: {csrf} }},\n"
        ));
    }
    out.push(']');
    let target = PathBuf::from(std::env::var("OUT_DIR").expect("OUT_DIR")).join("routes.rs");
    fs::write(target, out).expect("the table is written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs")
            && !name.is_some_and(|name| name == "tests.rs" || name == "gallery.rs")
        {
            files.push(path);
        }
    }
}

/// The text up to the parenthesis that closes the call.
fn arguments(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

fn route(file: &Path, call: &str) -> (String, Vec<&'static str>) {
    let path = call
        .trim()
        .strip_prefix('"')
        .and_then(|rest| rest.split('"').next());
    let Some(path) = path else {
        panic!(
            "{}: write the path of a route as a literal: .route({call})",
            file.display()
        )
    };
    let handlers = &call[call.find(',').unwrap_or(0)..];
    let all = [
        ("get(", "GET"),
        ("post(", "POST"),
        ("put(", "PUT"),
        ("delete(", "DELETE"),
    ];
    let methods: Vec<&str> = all
        .iter()
        .filter(|(call, _)| handlers.contains(call))
        .map(|(_, name)| *name)
        .collect();
    assert!(
        !methods.is_empty(),
        "{}: no method in .route({call})",
        file.display()
    );
    (path.to_owned(), methods)
}
