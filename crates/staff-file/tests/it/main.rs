//! Tests of the crate from outside: the import worker as a real process, the reader on arbitrary bytes.

mod worker;
