//! What the source says now, what it said last time, and what somebody made of it since, key by key.
//!
//! The unit is a top-level key with its lines. A block that still reads as it was imported is replaced; a block that
//! somebody touched, added or took away stays so. Comments before a key and the body are always kept.

use std::collections::BTreeMap;

use super::front_matter::{Block, KEYS};

/// Hashes of the blocks as they were last imported, by key.
pub(super) type Written = BTreeMap<String, String>;

/// The short hash of a block, blind to line ends and trailing blanks.
pub(super) fn hash(text: &str) -> String {
    blake3::hash(plain(text).as_bytes()).to_hex()[..10].to_owned()
}

fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The hashes of `blocks`.
pub(super) fn written(blocks: &[Block]) -> Written {
    blocks.iter().map(|b| (b.key.to_owned(), hash(&b.text))).collect()
}

/// A key that stayed as somebody left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptBlock {
    pub(super) key: String,
    pub(super) source_changed: bool,
    pub(super) source: String,
}

/// The file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) text: String,
    pub(super) kept: Vec<KeptBlock>,
}

#[derive(Debug)]
struct Segment {
    /// Comments and empty lines before the key.
    before: String,
    key: String,
    text: String,
}

/// Brings the news of `source` into `file`. A file without readable front matter is kept whole.
pub(super) fn merge(file: &str, source: &[Block], last: &Written) -> Merged {
    let crlf = file.contains("\r\n");
    let text = if crlf { file.replace("\r\n", "\n") } else { file.to_owned() };
    let Some((head, segments, end)) = split(&text) else {
        let all: String = source.iter().map(|b| b.text.as_str()).collect();
        let changed = written(source) != *last;
        let kept = KeptBlock { key: "the whole file".to_owned(), source_changed: changed, source: all };
        return Merged { text: file.to_owned(), kept: vec![kept] };
    };
    let mut kept = Vec::new();
    let present: Vec<String> = segments.iter().map(|s| s.key.clone()).collect();
    let mut out: Vec<Segment> = Vec::new();
    let mut orphaned = String::new();
    for mut segment in segments {
        segment.before.insert_str(0, &std::mem::take(&mut orphaned));
        let new = source.iter().find(|b| b.key == segment.key);
        let untouched = last.get(&segment.key).is_some_and(|h| *h == hash(&segment.text));
        match new {
            Some(new) if plain(&new.text) == plain(&segment.text) => {}
            Some(new) if untouched => segment.text.clone_from(&new.text),
            None if untouched => {
                orphaned = segment.before;
                continue;
            }
            Some(new) => kept.push(kept_block(new, last)),
            None if last.contains_key(&segment.key) => {
                kept.push(KeptBlock { key: segment.key.clone(), source_changed: true, source: String::new() });
            }
            // Added by somebody; the source never said anything about it.
            None => {}
        }
        out.push(segment);
    }
    for new in source.iter().filter(|b| !present.iter().any(|key| key == b.key)) {
        if last.contains_key(new.key) {
            kept.push(kept_block(new, last));
            continue;
        }
        let place = |key: &str| KEYS.iter().position(|k| *k == key);
        let at = out.iter().rposition(|s| place(&s.key) < place(new.key)).map_or(0, |i| i + 1);
        out.insert(at, Segment { before: String::new(), key: new.key.to_owned(), text: new.text.clone() });
    }
    let body: String = out.iter().flat_map(|s| [s.before.as_str(), s.text.as_str()]).collect();
    let text = format!("{head}{body}{orphaned}{end}");
    Merged { text: if crlf { text.replace('\n', "\r\n") } else { text }, kept }
}

fn kept_block(new: &Block, last: &Written) -> KeptBlock {
    let source_changed = last.get(new.key).is_none_or(|h| *h != hash(&new.text));
    KeptBlock { key: new.key.to_owned(), source_changed, source: new.text.clone() }
}

