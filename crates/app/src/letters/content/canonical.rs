//! Canonical JSON: one text for one content, so that its digest can be checked anywhere (docs/letter-token.md).

use serde_json::Value;

/// The canonical text: keys in ascending order at every level, no white space, strings with the fewest escapes.
///
/// Frozen contents hold strings, whole numbers, booleans, null, lists and objects with ASCII keys; for these the text
/// is that of RFC 8785.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

/// SHA-256 of the canonical text.
pub fn digest(value: &Value) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(canonical(value).as_bytes()).into()
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_unstable();
            text.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(fields.get(key).unwrap_or(&Value::Null), text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}
