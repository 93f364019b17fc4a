//! The policy engine seen from outside: shipped files, diagnostics, explanations, properties.

mod shipped;
