//! A reader of the format, written from its page alone.

use super::super::{Export, FOLDER};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read as _;

/// Bytes from the front.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }

    pub(super) fn u8(&mut self) -> u8 {
        self.take(1)[0]
    }

    pub(super) fn var(&mut self) -> u32 {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = self.u8();
            n |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return n;
            }
            shift += 7;
        }
    }

    pub(super) fn count(&mut self) -> usize {
        self.var() as usize
    }

    pub(super) fn zig(&mut self) -> i32 {
        let n = self.var();
        (n >> 1) as i32 ^ -((n & 1) as i32)
    }

    pub(super) fn f32(&mut self) -> f32 {
        f32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    pub(super) fn text(&mut self) -> &'a str {
        let n = self.count();
        std::str::from_utf8(self.take(n)).unwrap()
    }

    pub(super) fn lines(&mut self, n: usize) -> Vec<&'a str> {
        let text = self.text();
        let lines: Vec<&str> = if n == 0 { Vec::new() } else { text.split('\n').collect() };
        assert_eq!(lines.len(), n);
        lines
    }

    pub(super) fn front(&mut self, n: usize) -> Vec<String> {
        let shared: Vec<usize> = (0..n).map(|_| self.count()).collect();
        let mut last: Vec<u16> = Vec::new();
        let texts = shared.into_iter().zip(self.lines(n)).map(|(shared, rest)| {
            last.truncate(shared);
            last.extend(rest.encode_utf16());
            String::from_utf16(&last).unwrap()
        });
        texts.collect()
    }

    pub(super) fn ascending(&mut self, n: usize) -> Vec<u32> {
        let mut last = 0;
        std::iter::repeat_with(|| {
            last += self.var();
            last
        })
        .take(n)
        .collect()
    }

    pub(super) fn set(&mut self, n: usize) -> Vec<u32> {
        match self.u8() {
            0 => (0..n as u32).collect(),
            1 => {
                let bits = self.take(n.div_ceil(8));
                (0..n as u32).filter(|i| bits[*i as usize >> 3] >> (i & 7) & 1 == 1).collect()
            }
            2 => {
                let mut next = 0;
                let mut list = Vec::new();
                for _ in 0..self.count() {
                    list.push(next + self.var());
                    next = list[list.len() - 1] + 1;
                }
                list
            }
            form => panic!("a set of form {form}"),
        }
    }

    pub(super) fn columns(&mut self, n: usize) -> BTreeMap<u32, Vec<u32>> {
        let mut term = 0;
        let mut columns = BTreeMap::new();
        for _ in 0..self.count() {
            term += self.var();
            assert!(columns.insert(term, self.set(n)).is_none(), "term {term} twice");
        }
        columns
    }

    pub(super) fn end(&self) {
        assert!(self.0.is_empty(), "{} bytes too many", self.0.len());
    }
}

/// An export as a browser meets it.
pub(super) struct Files<'a> {
    pub(super) by_name: BTreeMap<&'a str, &'a [u8]>,
    pub(super) manifest: Value,
}

impl<'a> Files<'a> {
    pub(super) fn open(export: &'a Export) -> Self {
        let by_name: BTreeMap<&str, &[u8]> =
            export.files.iter().map(|(path, bytes)| (path.strip_prefix(FOLDER).unwrap(), &**bytes)).collect();
        assert_eq!(by_name.len(), export.files.len());
        let manifest = serde_json::from_slice(&content("m", by_name[&*export.manifest])).unwrap();
        Self { by_name, manifest }
    }

    /// The content of the file `name` with this hash.
    pub(super) fn read(&self, name: &str, hash: &str) -> Vec<u8> {
        content(name, self.by_name[&*format!("{name}-{hash}.bin")])
    }

    pub(super) fn number(&self, key: &str) -> usize {
        self.manifest[key].as_u64().unwrap() as usize
    }

    /// The files of a kind whose hashes are `value`: numbers and contents.
    pub(super) fn all(&self, kind: &str, value: &Value) -> Vec<(usize, Vec<u8>)> {
        let hashes: Vec<&str> = text_parts(value, 6);
        hashes
            .iter()
            .enumerate()
            .filter(|(_, hash)| !hash.trim().is_empty())
            .map(|(n, hash)| (n, self.read(&format!("{kind}{n}"), hash)))
            .collect()
    }
}

pub(super) fn text_parts(value: &Value, n: usize) -> Vec<&str> {
    let text = value.as_str().unwrap();
    (0..text.len() / n).map(|i| &text[i * n..(i + 1) * n]).collect()
}

pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Unpacks a file and checks that it says its name.
pub(super) fn content(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match bytes[0] {
        b'W' => _ = flate2::read::DeflateDecoder::new(&bytes[1..]).read_to_end(&mut plain).unwrap(),
        b'w' => plain.extend(&bytes[1..]),
        other => panic!("{name} begins with {other}"),
    }
    let rest = plain.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(&[0])).expect("says its name");
    rest.to_vec()
}
