//! All messages of the interface: those of the domain and the page texts of each slice.

use std::sync::LazyLock;

use app::words::{Source, Words};

/// Page texts, one line a slice.
pub const SOURCES: &[Source] = &[
    app::words_of!("shell", "../../templates/shell"),
    app::words_of!("studies", "../../templates/studies"),
    app::words_of!("home", "../../templates/home"),
    app::words_of!("accounts", "../../templates/accounts"),
    app::words_of!("audit", "../../templates/audit"),
    app::words_of!("letters", "../../templates/letters"),
    app::words_of!("corrections", "../../templates/corrections"),
    app::words_of!("demo", "../../templates/demo"),
    app::words_of!("guidelines", "../../templates/guidelines"),
    app::words_of!("holidays", "../../templates/holidays"),
    app::words_of!("hosts", "../../templates/hosts"),
    app::words_of!("meetings", "../../templates/meetings"),
    app::words_of!("nominations", "../../templates/nominations"),
    app::words_of!("notices", "../../templates/notices"),
    app::words_of!("people", "../../templates/people"),
    app::words_of!("placements", "../../templates/placements"),
    app::words_of!("screenings", "../../templates/screenings"),
    app::words_of!("policies", "../../templates/policies"),
    app::words_of!("programmes", "../../templates/programmes"),
    app::words_of!("simulations", "../../templates/simulations"),
    app::words_of!("regulations", "../../templates/regulations"),
];

/// The messages of domain and pages, read once.
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&all()));
    &WORDS
}

fn all() -> Vec<Source> {
    app::words::SOURCES.iter().chain(SOURCES).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use app::words::check;

    #[test]
    fn every_message_stands_once_in_both_languages_with_the_same_arguments() {
        assert_eq!(check::problems(&super::all()), Vec::<String>::new());
    }

    #[test]
    fn every_key_used_by_pages_and_templates_has_a_message() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (folder, extension) in [("templates", "html"), ("src", "rs")] {
            assert_eq!(
                check::unknown_keys(&root.join(folder), &[extension], &super::all()),
                Vec::<String>::new()
            );
        }
    }
}
