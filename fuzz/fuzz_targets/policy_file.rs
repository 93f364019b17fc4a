//! Any text as a policy file: reading, checking and formatting it ends without a panic, and formatting twice is formatting once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Policy, Register, format};

fuzz_target!(|text: &str| {
    let Ok(register) = Register::parse("r", "") else {
        return;
    };
    if let Ok(policy) = Policy::parse("f", text) {
        let _ = policy.check(&register);
    }
    if let Ok(once) = format("f", text) {
        assert_eq!(format("f", &once).as_ref(), Ok(&once));
    }
});
