//! Templates with a language's texts written into them.
//!
//! Most calls of `t` and `asset` have nothing but a literal name, so their answer is known before the first page is
//! made. Written into the template it costs nothing; a call would cost a map and two look-ups, some hundred times a page.

use super::assets::Assets;
use super::strings::Language;
use super::text::Text;

/// `text` with every `t(key="…")` and `asset(path="…")` that has no other argument replaced by its answer as a literal.
pub(super) fn spoken(text: &str, language: &Language, assets: &Assets) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, call)) = next(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let opening = &after[..call.opening.len()];
        let literal = name(&after[opening.len()..]).and_then(|(name, length)| {
            let words = (call.answer)(name, language, assets)?;
            Some((quoted(words)?, opening.len() + length))
        });
        if let Some((literal, length)) = literal {
            out.push_str(&literal);
            rest = &after[length..];
        } else {
            out.push_str(opening);
            rest = &after[opening.len()..];
        }
    }
    out.push_str(rest);
    out
}

struct Call {
    opening: &'static str,
    answer: for<'a> fn(&str, &'a Language, &'a Assets) -> Option<&'a str>,
}

const CALLS: [Call; 2] = [
    Call {
        opening: "t(key=\"",
        answer: |key, language, _| match language.get(key)? {
            Text::Fixed(value) => value.as_str(),
            _ => None,
        },
    },
    Call { opening: "asset(path=\"", answer: |path, _, assets| assets.value(path)?.as_str() },
];

/// The first call in `text` and where it begins. `set(key="` is not a call of `t`.
fn next(text: &str) -> Option<(usize, &'static Call)> {
    let in_word =
        |at: usize| at > 0 && matches!(text.as_bytes()[at - 1], b'_' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9');
    CALLS
        .iter()
        .filter_map(|call| {
            text.match_indices(call.opening).map(|(at, _)| at).find(|at| !in_word(*at)).map(|at| (at, call))
        })
        .min_by_key(|(at, _)| *at)
}

/// The name up to `")`, and the length up to the end of the call. Anything else than a plain name is not for us.
fn name(text: &str) -> Option<(&str, usize)> {
    let end = text.find('"')?;
    let plain = text[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./".contains(&b));
    (plain && text[end..].starts_with("\")")).then_some((&text[..end], end + 2))
}

/// A literal with a quote that the words do not hold.
fn quoted(words: &str) -> Option<String> {
    if words.contains(['\\', '\n', '\r']) {
        return None;
    }
    let quote = ['"', '\'', '`'].into_iter().find(|quote| !words.contains(*quote))?;
    Some(format!("{quote}{words}{quote}"))
}
