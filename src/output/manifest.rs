//! The list of everything that was written, kept in the output folder.
//!
//! JSON with one file a line: path, fingerprint of what it was made from, hash of its bytes, size, time of change.

use std::fs::Metadata;
use std::io::Write as _;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize, de};

use super::path;

/// Raised when the meaning of the manifest changes.
const VERSION: u32 = 1;

/// 16 bytes that stand for an input or for bytes: the beginning of a BLAKE3 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from(blake3::hash(bytes))
    }

    /// 32 hexadecimal digits.
    pub(super) fn hex(self) -> String {
        hex(&self.0)
    }

    /// Reads what [`Fingerprint::hex`] wrote.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }
}

impl From<blake3::Hash> for Fingerprint {
    fn from(hash: blake3::Hash) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        Self(short)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::from_hex(text).ok_or_else(|| de::Error::custom("32 hexadecimal digits are expected"))
    }
}

/// Size in bytes and time of change in nanoseconds since 1970: a change of a file by anybody changes one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) size: u64,
    pub(super) changed: i64,
}

impl Stat {
    pub(super) fn of(meta: &Metadata) -> Self {
        let nanoseconds = |n: u128| i64::try_from(n).unwrap_or(i64::MAX);
        let changed = meta.modified().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
            Ok(after) => nanoseconds(after.as_nanos()),
            Err(before) => -nanoseconds(before.duration().as_nanos()),
        });
        Self { size: meta.len(), changed }
    }
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: String,
    /// What it was made from.
    pub(super) fingerprint: Fingerprint,
    /// Its bytes.
    pub(super) content: Fingerprint,
    pub(super) stat: Stat,
}

/// The entries, sorted by path, and the caller's own bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) entries: Vec<Entry>,
    pub(super) memo: Vec<u8>,
}

type Row<'a> = (std::borrow::Cow<'a, str>, Fingerprint, Fingerprint, u64, i64);

#[derive(Deserialize)]
struct File<'a> {
    version: u32,
    memo: &'a str,
    #[serde(borrow)]
    files: Vec<Row<'a>>,
}

impl Manifest {
    /// Reads a manifest. `None`: it is damaged, of another version, or lists a path no build can have written.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let file: File<'_> = serde_json::from_slice(bytes).ok()?;
        let mut entries = Vec::with_capacity(file.files.len());
        for (path, fingerprint, content, size, changed) in file.files {
            if path::fault(&path).is_some() {
                return None;
            }
            entries.push(Entry { path: path.into_owned(), fingerprint, content, stat: Stat { size, changed } });
        }
        let sorted = entries.is_sorted_by(|a, b| a.path < b.path);
        (file.version == VERSION && sorted).then_some(())?;
        Some(Self { entries, memo: unhex(file.memo)? })
    }

    /// The bytes that [`Manifest::parse`] reads.
    pub(super) fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut out = format!("{{\"version\":{VERSION},\"memo\":\"{}\",\"files\":[", hex(&self.memo)).into_bytes();
        for (number, entry) in self.entries.iter().enumerate() {
            out.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
            out.push(b'[');
            serde_json::to_writer(&mut out, &entry.path)?;
            let (made_from, content) = (entry.fingerprint.hex(), entry.content.hex());
            write!(out, ",\"{made_from}\",\"{content}\",{},{}]", entry.stat.size, entry.stat.changed)
                .map_err(serde_json::Error::io)?;
        }
        out.extend_from_slice(b"\n]}\n");
        Ok(out)
    }

    /// The place of `path` among the entries.
    pub(super) fn position(&self, path: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for b in bytes {
        text.push(char::from(DIGITS[usize::from(b >> 4)]));
        text.push(char::from(DIGITS[usize::from(b & 15)]));
    }
    text
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry {
            path: path.into(),
            fingerprint: Fingerprint::of(path.as_bytes()),
            content: Fingerprint::of(b"bytes"),
            stat: Stat { size: 5, changed: -1_234_567_890_123 },
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest =
            Manifest { entries: vec![entry("a \"b\".html"), entry("é/index.html")], memo: vec![0, 255, 16] };
        assert_eq!(Manifest::parse(&manifest.encode().unwrap()), Some(manifest));
        let empty = Manifest::default();
        assert_eq!(Manifest::parse(&empty.encode().unwrap()), Some(empty));
    }

    #[test]
    fn each_file_has_its_line() {
        let manifest = Manifest { entries: vec![entry("a"), entry("b")], memo: Vec::new() };
        let text = String::from_utf8(manifest.encode().unwrap()).unwrap();
        assert_eq!(text.lines().count(), 4);
        assert!(text.lines().nth(1).unwrap().starts_with("[\"a\",\""));
    }

    #[test]
    fn a_damaged_or_dangerous_list_is_not_believed() {
        let good =
            String::from_utf8(Manifest { entries: vec![entry("a"), entry("b")], memo: vec![1] }.encode().unwrap());
        let good = good.unwrap();
        for bad in [
            good.replace("\"version\":1", "\"version\":2"),
            good.replace("\"a\"", "\"../a\""),
            good.replace("\"a\"", "\"/etc/a\""),
            good.replace("\"a\"", "\"b\""),
            good.replace("\"a\"", "\"c\""),
            good.replace("\"memo\":\"01\"", "\"memo\":\"0\""),
            good.replace("\"memo\":\"01\"", "\"memo\":\"0g\""),
            good[..good.len() / 2].to_owned(),
            String::new(),
            "[]".into(),
        ] {
            assert_eq!(Manifest::parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
