//! Reads the register file: instruments, articles, relations, plans and slips, each reference checked.

use kernel::CivilDate;
use toml::de::DeTable;

use super::{Entry, Misquote, Planned, Register, Relation, RelationKind, Source};
use crate::diagnostic::{Diagnostic, has_errors, nearest};
use crate::file::sha256;
use crate::lang::Lang;
use crate::toml_doc::{Node, Reader, Table};

const FILE: [&str; 5] = ["source", "entry", "relation", "planned", "misquote"];
const SOURCE: [&str; 12] = [
    "id",
    "kind",
    "number",
    "year",
    "title",
    "layer",
    "rank",
    "from",
    "to",
    "note",
    "statute",
    "confidence",
];
const ENTRY: [&str; 8] = [
    "id",
    "source",
    "article",
    "says",
    "successor",
    "from",
    "to",
    "confidence",
];
const RELATION: [&str; 6] = ["kind", "by", "of", "from", "note", "confidence"];
const PLANNED: [&str; 9] = [
    "id",
    "kind",
    "title",
    "owner",
    "stage",
    "due",
    "waits",
    "note",
    "confidence",
];
const MISQUOTE: [&str; 3] = ["wrong", "right", "note"];

pub(super) fn register(name: &str, text: &str) -> Result<Register, Vec<Diagnostic>> {
    let mut reader = Reader::new(name, text);
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reader.error(span, format!("not TOML: {}", error.message()));
            return Err(reader.found);
        }
    };
    let file = document.get_ref();
    reader.only(file, &FILE, "a register");
    let mut sources: Vec<Source> = Vec::new();
    for node in reader.array(file.get("source")) {
        let Some(source) = read_source(&mut reader, node) else {
            continue;
        };
        if sources.iter().any(|other| other.id == source.id) {
            let message = format!("two sources have the id `{}`", source.id);
            reader.error(node.span(), message);
        }
        sources.push(source);
    }
    let mut entries: Vec<Entry> = Vec::new();
    for node in reader.array(file.get("entry")) {
        let Some(entry) = read_entry(&mut reader, node, &sources) else {
            continue;
        };
        if entries.iter().any(|other| other.id == entry.id) {
            let message = format!("two entries have the id `{}`", entry.id);
            reader.error(node.span(), message);
        }
        entries.push(entry);
    }
    let known = Known {
        sources: &sources,
        entries: &entries,
    };
    for node in reader.array(file.get("entry")) {
        if let Some(successor) = reader.table(node).and_then(|table| table.get("successor")) {
            known.must_be(&mut reader, successor, &["entry"]);
        }
    }
    let nodes = reader.array(file.get("relation"));
    let relations: Vec<Relation> = nodes
        .into_iter()
        .filter_map(|node| read_relation(&mut reader, node, &known))
        .collect();
    let nodes = reader.array(file.get("planned"));
    let planned = nodes
        .into_iter()
        .filter_map(|node| read_planned(&mut reader, node, &known))
        .collect();
    let nodes = reader.array(file.get("misquote"));
    let misquotes = nodes
        .into_iter()
        .filter_map(|node| read_misquote(&mut reader, node, &known))
        .collect();
    if has_errors(&reader.found) {
        return Err(reader.found);
    }
    end_revoked(&relations, &mut sources, &mut entries);
    Ok(Register {
        sources,
        entries,
        relations,
        planned,
        misquotes,
        digest: sha256(text),
    })
}

/// What a dated revocation took out of force ends on that day, where the file does not say so itself.
fn end_revoked(relations: &[Relation], sources: &mut [Source], entries: &mut [Entry]) {
    let revocations = relations
        .iter()
        .filter(|relation| relation.kind == RelationKind::Revokes);
    for (of, day) in revocations.filter_map(|one| Some((one.of.as_str(), one.from?))) {
        let ended = |from: Option<CivilDate>| from.is_none_or(|from| from < day);
        for source in sources.iter_mut().filter(|source| source.id == of) {
            if source.to.is_none() && ended(source.from) {
                source.to = Some(day);
            }
        }
        for entry in entries.iter_mut() {
            let meant = entry.id == of || entry.source == of;
            if meant && entry.to.is_none() && ended(entry.from) {
                entry.to = Some(day);
            }
        }
    }
}

/// What a reference may name.
struct Known<'a> {
    sources: &'a [Source],
    entries: &'a [Entry],
}

impl Known<'_> {
    fn must_be(&self, reader: &mut Reader, node: &Node<'_>, what: &[&str]) -> Option<String> {
        let id = reader.string(node)?;
        let mut names: Vec<&str> = Vec::new();
        if what.contains(&"entry") {
            names.extend(self.entries.iter().map(|entry| entry.id.as_str()));
        }
        if what.contains(&"source") {
            names.extend(self.sources.iter().map(|source| source.id.as_str()));
        }
        if names.contains(&id.as_str()) {
            return Some(id);
        }
        let help = match nearest(&id, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name an id of this file".to_owned(),
        };
        let message = format!("the register has no {} `{id}`", what.join(" or "));
        reader.help(node.span(), message, &help);
        None
    }
}

fn text(reader: &mut Reader, table: &Table<'_>, key: &str, node: &Node<'_>) -> Option<String> {
    let found = reader.need(table, key, &node.span(), "an entry of the register")?;
    reader.string(found)
}

