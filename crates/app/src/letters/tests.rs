//! Letters from outside: lifecycle, immutability, codes, uploads, runs, access.

mod announced;
mod code;
mod life;
mod packs;
mod sets;
