//! Any text as a condition: the parser and the type checker end without a panic, and what is accepted can be evaluated.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Calendar, Facts, Inputs, Policy, screen_one};

const HEAD: &str = "id = \"f\"\nversion = \"1\"\ntitle = \"f\"\napplies_to = \"magang\"\nvalid_from = 2020-01-01\n\
                    [[rule]]\nid = \"f\"\nsays = \"f\"\nforce = \"warn\"\ncite = []\nrequire = '''";

fuzz_target!(|text: &str| {
    if text.contains("'''") {
        return;
    }
    let Ok(policy) = Policy::parse("f", &format!("{HEAD}{text}'''\n")) else {
        return;
    };
    let calendar = Calendar::default();
    let Ok(at) = "2026-01-15".parse() else { return };
    let _ = screen_one(&policy, &Facts::person(), &Facts::case(), at, &Inputs::new(&calendar));
});
