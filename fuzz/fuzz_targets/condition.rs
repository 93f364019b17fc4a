//! Any text as a condition: what is accepted is explained, screened by columns and written as SQL, with bounded work.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| policy::fuzzing::condition(text));