/// One of the words of an enumeration.
fn word<T: serde::de::DeserializeOwned>(
    reader: &mut Reader,
    table: &Table<'_>,
    key: &str,
    node: &Node<'_>,
) -> Option<T> {
    let found = text(reader, table, key, node)?;
    match serde_json::from_value(found.clone().into()) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = table.get(key).map_or(node.span(), |n| n.span());
            reader.help(place, format!("`{found}` is no {key}"), &error.to_string());
            None
        }
    }
}

fn read_source(reader: &mut Reader, node: &Node<'_>) -> Option<Source> {
    let table = reader.table(node)?;
    reader.only(table, &SOURCE, "a source");
    ordered(reader, table);
    let rank = reader.need(table, "rank", &node.span(), "a source");
    let rank = rank.and_then(|n| reader.integer(n)).unwrap_or(9);
    Some(Source {
        id: text(reader, table, "id", node)?,
        kind: table
            .get("kind")
            .and_then(|_| word(reader, table, "kind", node)),
        number: table.get("number").and_then(|n| reader.string(n)),
        year: table.get("year").and_then(|n| reader.integer(n)),
        title: text(reader, table, "title", node)?,
        layer: word(reader, table, "layer", node)?,
        rank: u8::try_from(rank).unwrap_or(9),
        from: table.get("from").and_then(|n| reader.date(n)),
        to: table.get("to").and_then(|n| reader.date(n)),
        note: table.get("note").and_then(|n| reader.string(n)),
        statute: table
            .get("statute")
            .and_then(|n| reader.boolean(n))
            .unwrap_or(false),
        confidence: word(reader, table, "confidence", node)?,
    })
}

fn read_entry(reader: &mut Reader, node: &Node<'_>, sources: &[Source]) -> Option<Entry> {
    let table = reader.table(node)?;
    reader.only(table, &ENTRY, "an entry");
    ordered(reader, table);
    let source_id = text(reader, table, "source", node)?;
    let source = sources.iter().find(|source| source.id == source_id);
    if source.is_none() && !sources.is_empty() {
        let place = table.get("source").map_or(node.span(), |n| n.span());
        reader.error(place, format!("no source has the id `{source_id}`"));
    }
    let says = match table.get("says") {
        Some(n) => reader.lang(n)?,
        None => Lang::default(),
    };
    let own_from = table.get("from").and_then(|n| reader.date(n));
    let own_to = table.get("to").and_then(|n| reader.date(n));
    Some(Entry {
        id: text(reader, table, "id", node)?,
        source: source_id,
        article: text(reader, table, "article", node)?,
        successor: table.get("successor").and_then(|n| reader.string(n)),
        says,
        from: own_from.or_else(|| source.and_then(|s| s.from)),
        to: own_to.or_else(|| source.and_then(|s| s.to)),
        confidence: word(reader, table, "confidence", node)?,
    })
}

fn date(reader: &mut Reader, table: &Table<'_>, key: &str) -> Option<CivilDate> {
    table.get(key).and_then(|n| reader.date(n))
}

/// `to` is the first day after, so it comes after `from`.
fn ordered(reader: &mut Reader, table: &Table<'_>) {
    let (from, to) = (date(reader, table, "from"), date(reader, table, "to"));
    if let (Some(node), Some(from), Some(to)) = (table.get("to"), from, to)
        && to <= from
    {
        let message = format!("`to` is the first day after; it must come after {from}");
        reader.error(node.span(), message);
    }
}

fn read_relation(reader: &mut Reader, node: &Node<'_>, known: &Known<'_>) -> Option<Relation> {
    let table = reader.table(node)?;
    reader.only(table, &RELATION, "a relation");
    let mut end = |key: &str| {
        let found = reader.need(table, key, &node.span(), "a relation")?;
        known.must_be(reader, found, &["entry", "source"])
    };
    let (by, of) = (end("by"), end("of"));
    Some(Relation {
        kind: word(reader, table, "kind", node)?,
        by: by?,
        of: of?,
        from: date(reader, table, "from"),
        note: table.get("note").and_then(|n| reader.string(n)),
        confidence: word(reader, table, "confidence", node)?,
    })
}

fn read_planned(reader: &mut Reader, node: &Node<'_>, known: &Known<'_>) -> Option<Planned> {
    let table = reader.table(node)?;
    reader.only(table, &PLANNED, "a planned regulation");
    let waits = reader
        .array(table.get("waits"))
        .into_iter()
        .filter_map(|node| known.must_be(reader, node, &["entry"]))
        .collect();
    Some(Planned {
        id: text(reader, table, "id", node)?,
        kind: word(reader, table, "kind", node)?,
        title: text(reader, table, "title", node)?,
        owner: text(reader, table, "owner", node)?,
        stage: table
            .get("stage")
            .and_then(|_| word(reader, table, "stage", node)),
        due: date(reader, table, "due"),
        waits,
        note: table.get("note").and_then(|n| reader.string(n)),
        confidence: word(reader, table, "confidence", node)?,
    })
}

fn read_misquote(reader: &mut Reader, node: &Node<'_>, known: &Known<'_>) -> Option<Misquote> {
    let table = reader.table(node)?;
    reader.only(table, &MISQUOTE, "a slip");
    let right = reader.need(table, "right", &node.span(), "a slip")?;
    Some(Misquote {
        wrong: text(reader, table, "wrong", node)?,
        right: known.must_be(reader, right, &["source"])?,
        note: table.get("note").and_then(|n| reader.string(n)),
    })
}
