//! The block with the crisis lines that every page has to hold.

/// Whether `html` holds an element with the attribute `data-crisis`, outside comments.
pub(super) fn has_crisis_block(html: &[u8]) -> bool {
    let Ok(html) = std::str::from_utf8(html) else { return false };
    html.match_indices("data-crisis").any(|(at, name)| {
        let (before, after) = (&html[..at], &html[at + name.len()..]);
        before.ends_with(|c: char| c.is_ascii_whitespace())
            && after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            && in_start_tag(before)
            && !in_comment(before)
    })
}

fn in_start_tag(before: &str) -> bool {
    let open = before.rfind(['<', '>']);
    open.is_some_and(|at| {
        before[at..].strip_prefix('<').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}

fn in_comment(before: &str) -> bool {
    before.rfind("<!--").is_some_and(|open| !before[open..].contains("-->"))
}

#[cfg(test)]
mod tests {
    use super::has_crisis_block;

    #[test]
    fn an_element_with_the_attribute_is_enough() {
        assert!(has_crisis_block(b"<body><aside class=\"a\" data-crisis>988</aside>"));
        assert!(has_crisis_block(b"<p>data-crisis</p><aside\n data-crisis=\"\">"));
    }

    #[test]
    fn the_words_alone_comments_and_other_attributes_are_not() {
        for html in [
            "",
            "<p>the data-crisis block</p>",
            "<!-- <aside data-crisis> -->",
            "<p data-crisis-x>",
            "<p x-data-crisis>",
        ] {
            assert!(!has_crisis_block(html.as_bytes()), "{html}");
        }
    }
}
