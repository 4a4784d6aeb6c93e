//! The project that is measured.

use crate::{Result, project, tree};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Settings under which no listing is old: how long ago a survey was is not what is measured.
const SETTINGS: &str = r#"title: "Bench"
description: "A directory that is only measured. Sample data, do not use it to seek care."
base_url: "https://bench.example.org/"
languages: [en]
theme: default
demonstration: sample
freshness:
  aging_days: 3648
  stale_days: 3649
  demote_days: 3650
page_size: 100
feed_size: 50
# Repeated listings are scattered, some of them over a border.
severity:
  place/point-state: info
"#;

/// A folder with waypost.yaml and content.
pub(crate) struct Site {
    root: PathBuf,
    date_seconds: i64,
}

impl Site {
    /// A site that is built as of now.
    pub(crate) fn create(root: &Path) -> Result<Self> {
        Self::create_as_of(root, jiff::Timestamp::now().as_second())
    }

    /// A site that is built as of a moment, in seconds since 1970.
    pub(crate) fn create_as_of(root: &Path, date_seconds: i64) -> Result<Self> {
        fs::create_dir_all(root.join("content"))?;
        fs::write(root.join("waypost.yaml"), SETTINGS)?;
        Ok(Self { root: root.to_path_buf(), date_seconds })
    }

