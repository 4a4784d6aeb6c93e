//! Content files: which there are, what each is, and where its front matter and body begin.

use crate::diagnostic::{self, Diagnostic, Place, Rule, rules};
use rayon::prelude::*;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Larger files are refused unread: a listing is a page of text.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// Larger front matter is refused: the longest real one has 9 KB.
const MAX_FRONT_MATTER_BYTES: usize = 64 << 10;

/// What a content file is, by where it lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `providers/<folder>/<slug>.md`
    Listing {
        /// The folder, a state code in small letters.
        folder: String,
        /// File name without its ending.
        slug: String,
    },
    /// `guides/<slug>.md` or `<language>/guides/<slug>.md`
    Guide {
        /// Language code; the site's first language when the file is not in a language folder.
        language: Option<String>,
        /// File name without its ending.
        slug: String,
    },
    /// `pages/<path>.md` or `<language>/pages/<path>.md`
    Page {
        /// Language code, as for a guide.
        language: Option<String>,
        /// Path below `pages`, without the ending: `about/how-we-list`.
        path: String,
    },
    /// `vocabulary/<name>.yaml`: a site's own terms.
    Vocabulary,
}

/// A content file that was found but not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is on disk.
    pub disk: PathBuf,
    /// The path shown to people: relative to the project, forward slashes.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

/// A file's text under the name that people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path shown to people.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// Bytes of the front matter within `text`, without the two lines of hyphens.
    pub front_matter: Range<usize>,
    /// Where the body begins.
    pub body: usize,
    /// blake3 of the bytes on disk.
    pub hash: [u8; 32],
}

impl Source {
    /// The place of the bytes `range` of the text.
    pub fn place(&self, range: Range<usize>) -> Place {
        Place::span(&*self.path, &self.text, range)
    }

    /// The text after the front matter.
    pub fn body(&self) -> &str {
        &self.text[self.body..]
    }

    /// A finding at the bytes `range`.
    pub fn finding(&self, rule: &Rule, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, message).at(self.place(range))
    }
}

/// Lists the content files below `content`, sorted by path. `shown` is the name of that folder for people.
/// Files that Waypost does not know are reported, hidden files and `README.md` are passed over.
pub fn find(content: &Path, shown: &str) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut findings = Vec::new();
    let root = content.canonicalize().unwrap_or_else(|_| content.to_owned());
    let mut folder = Folder::default();
    let walk = walkdir::WalkDir::new(content).follow_links(true).into_iter();
    for entry in walk.filter_entry(|e| e.depth() == 0 || !hidden(e.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let relative = slashes(entry.path().strip_prefix(content).unwrap_or(entry.path()));
                let path = format!("{shown}/{relative}");
                if entry.file_name() == "README.md" {
                    continue;
                }
                if folder.escapes(&entry, &root) {
                    findings.push(outside(path));
                    continue;
                }
                match kind_of(&relative) {
                    Some(kind) => found.push(Found { disk: entry.path().to_owned(), path, kind }),
                    None => findings.push(stray(path, &relative)),
                }
            }
            Ok(_) => {}
            Err(error) => findings.push(walk_error(&error, content, shown)),
        }
    }
    found.par_sort_by(|a, b| a.path.cmp(&b.path));
    diagnostic::sort(&mut findings);
    (found, findings)
}

fn hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The folder of the file looked at last, and whether a symbolic link leads to it. Asking the disk about the folders
/// above every single file would cost as much as reading the files.
#[derive(Default)]
struct Folder {
    path: PathBuf,
    linked: bool,
}

impl Folder {
    /// True when a file reached over symbolic links lies outside the content folder.
    fn escapes(&mut self, entry: &walkdir::DirEntry, root: &Path) -> bool {
        let above = entry.path().parent().unwrap_or(root);
        if self.path.as_os_str() != above.as_os_str() {
            // The content folder itself may be a link.
            self.linked = above.ancestors().take(entry.depth().saturating_sub(1)).any(Path::is_symlink);
            above.clone_into(&mut self.path);
        }
        let linked = self.linked || entry.path_is_symlink();
        linked && entry.path().canonicalize().is_ok_and(|real| !real.starts_with(root))
    }
}

fn outside(path: String) -> Diagnostic {
    Diagnostic::new(&rules::FILE_OUTSIDE, "this symbolic link leads out of the content folder")
        .at(Place::file(path))
        .help("copy the file into the content folder, or remove the link")
}

fn stray(path: String, relative: &str) -> Diagnostic {
    let help = match relative.split('/').next() {
        Some("providers") => "a listing is providers/<state>/<slug>.md, for example providers/al/alder-creek.md",
        Some("guides") => "a guide is guides/<slug>.md",
        _ => "content has the folders providers, guides, pages and vocabulary; remove the file or move it there",
    };
    Diagnostic::new(&rules::FILE_STRAY, "this file is not part of the site").at(Place::file(path)).help(help)
}