/// The opening line, the segments, and everything from the last comment or the closing line on. `None`: there is no
/// front matter, it is not closed, or a key stands twice.
fn split(text: &str) -> Option<(String, Vec<Segment>, String)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_start_matches('\u{feff}').trim_end() != "---" {
        return None;
    }
    let mut segments: Vec<Segment> = Vec::new();
    let (mut before, mut read) = (String::new(), first.len());
    let mut closed = false;
    for line in lines.by_ref() {
        if line.trim_end() == "---" {
            closed = true;
            break;
        }
        read += line.len();
        let top = line.chars().next().is_some_and(|c| !c.is_whitespace() && c != '-' && c != '#');
        if top {
            let key = line.split(':').next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned();
            if segments.iter().any(|s| s.key == key) {
                return None;
            }
            segments.push(Segment { before: std::mem::take(&mut before), key, text: line.to_owned() });
        } else if line.trim().is_empty() || line.starts_with('#') {
            before.push_str(line);
        } else {
            let open = segments.last_mut()?;
            open.text.push_str(&std::mem::take(&mut before));
            open.text.push_str(line);
        }
    }
    closed.then(|| (first.to_owned(), segments, format!("{before}{}", &text[read..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(pairs: &[(&'static str, &str)]) -> Vec<Block> {
        pairs.iter().map(|(key, value)| Block { key, text: format!("{key}: {value}\n") }).collect()
    }

    const OLD: [(&str, &str); 3] =
        [("name", "\"Alder\""), ("website", "\"http://example.org\""), ("ownership", "state")];

    fn document(blocks: &[Block]) -> String {
        super::super::front_matter::document(blocks)
    }

    #[test]
    fn an_untouched_file_takes_the_news() {
        let old = blocks(&OLD);
        let new = blocks(&[
            ("name", "\"Alder\""),
            ("services", "[aftercare]"),
            ("ownership", "nonprofit"),
            ("notes", "[\"x\"]"),
        ]);
        let merged = merge(&document(&old), &new, &written(&old));
        assert_eq!(merged.text, document(&new));
        assert!(merged.kept.is_empty());
    }

    #[test]
    fn an_edited_block_is_kept_and_reported() {
        let old = blocks(&OLD);
        let file = document(&old).replace("\"Alder\"", "\"Alder House\"");
        let same = merge(&file, &old, &written(&old));
        assert_eq!(same.text, file);
        assert_eq!(
            same.kept,
            [KeptBlock { key: "name".into(), source_changed: false, source: "name: \"Alder\"\n".into() }]
        );
        let new = blocks(&[("name", "\"Alder Inc\""), OLD[1], OLD[2]]);
        let news = merge(&file, &new, &written(&old));
        assert_eq!(news.text, file);
        assert!(news.kept[0].source_changed);
    }

    #[test]
    fn an_edit_that_agrees_with_the_source_is_no_conflict() {
        let old = blocks(&OLD);
        let new = blocks(&[("name", "\"Alder House\""), OLD[1], OLD[2]]);
        let merged = merge(&document(&new), &new, &written(&old));
        assert!(merged.kept.is_empty());
        assert_eq!(merged.text, document(&new));
    }

    #[test]
    fn keys_added_or_taken_away_by_hand_stay_so() {
        let old = blocks(&OLD);
        let file = document(&old).replace("website: \"http://example.org\"\n", "email: \"a@example.org\"\n");
        let merged = merge(&file, &old, &written(&old));
        assert_eq!(merged.text, file);
        assert_eq!(merged.kept.len(), 1);
        assert_eq!((merged.kept[0].key.as_str(), merged.kept[0].source_changed), ("website", false));
    }

    #[test]
    fn comments_before_keys_and_the_body_are_kept() {
        let old = blocks(&OLD);
        let file = "---\n# top\nname: \"Alder\"\n\n# about the site\nwebsite: \"http://example.org\"\nownership: state\n# end\n---\n\nBody.\n";
        let new = blocks(&[("name", "\"Alder Inc\""), ("ownership", "nonprofit")]);
        let merged = merge(file, &new, &written(&old));
        assert_eq!(
            merged.text,
            "---\n# top\nname: \"Alder Inc\"\n\n# about the site\nownership: nonprofit\n# end\n---\n\nBody.\n"
        );
        assert!(merged.kept.is_empty());
    }

    #[test]
    fn a_comment_inside_a_block_makes_it_an_edit() {
        let old = vec![Block { key: "phones", text: "phones:\n  - { number: \"a\" }\n".into() }];
        let file = "---\nphones:\n  # ask for Sam\n  - { number: \"a\" }\n---\n";
        let new = vec![Block { key: "phones", text: "phones:\n  - { number: \"b\" }\n".into() }];
        let merged = merge(file, &new, &written(&old));
        assert_eq!(merged.text, file);
        assert_eq!(merged.kept.len(), 1);
        let dashes = "---\nphones:\n- { number: \"a\" }\n\n- { number: \"c\" }\n---\n";
        assert_eq!(merge(dashes, &new, &written(&old)).text, dashes);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_kept_whole() {
        let old = blocks(&OLD);
        for file in ["", "just text\n", "---\nname: \"x\"\n", "---\nname: a\nname: b\n---\n"] {
            let merged = merge(file, &old, &written(&old));
            assert_eq!(merged.text, file);
            assert_eq!(merged.kept.len(), 1);
        }
    }

    #[test]
    fn windows_line_ends_are_kept_and_are_no_edit() {
        let old = blocks(&OLD);
        let file = document(&old).replace('\n', "\r\n");
        let new = blocks(&[OLD[0], OLD[1], ("ownership", "nonprofit")]);
        let merged = merge(&file, &new, &written(&old));
        assert_eq!(merged.text, document(&new).replace('\n', "\r\n"));
        assert!(merged.kept.is_empty());
    }

    #[test]
    fn without_a_memory_a_difference_counts_as_an_edit() {
        let old = blocks(&OLD);
        let new = blocks(&[("name", "\"Other\""), OLD[1]]);
        let merged = merge(&document(&old), &new, &Written::new());
        assert_eq!(merged.text, document(&old));
        assert_eq!(merged.kept.len(), 1);
    }
}