    /// Says whether the site has a search.
    pub(crate) fn search(&self, has: bool) -> Result<()> {
        let setting = if has { "" } else { "search: none\n" };
        Ok(fs::write(self.root.join("waypost.yaml"), format!("{SETTINGS}{setting}"))?)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// The moment as of which this site is built, in seconds since 1970.
    pub(crate) fn date_seconds(&self) -> i64 {
        self.date_seconds
    }

    /// A command of the binary on the site. The date is fixed, so that a run over midnight builds one site.
    pub(crate) fn command(&self, waypost: &Path, verb: &str) -> Command {
        let mut command = Command::new(waypost);
        command.env("SOURCE_DATE_EPOCH", self.date_seconds.to_string());
        command.arg("--project").arg(&self.root).arg(verb);
        command
    }

    /// The guides and pages of the demonstration site, where the content has none of its own.
    pub(crate) fn add_texts(&self) -> Result<()> {
        for folder in ["guides", "pages"] {
            let (ours, theirs) = (project::root().join("content").join(folder), self.content().join(folder));
            if ours.is_dir() && !theirs.exists() {
                tree::copy(&ours, &theirs)?;
            }
        }
        Ok(())
    }

    /// Paths of all listings, in order.
    pub(crate) fn listings(&self) -> Result<Vec<PathBuf>> {
        let dir = self.content().join("providers");
        if !dir.is_dir() {
            return Err(format!("{} is missing: there is nothing to measure", dir.display()).into());
        }
        let files = tree::files(&dir)?;
        Ok(files.iter().filter(|path| path.extension().is_some_and(|e| e == "md")).map(|path| dir.join(path)).collect())
    }

    /// Repeats listings under new slugs, names, streets and numbers until there are `count`.
    pub(crate) fn repeat_to(&self, count: usize) -> Result<()> {
        let originals = self.listings()?;
        let missing = count.saturating_sub(originals.len());
        for (path, number) in originals.iter().cycle().zip(originals.len() + 1..).take(missing) {
            // An address has at most 80 characters.
            let stem: String = path.file_stem().unwrap_or_default().to_string_lossy().chars().take(64).collect();
            let slug = format!("{}-{number}", stem.trim_end_matches('-'));
            fs::write(path.with_file_name(slug + ".md"), repeated(&fs::read_to_string(path)?, number))?;
        }
        Ok(())
    }

    /// Changes the text of the listing in the middle by a function, and says where it is and what it was. `None` when the function
    /// finds nothing to change in any.
    pub(crate) fn edit(&self, change: impl Fn(&str) -> Option<String>) -> Result<Option<(PathBuf, String)>> {
        let listings = self.listings()?;
        for path in &listings[listings.len() / 2..] {
            let text = fs::read_to_string(path)?;
            if let Some(changed) = change(&text).filter(|changed| *changed != text) {
                fs::write(path, changed)?;
                return Ok(Some((path.clone(), text)));
            }
        }
        Ok(None)
    }

    /// Changes the first phone of the listing in the middle, and says which and to what.
    pub(crate) fn edit_phone(&self, times: usize) -> Result<Edit> {
        let listings = self.listings()?;
        let mut candidates = listings[listings.len() / 2..].iter();
        let (path, text, at) = candidates
            .find_map(|path| {
                let text = fs::read_to_string(path).ok()?;
                let at = last_digits(&text)?;
                Some((path, text, at))
            })
            .ok_or("no listing with a phone to edit")?;
        let old: usize = text[at..at + 4].parse()?;
        let new = (old + times + 1) % 10_000;
        let edited = format!("{}{new:04}{}", &text[..at], &text[at + 4..]);
        let digits = edited[at - 8..at + 4].chars().filter(char::is_ascii_digit).collect();
        let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        fs::write(path, edited)?;
        Ok(Edit { slug, digits })
    }
}

/// One change to one listing.
pub(crate) struct Edit {
    pub(crate) slug: String,
    /// The new number, ten digits.
    pub(crate) digits: String,
}

/// Where the last four digits of the first number of the form 205-555-0142 under `phones` begin.
fn last_digits(text: &str) -> Option<usize> {
    let phones = text.find("\nphones:")?;
    let number = phones + text[phones..].find("number: ")? + "number: ".len();
    let number = number + usize::from(text[number..].starts_with('"'));
    let is_phone = text.get(number..number + 12)?.bytes().enumerate().all(|(place, byte)| match place {
        3 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_phone.then_some(number + 8)
}

/// How far a repeated listing may lie from its original, in degrees of latitude and longitude: about 14 miles.
const SPREAD: f64 = 0.2;

/// A number from -1 to 1 that is another one for each pair.
fn scattered(number: usize, salt: usize) -> f64 {
    let mixed = (number * 2 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    mixed as f64 / (1_u64 << 23) as f64 - 1.0
}

/// A listing's text as another program's: the lines that would name the same place twice are changed, and it lies a
/// little elsewhere.
fn repeated(text: &str, number: usize) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for line in text.lines() {
        if line.starts_with("aliases:") {
            continue;
        }
        let changed = if let Some(name) = line.strip_prefix("name: ") {
            let name: String = name.trim_matches('"').chars().take(110).collect();
            format!("name: \"{} {number}\"", name.trim_end_matches('\\'))
        } else if let Some(street) = line.strip_prefix("  street: \"") {
            format!("  street: \"{number}-{street}")
        } else if let Some((key, degrees)) = coordinate(line) {
            format!("  {key}: {:.6}", degrees + SPREAD * scattered(number, usize::from(key == "lon")))
        } else if let Some(at) = line.find("samhsa: \"").map(|at| at + "samhsa: \"".len()) {
            format!("{}{number}-{}", &line[..at], &line[at..])
        } else {
            line.to_owned()
        };
        out.push_str(&changed);
        out.push('\n');
    }
    if let Some(at) = last_digits(&out) {
        let digits: usize = out[at..at + 4].parse().unwrap_or(0);
        out.replace_range(at..at + 4, &format!("{:04}", (digits + 137 * number) % 10_000));
    }
    out
}

/// `  lat: 39.158028`
fn coordinate(line: &str) -> Option<(&str, f64)> {
    let (key, degrees) = line.strip_prefix("  ")?.split_once(": ")?;
    if matches!(key, "lat" | "lon") { Some((key, degrees.parse().ok()?)) } else { None }
}

/// Unpacks a gzipped table beside the site.
pub(crate) fn unpack(table: &Path, into: &Path) -> Result<PathBuf> {
    let packed =
        File::open(table).map_err(|error| format!("{}: {error}; it holds the listings to measure", table.display()))?;
    let unpacked = into.join(table.file_stem().unwrap_or_default());
    io::copy(&mut flate2::read::MultiGzDecoder::new(packed), &mut File::create(&unpacked)?)?;
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LISTING: &str = "---\nname: \"Alder Creek\"\naliases: [old]\nlocation:\n  street: \"7 Main St\"\nphones:\n  - \
                           { number: \"205-555-0142\" }\n---\n";

    #[test]
    fn a_repeated_listing_has_its_own_name_street_and_number_and_no_aliases() {
        let expected = "---\nname: \"Alder Creek 2\"\nlocation:\n  street: \"2-7 Main St\"\nphones:\n  - { number: \
                        \"205-555-0416\" }\n---\n";
        assert_eq!(repeated(LISTING, 2), expected);
    }

    #[test]
    fn a_repeated_listing_lies_near_its_original_and_not_on_it() {
        let text = "---\nlocation:\n  lat: 39.5\n  lon: -123.5\n---\n";
        let mut places = std::collections::BTreeSet::new();
        for number in 2..100 {
            let again = repeated(text, number);
            let degrees: Vec<f64> = again.lines().filter_map(coordinate).map(|(_, degrees)| degrees).collect();
            assert!((degrees[0] - 39.5).abs() <= SPREAD && (degrees[1] + 123.5).abs() <= SPREAD, "{again}");
            assert!(places.insert(again), "{number} lies where another one lies");
        }
    }

    #[test]
    fn an_edit_changes_one_number_and_says_which() {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::create(folder.path()).unwrap();
        let file = site.content().join("providers/al/alder-creek.md");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, LISTING).unwrap();
        let edit = site.edit_phone(0).unwrap();
        assert_eq!((edit.slug.as_str(), edit.digits.as_str()), ("alder-creek", "2055550143"));
        assert_eq!(fs::read_to_string(&file).unwrap(), LISTING.replace("0142", "0143"));
    }

    #[test]
    fn listings_are_repeated_up_to_the_count() {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::create(folder.path()).unwrap();
        let dir = site.content().join("providers/al");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("a.md"), LISTING).unwrap();
        fs::write(dir.join("b.md"), LISTING).unwrap();
        site.repeat_to(5).unwrap();
        site.repeat_to(10).unwrap();
        assert_eq!(site.listings().unwrap().len(), 10);
    }
}
