//! Any text as a policy file: reading, checking and formatting it ends without a panic, and formatting twice is formatting once.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| policy::fuzzing::file(text));
