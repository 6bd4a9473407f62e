//! The hash by which a project file is known to its history and to its own last line.

use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// SHA-256 (FIPS 180-4) of a file read with CR LF as LF; written as 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of these bytes, which have no CR LF.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::default();
        hasher.update(bytes);
        hasher.hash()
    }

    /// Its bytes.
    pub(in crate::storage) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is not 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("It is not a SHA-256: that is 64 hexadecimal digits in lower case.")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotAHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair.iter().fold(0, |value, digit| {
                value << 4
                    | if digit.is_ascii_digit() {
                        digit - b'0'
                    } else {
                        digit - b'a' + 10
                    }
            });
        }
        Ok(Self(bytes))
    }
}

/// Hashes a file part by part, and says the hash of what it has seen so far.
#[derive(Clone, Default)]
pub(in crate::storage) struct Hasher(Sha256);

impl Hasher {
    pub(in crate::storage) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(in crate::storage) fn hash(&self) -> Hash {
        Hash(self.0.clone().finalize().into())
    }
}

/// Reads CR LF as LF: version control rewrites line ends on its way to a working copy.
pub(in crate::storage) fn with_lf(bytes: Vec<u8>) -> Vec<u8> {
    if memchr::memmem::find(&bytes, b"\r\n").is_none() {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(&bytes, b"\r\n") {
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_prints_and_reads() {
        let hash = Hash::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse(), Ok(hash));
        for wrong in ["", &text[1..], &text.to_uppercase(), &text.replace('b', "g")] {
            assert_eq!(wrong.parse::<Hash>(), Err(NotAHash));
        }
    }

    #[test]
    fn only_cr_lf_becomes_lf() {
        for (bytes, read) in [
            ("", ""),
            ("a\nb", "a\nb"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("\r\r\n\n\r", "\r\n\n\r"),
        ] {
            assert_eq!(with_lf(bytes.into()), read.as_bytes());
        }
    }
}