fn walk_error(error: &walkdir::Error, content: &Path, shown: &str) -> Diagnostic {
    let below = error.path().map(|p| slashes(p.strip_prefix(content).unwrap_or(p))).filter(|below| !below.is_empty());
    let path = below.map_or_else(|| shown.to_owned(), |below| format!("{shown}/{below}"));
    if let Some(ancestor) = error.loop_ancestor() {
        let back = slashes(ancestor.strip_prefix(content).unwrap_or(ancestor));
        let back = if back.is_empty() { "the content folder".to_owned() } else { format!("`{back}`") };
        return Diagnostic::new(&rules::FILE_LINK_LOOP, format!("this symbolic link leads back to {back}"))
            .at(Place::file(path))
            .help("remove the link");
    }
    let cause = error.io_error().map_or_else(|| "the folder could not be read".to_owned(), plain_io);
    Diagnostic::new(&rules::FILE_UNREADABLE, cause)
        .at(Place::file(path))
        .help("check that the file exists and that you may read it")
}

/// The cause of a failed read or write in plain words.
pub fn plain_io(error: &std::io::Error) -> String {
    use std::io::ErrorKind as E;
    match error.kind() {
        E::NotFound => "the file or folder does not exist".into(),
        E::PermissionDenied => "you are not allowed to open it".into(),
        E::StorageFull => "the disk is full".into(),
        E::ReadOnlyFilesystem => "the disk is read-only".into(),
        E::IsADirectory => "it is a folder, not a file".into(),
        E::NotADirectory => "a file stands where a folder is needed".into(),
        _ => error.to_string(),
    }
}

/// A path with forward slashes; names that are not UTF-8 are shown with replacement characters.
pub fn slashes(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What the file at `path` is, seen from the project; `None` for what is no content.
pub fn kind_at(path: &str) -> Option<Kind> {
    kind_of(path.strip_prefix("content/")?)
}

fn kind_of(relative: &str) -> Option<Kind> {
    let parts: Vec<&str> = relative.split('/').collect();
    if let ["vocabulary", name] = parts[..] {
        return (ends(name, "yaml") || ends(name, "yml")).then_some(Kind::Vocabulary);
    }
    let stem = relative.strip_suffix(".md")?;
    let parts: Vec<&str> = stem.split('/').collect();
    match parts[..] {
        ["providers", folder, slug] => Some(Kind::Listing { folder: folder.into(), slug: slug.into() }),
        ["guides", slug] => Some(Kind::Guide { language: None, slug: slug.into() }),
        ["pages", ref path @ ..] if !path.is_empty() => Some(Kind::Page { language: None, path: path.join("/") }),
        [language, "guides", slug] => Some(Kind::Guide { language: Some(language.into()), slug: slug.into() }),
        [language, "pages", ref path @ ..] if !path.is_empty() => {
            Some(Kind::Page { language: Some(language.into()), path: path.join("/") })
        }
        _ => None,
    }
}

fn ends(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ending))
}

/// Reads a file's bytes, refusing one that is too large before it is in memory.
pub fn read_bytes(found: &Found) -> Result<Vec<u8>, Diagnostic> {
    let fail = |error: std::io::Error| {
        Diagnostic::new(&rules::FILE_UNREADABLE, format!("this file cannot be read: {}", plain_io(&error)))
            .at(Place::file(&*found.path))
            .help("check that the file exists and that you may read it")
    };
    let size = std::fs::metadata(&found.disk).map_err(fail)?.len();
    if size > MAX_FILE_BYTES {
        return Err(too_large(&found.path, size));
    }
    std::fs::read(&found.disk).map_err(fail)
}

/// Writes `text` so that the file is either the old or the new one, never half of one. Makes the folders above it.
///
/// # Errors
/// Those of the disk. The old file stays then.
pub fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let old = std::fs::metadata(path).ok().map(|old| old.permissions());
    if old.as_ref().is_some_and(std::fs::Permissions::readonly) {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    // What a link leads to is replaced, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".waypost-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    match old {
        Some(old) => file.as_file().set_permissions(old)?,
        None => readable_by_all(file.as_file())?,
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private; what people write for a website is not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

fn too_large(path: &str, size: u64) -> Diagnostic {
    Diagnostic::new(
        &rules::FILE_TOO_LARGE,
        format!("this file has {} KB; at most {} KB are read", size >> 10, MAX_FILE_BYTES >> 10),
    )
    .at(Place::file(path))
    .help("shorten the text; pictures and documents do not belong into a listing")
}

/// Splits a file's bytes into front matter and body.
pub fn parse(path: &str, bytes: Vec<u8>) -> Result<Source, Diagnostic> {
    let hash = *blake3::hash(&bytes).as_bytes();
    let mut text = text_of(path, bytes)?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let (front_matter, body) = split(path, &text)?;
    if front_matter.len() > MAX_FRONT_MATTER_BYTES {
        let size = u64::try_from(front_matter.len()).unwrap_or(u64::MAX);
        return Err(Diagnostic::new(
            &rules::FILE_TOO_LARGE,
            format!("the front matter has {} KB; at most {} KB are read", size >> 10, MAX_FRONT_MATTER_BYTES >> 10),
        )
        .at(Place::file(path))
        .help("move long text below the second line of three hyphens"));
    }
    Ok(Source { path: path.to_owned(), text, front_matter, body, hash })
}

/// The bytes as text, or a finding that shows where they stop being UTF-8.
pub fn text_of(path: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Diagnostic::new(&rules::FILE_NOT_UTF8, "this file is encoded as UTF-16, not as UTF-8")
            .at(Place::file(path))
            .help("save the file again with the encoding UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        // The line as far as it can be read, so that the person finds the letter.
        let shown = String::from_utf8_lossy(&bytes);
        let valid = String::from_utf8_lossy(&bytes[..at]).len();
        Diagnostic::new(&rules::FILE_NOT_UTF8, "this file is not UTF-8 text")
            .at(Place::span(path, &shown, valid..valid + 3))
            .label("this letter is in another encoding")
            .help("save the file again with the encoding UTF-8")
    })
}

