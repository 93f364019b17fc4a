//! Sets letters from JSON files and prints the time: `letters [-n N] [--paper f4] [--out DIR] [--merge] [--logo NAME=FILE] FILE.json…`.

use std::path::PathBuf;
use std::time::Instant;

use documents::{Letter, Look, Paper, merge, render};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut look = Look::default();
    let mut times = 1_usize;
    let mut out: Option<PathBuf> = None;
    let mut merged = false;
    let mut files: Vec<PathBuf> = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "-n" => times = value()?.parse()?,
            "--paper" if value()?.eq_ignore_ascii_case("f4") => look.paper = Paper::F4,
            "--paper" => look.paper = Paper::A4,
            "--out" => out = Some(value()?.into()),
            "--merge" => merged = true,
            "--logo" => {
                let pair = value()?;
                let (name, file) = pair.split_once('=').ok_or("--logo needs NAME=FILE")?;
                look.logos
                    .insert(name.to_owned(), std::fs::read(file)?.into());
            }
            file => files.push(file.into()),
        }
    }
    if files.is_empty() {
        return Err("name at least one letter as a JSON file".into());
    }
    let mut letters = Vec::new();
    for file in &files {
        let letter: Letter = serde_json::from_slice(&std::fs::read(file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        letters.push(letter);
    }
    for (file, letter) in files.iter().zip(&letters) {
        let first = Instant::now();
        let pdf = render(letter, &look)?;
        let first = first.elapsed();
        let rest = Instant::now();
        // Each copy differs in its number, so that Typst's memory of earlier letters helps only where it would in real work.
        for copy in 1..times {
            let mut value = serde_json::to_value(letter)?;
            if let Some(nomor) = value.pointer_mut("/frame/status/nomor") {
                *nomor = format!("800/{copy}/2027").into();
            }
            render(&serde_json::from_value(value)?, &look)?;
        }
        let each = rest.elapsed().as_secs_f64() / (times.max(2) - 1) as f64;
        println!(
            "{}: {} pages, {} bytes, first {:.1} ms{}",
            file.display(),
            pdf.pages,
            pdf.bytes.len(),
            first.as_secs_f64() * 1e3,
            if times > 1 {
                format!(
                    ", then {:.2} ms each over {} letters",
                    each * 1e3,
                    times - 1
                )
            } else {
                String::new()
            }
        );
        if let Some(dir) = &out {
            std::fs::create_dir_all(dir)?;
            let name = file.with_extension("pdf");
            std::fs::write(dir.join(name.file_name().unwrap_or_default()), &pdf.bytes)?;
        }
    }
    if merged {
        let many: Vec<Letter> = letters
            .iter()
            .cycle()
            .take(letters.len() * times)
            .cloned()
            .collect();
        let start = Instant::now();
        let pdf = merge(&many, &look)?;
        println!(
            "merged {} letters: {} pages, {} bytes, {:.2} s",
            many.len(),
            pdf.pages,
            pdf.bytes.len(),
            start.elapsed().as_secs_f64()
        );
        if let Some(dir) = &out {
            std::fs::write(dir.join("merged.pdf"), &pdf.bytes)?;
        }
    }
    Ok(())
}
