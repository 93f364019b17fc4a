//! Tones of badges and messages: each has an icon, since colour alone says nothing to many readers.

/// The icon of a tone: `ok`, `wait`, `warn`, `stop`, `info`; anything else is plain.
pub fn tone_icon(tone: impl AsRef<str>) -> &'static str {
    match tone.as_ref() {
        "ok" => "circle-check",
        "wait" => "clock",
        "warn" => "alert-triangle",
        "stop" => "circle-x",
        "info" => "info-circle",
        _ => "circle-dashed",
    }
}

/// The tone of a verdict: `met`, `unmet` or `unknown`. What is not met yet warns; it does not scold.
pub fn verdict_tone(verdict: impl AsRef<str>) -> &'static str {
    match verdict.as_ref() {
        "met" => "ok",
        "unmet" => "warn",
        _ => "info",
    }
}

/// Whether two words are the same, however often a template borrowed them.
pub fn is(word: impl AsRef<str>, other: impl AsRef<str>) -> bool {
    word.as_ref() == other.as_ref()
}
