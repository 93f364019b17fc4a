//! What comes out of the crate, read back by other programs: poppler reads the PDF, zbar the QR code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails by panicking"
)]

mod docx;
mod hostile;
mod letters;
mod qr;
mod tools;
mod xlsx;
