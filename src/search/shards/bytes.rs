//! Numbers, texts and sets as bytes: the section *Numbers* of `docs/search-format.md`.

/// The content of a file while it is written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    /// One byte.
    pub(super) fn u8(&mut self, n: u8) -> &mut Self {
        self.0.push(n);
        self
    }

    /// Seven bits a byte, low ones first.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn var(&mut self, n: u32) -> &mut Self {
        let mut n = n;
        while n >= 0x80 {
            self.0.push((n & 0x7f) as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
        self
    }

    /// How many of something follow.
    pub(super) fn count(&mut self, n: usize) -> &mut Self {
        self.var(u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// A number that may be negative.
    pub(super) fn zig(&mut self, n: i32) -> &mut Self {
        self.var(((n << 1) ^ (n >> 31)).cast_unsigned())
    }

    /// The bits of a number.
    pub(super) fn f32(&mut self, n: f32) -> &mut Self {
        self.raw(&n.to_le_bytes())
    }

    /// Bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Texts divided by line feeds, after their length in bytes. Control characters in them become blanks.
    pub(super) fn lines<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) -> &mut Self {
        let mut all = String::new();
        for (i, text) in texts.into_iter().enumerate() {
            if i > 0 {
                all.push('\n');
            }
            all.extend(text.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        self.count(all.len()).raw(all.as_bytes())
    }

    /// Texts as what they do not share with the one before: how much is shared, in the units of UTF-16, which are those of
    /// texts in browsers, then the rests as lines.
    pub(super) fn front(&mut self, texts: &[&str]) -> &mut Self {
        let mut rests = Vec::with_capacity(texts.len());
        let mut before = "";
        for text in texts {
            let equal = before.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a);
            let (units, bytes) = equal.fold((0, 0), |(units, bytes), c| (units + c.len_utf16(), bytes + c.len_utf8()));
            self.count(units);
            rests.push(&text[bytes..]);
            before = text;
        }
        self.lines(rests)
    }

    /// Ascending numbers as differences; the first one is to 0.
    pub(super) fn ascending(&mut self, numbers: impl IntoIterator<Item = u32>) -> &mut Self {
        let mut last = 0;
        for n in numbers {
            self.var(n - last);
            last = n;
        }
        self
    }

    /// A set of ascending documents below `n`.
    pub(super) fn set(&mut self, members: &[u32], n: usize) -> &mut Self {
        if members.len() == n {
            return self.u8(0);
        }
        let mut list = Self::default();
        list.count(members.len());
        let mut next = 0;
        for member in members {
            list.var(member - next);
            next = member + 1;
        }
        if list.0.len() < n.div_ceil(8) {
            return self.u8(2).raw(&list.0);
        }
        let mut bits = vec![0u8; n.div_ceil(8)];
        for member in members {
            bits[*member as usize >> 3] |= 1 << (member & 7);
        }
        self.u8(1).raw(&bits)
    }
}
