//! The one source of secrets and seeds.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

/// Where unpredictable bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills `buffer` with unpredictable bytes.
    fn fill(&self, buffer: &mut [u8]);

    /// 32 unpredictable bytes as base64url text (43 characters): a session or one-time secret.
    fn secret(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0u8; 32];
        self.fill(&mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// The operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[allow(clippy::expect_used)] // without random numbers no secret may be made: stop
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives random numbers");
    }
}

/// Repeatable bytes for tests: SHA-256 of a seed and a counter. Never for real secrets.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: String,
    counter: Mutex<u64>,
}

impl SeededEntropy {
    /// A stream that depends on `seed` alone.
    pub fn new(seed: impl Into<String>) -> Self {
        Self {
            seed: seed.into(),
            counter: Mutex::new(0),
        }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut counter = self
            .counter
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(self.seed.as_bytes())
                .chain_update(counter.to_be_bytes())
                .finalize();
            *counter += 1;
            for (byte, random) in chunk.iter_mut().zip(block.iter()) {
                *byte = *random;
            }
        }
    }
}