fn split(path: &str, text: &str) -> Result<(Range<usize>, usize), Diagnostic> {
    if text.trim().is_empty() {
        return Err(Diagnostic::new(&rules::FILE_EMPTY, "this file is empty")
            .at(Place::file(path))
            .help("write the facts between two lines of three hyphens, or remove the file"));
    }
    let mut lines = line_starts(text);
    let first = lines.next().unwrap_or(0..0);
    if !is_fence(&text[first.clone()]) {
        return Err(Diagnostic::new(&rules::YAML_NO_FRONT_MATTER, "this file does not begin with front matter")
            .at(Place::span(path, text, first.start..first.end))
            .label("the first line has to be three hyphens: ---")
            .help("begin the file with a line of three hyphens, then the facts, then another line of three hyphens"));
    }
    let begin = first.end;
    for line in lines {
        if is_fence(&text[line.clone()]) {
            return Ok((begin..line.start, line.end));
        }
    }
    Err(Diagnostic::new(&rules::YAML_UNCLOSED, "the front matter is never closed")
        .at(Place::span(path, text, first.start..first.start + 3))
        .label("it begins here")
        .help("put a line of three hyphens (---) after the last fact"))
}

/// Byte ranges of the lines, each with its line end.
fn line_starts(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn front_matter_and_body_are_found_with_any_line_end_and_a_byte_order_mark() {
        for text in
            ["---\nname: x\n---\nbody\n", "---\r\nname: x\r\n---\r\nbody\n", "\u{feff}---\nname: x\n---\nbody\n"]
        {
            let source = parse("a.md", text.as_bytes().to_vec()).unwrap();
            assert_eq!(source.text[source.front_matter.clone()].trim(), "name: x", "{text:?}");
            assert_eq!(source.body(), "body\n");
        }
    }

    #[test]
    fn broken_files_say_what_is_wrong() {
        let code = |bytes: &[u8]| parse("a.md", bytes.to_vec()).unwrap_err().code.into_owned();
        assert_eq!(code(b""), "file/empty");
        assert_eq!(code(b" \n\n"), "file/empty");
        assert_eq!(code(b"name: x\n"), "yaml/no-front-matter");
        assert_eq!(code(b"---\nname: x\n"), "yaml/unclosed-front-matter");
        assert_eq!(code(b"---\nname: caf\xe9\n---\n"), "file/not-utf8");
        assert_eq!(code(b"\xff\xfe-\0-\0"), "file/not-utf8");
        assert_eq!(code(format!("---\nname: {}\n---\n", "x".repeat(100_000)).as_bytes()), "file/too-large");
    }

    #[test]
    fn the_place_of_a_foreign_letter_is_its_line() {
        let place = parse("a.md", b"---\nname: caf\xe9\n---\n".to_vec()).unwrap_err().place.unwrap();
        assert_eq!((place.line, place.column), (2, 10));
    }

    #[test]
    fn kinds_follow_the_folder() {
        assert_eq!(kind_of("providers/al/x.md"), Some(Kind::Listing { folder: "al".into(), slug: "x".into() }));
        assert_eq!(kind_of("es/guides/x.md"), Some(Kind::Guide { language: Some("es".into()), slug: "x".into() }));
        assert_eq!(kind_of("pages/about/us.md"), Some(Kind::Page { language: None, path: "about/us".into() }));
        assert_eq!(kind_of("vocabulary/modality.yaml"), Some(Kind::Vocabulary));
        assert_eq!(kind_of("providers/x.md"), None);
        assert_eq!(kind_of("notes.txt"), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_loop_or_leave_the_tree_are_reported() {
        let dir = tempfile::tempdir().unwrap();
        let content = dir.path().join("content");
        std::fs::create_dir_all(content.join("guides")).unwrap();
        std::fs::write(dir.path().join("secret.md"), "x").unwrap();
        std::os::unix::fs::symlink(dir.path().join("secret.md"), content.join("guides/secret.md")).unwrap();
        std::os::unix::fs::symlink(&content, content.join("guides/loop")).unwrap();
        let (found, findings) = find(&content, "content");
        assert!(found.is_empty(), "{found:?}");
        let codes: Vec<_> = findings.iter().map(|f| &*f.code).collect();
        assert_eq!(codes, ["file/link-loop", "file/outside"]);
    }
}
