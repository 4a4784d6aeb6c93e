//! ZIP codes as people write them.

use std::fmt;
use std::str::FromStr;

/// A five-digit ZIP code. A text, not a number: leading zeros count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip(u32);

/// Why a text is no ZIP code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipError {
    /// There is something other than digits before the hyphen.
    NotDigits,
    /// Three or four digits: most often leading zeros that a spreadsheet took away.
    LostZero,
    /// Some other number of digits than five.
    Length,
    /// What follows the hyphen is not four digits.
    Extension,
    /// All zeros, which is no ZIP.
    Zeros,
}

impl Zip {
    /// The first three digits, which name a sorting center and not always one state: `"350"`.
    pub fn prefix(self) -> String {
        format!("{:03}", self.0 / 100)
    }
}

impl FromStr for Zip {
    type Err = ZipError;

    /// Reads `35007` and `35007-1234`; the last four digits are dropped.
    fn from_str(text: &str) -> Result<Self, ZipError> {
        let (five, extension) = match text.trim().split_once('-') {
            Some((five, extension)) => (five, Some(extension)),
            None => (text.trim(), None),
        };
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(five) {
            return Err(ZipError::NotDigits);
        }
        match five.len() {
            5 => {}
            3 | 4 => return Err(ZipError::LostZero),
            _ => return Err(ZipError::Length),
        }
        if extension.is_some_and(|e| e.len() != 4 || !digits(e)) {
            return Err(ZipError::Extension);
        }
        match five.parse() {
            Ok(0) => Err(ZipError::Zeros),
            Ok(number) => Ok(Self(number)),
            Err(_) => Err(ZipError::NotDigits),
        }
    }
}

impl fmt::Display for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

impl fmt::Display for ZipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDigits => "a ZIP code is five digits",
            Self::LostZero => "a ZIP code is five digits; its leading zero may have been lost",
            Self::Length => "a ZIP code is five digits, or five, a hyphen and four",
            Self::Extension => "after the hyphen of a ZIP code come four digits",
            Self::Zeros => "00000 is no ZIP code",
        })
    }
}

impl std::error::Error for ZipError {}

/// Whether `zip` is military or diplomatic mail (APO, FPO, DPO): prefixes 090 to 098, 340 and 962 to 966. Such a ZIP
/// has no place on the map; its post is handed on from New York, Miami or San Francisco.
pub fn is_military(zip: Zip) -> bool {
    matches!(zip.0 / 100, 90..=98 | 340 | 962..=966)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Zip, ZipError, is_military};

    fn zip(text: &str) -> Result<Zip, ZipError> {
        text.parse()
    }

    #[test]
    fn both_written_forms_are_read_and_leading_zeros_stay() {
        assert_eq!(zip("35007").unwrap().to_string(), "35007");
        assert_eq!(zip("35007-1234"), zip("35007"));
        assert_eq!(zip(" 00601 ").unwrap().to_string(), "00601");
        assert_eq!(zip("00601").unwrap().prefix(), "006");
    }

    #[test]
    fn every_refusal_says_why() {
        for (text, reason) in [
            ("", ZipError::NotDigits),
            ("3500a", ZipError::NotDigits),
            ("K1A 0B1", ZipError::NotDigits),
            ("٣٥٠٠٧", ZipError::NotDigits),
            ("+5007", ZipError::NotDigits),
            ("6401", ZipError::LostZero),
            ("601", ZipError::LostZero),
            ("35", ZipError::Length),
            ("350071234", ZipError::Length),
            ("35007-", ZipError::Extension),
            ("35007-123", ZipError::Extension),
            ("35007-1234-5", ZipError::Extension),
            ("00000", ZipError::Zeros),
        ] {
            assert_eq!(zip(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn military_mail_is_known_by_its_prefix() {
        for text in ["09001", "09899", "34002", "96201", "96365", "96699"] {
            assert!(is_military(zip(text).unwrap()), "{text}");
        }
        for text in ["08999", "09999", "33999", "34101", "96150", "96701", "96860"] {
            assert!(!is_military(zip(text).unwrap()), "{text}");
        }
    }
}
