//! The domain, one module a slice, without HTTP.

pub mod words;
