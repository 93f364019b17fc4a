//! Makes user text safe to set: refuses what cannot be printed, and lets very long words break.

use serde_json::Value;

use crate::RenderError;
use crate::world::covers;

/// Words up to this length fit the narrowest column; longer ones get invisible places to break.
const LONGEST_WORD: usize = 24;
/// Distance of the places to break in a longer word.
const PIECE: usize = 12;

/// Walks every text of `value`; `path` names where it stands.
pub(crate) fn clean(value: &mut Value, path: &mut String) -> Result<(), RenderError> {
    let length = path.len();
    match value {
        Value::String(text) => *text = clean_text(text, path)?,
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push_str(&format!("[{index}]"));
                clean(item, path)?;
                path.truncate(length);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields.iter_mut() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
                clean(item, path)?;
                path.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

fn clean_text(text: &str, path: &str) -> Result<String, RenderError> {
    let mut out = String::with_capacity(text.len());
    let mut letters = 0;
    for (index, character) in text.char_indices() {
        // A tab or line break inside a field is a slip of copying; a letter decides its own lines.
        let character = match character {
            '\t' | '\n' | '\r' => ' ',
            other => other,
        };
        if hides(character) || (!covers(character) && !combines(character)) {
            return Err(RenderError::Character {
                path: path.to_owned(),
                character,
            });
        }
        if character.is_alphanumeric() || character == '_' {
            if letters == 0 {
                let word = text
                    .get(index..)
                    .unwrap_or_default()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .take(LONGEST_WORD + 1)
                    .count();
                letters = if word > LONGEST_WORD { 1 } else { usize::MAX };
            } else if letters != usize::MAX {
                if letters % PIECE == 0 {
                    out.push('\u{200B}');
                }
                letters += 1;
            }
        } else {
            letters = 0;
        }
        out.push(character);
    }
    Ok(out)
}

/// Control characters and the invisible ones that reorder or hide text (Unicode bidi controls, joiners, BOM).
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Combining accents join with the letter before them and need no sign of their own.
fn combines(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}')
}
