#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::{BASE_MARKER, Context, LinkTarget, Rendered, render};
use crate::diagnostic::limit::PER_FILE;
use proptest::prelude::{Strategy, any, prop, proptest};
use std::ops::Range;

const GUIDE: Context<'_> = Context { page: "guides/what-is-iop/", source: "guides/what-is-iop.md", images: true };
const LISTING: Context<'_> =
    Context { page: "programs/alder-creek/", source: "providers/al/alder-creek.md", images: false };

fn guide(text: &str) -> Rendered {
    render(text, &GUIDE)
}

/// Code of each finding and the text it marks.
fn findings<'a>(text: &'a str, rendered: &Rendered) -> Vec<(&'static str, &'a str)> {
    rendered.findings.iter().map(|finding| (finding.rule.code, &text[finding.range.clone()])).collect()
}

#[test]
fn ordinary_text_becomes_ordinary_html() {
    let rendered =
        guide("Care *in the evening*, **three** days.\n\n- One\n- Two\n  1. a\n\n> Quote\n\n---\n\n`x < y` ~~old~~");
    assert_eq!(
        rendered.html,
        "<p>Care <em>in the evening</em>, <strong>three</strong> days.</p>\n\
         <ul>\n<li>One</li>\n<li>Two<ol>\n<li>a</li>\n</ol>\n</li>\n</ul>\n\
         <blockquote>\n<p>Quote</p>\n</blockquote>\n<hr>\n<p><code>x &lt; y</code> <del>old</del></p>\n"
    );
    assert_eq!(rendered.text, "Care in the evening, three days.\nOne\nTwo\na\nQuote\nx < y old");
    assert_eq!(rendered.words, 13);
    assert_eq!(rendered.findings, []);
}

#[test]
fn tables_have_heads_and_no_style_attributes() {
    let rendered = guide("| A | B |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n");
    assert_eq!(
        rendered.html,
        "<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">A</th><th scope=\"col\" class=\"right\">B</th></tr></thead>\n\
         <tbody>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n<tr><td>3</td><td class=\"right\">4</td></tr>\n\
         </tbody>\n</table></div>\n"
    );
    assert_eq!(rendered.text, "A B\n1 2\n3 4");
    assert!(!guide("| A |\n|---|\n").html.contains("tbody"));
}

#[test]
fn footnotes_stand_at_the_end_and_lead_back() {
    let rendered = guide("One[^b] two[^a] again[^b].\n\n[^a]: Note *a*\n\n[^b]: Note b\n\nLast.");
    assert_eq!(
        rendered.html,
        "<p>One<sup><a href=\"#fn:1\" id=\"fnref:1\">1</a></sup> two<sup><a href=\"#fn:2\" id=\"fnref:2\">2</a></sup> \
         again<sup><a href=\"#fn:1\">1</a></sup>.</p>\n<p>Last.</p>\n\
         <section class=\"footnotes\">\n<ol>\n\
         <li id=\"fn:1\" value=\"1\"><p>Note b</p>\n<a href=\"#fnref:1\">↩</a></li>\n\
         <li id=\"fn:2\" value=\"2\"><p>Note <em>a</em></p>\n<a href=\"#fnref:2\">↩</a></li>\n\
         </ol>\n</section>\n"
    );
}

#[test]
fn task_lists_have_no_form_fields() {
    assert_eq!(guide("- [x] Call\n- [ ] Ask\n").html, "<ul>\n<li>☑ Call</li>\n<li>☐ Ask</li>\n</ul>\n");
}

#[test]
fn smart_quotes_are_on_and_metadata_blocks_are_off() {
    assert_eq!(guide("It's \"fine\" -- really...").html, "<p>It’s “fine” – really…</p>\n");
    assert!(guide("Text.\n\n---\nkept: yes\n---\n").text.contains("kept: yes"));
}

#[test]
fn headings_get_unique_anchors_and_begin_at_level_two() {
    let text = "# What's an IOP?\n\n## Cost\n\n### Cost\n\n#### Deep\n\n## Cost-2\n\n## 你\n\n## !\n\n## 12 steps\n";
    let rendered = guide(text);
    let headings: Vec<_> = rendered.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(
        headings,
        [
            (2, "whats-an-iop", "What’s an IOP?"),
            (2, "cost", "Cost"),
            (3, "cost-2", "Cost"),
            (2, "cost-2-2", "Cost-2"),
            (2, "ni", "你"),
            (2, "section", "!"),
            (2, "n-12-steps", "12 steps"),
        ]
    );
    assert!(rendered.html.starts_with("<h2 id=\"whats-an-iop\">What’s an IOP?</h2>\n<h2 id=\"cost\">Cost</h2>\n"));
    assert!(rendered.html.contains("<h4 id=\"deep\">Deep</h4>"));
    assert_eq!(findings(text, &rendered), [("markdown/heading-one", "# What's an IOP?\n")]);
}

#[test]
fn heading_attributes_are_plain_text() {
    let rendered = guide("## Title {onclick=alert(1) #main}");
    assert_eq!(rendered.html, "<h2 id=\"title-onclick-alert-1-main\">Title {onclick=alert(1) #main}</h2>\n");
}

#[test]
fn raw_html_is_shown_as_text_and_reported() {
    let text = "Text <b>bold</b> x\n\n<script>alert(1)</script>\n\n<div onclick=\"x\">\n*y*\n</div>\n";
    let rendered = guide(text);
    assert_eq!(
        rendered.html,
        "<p>Text &lt;b&gt;bold&lt;/b&gt; x</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n\
         <p>&lt;div onclick=&quot;x&quot;&gt;\n*y*\n&lt;/div&gt;</p>\n"
    );
    let found = findings(text, &rendered);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], ("markdown/html", "<b>"));
    assert!(found[1].1.starts_with("<script>"));
    assert!(found[2].1.starts_with("<div"));
    assert_eq!(findings("a </b>", &guide("a </b>")), [("markdown/html", "</b>")]);
}

#[test]
fn comments_vanish_without_a_word() {
    let rendered = guide("<!-- fill in -->\n\nText <!-- here --> and\n\n<!--\nmore\n-->\n");
    assert_eq!(rendered.html, "<p>Text  and</p>\n");
    assert_eq!(rendered.findings, []);
    // An unended comment would take the rest of the text with it.
    let rendered = guide("<!-- oh\n\nThe whole text");
    assert!(rendered.html.contains("The whole text"));
    assert_eq!(rendered.findings.len(), 1);
    let rendered = guide("<!-- a --> <b>x</b>");
    assert_eq!(rendered.html, "<p>&lt;b&gt;x&lt;/b&gt;</p>\n");
}

#[test]
fn links_are_written_with_the_marker_or_protected() {
    let rendered = guide(
        "[a](/guides/x/#part \"T<\") [b](other.md) [c](#here) [d](https://example.org/?a=1&b=2) \
         <intake@example.org> [e](tel:+12055550142)",
    );
    assert_eq!(
        rendered.html,
        "<p><a href=\"\u{1}guides/x/#part\" title=\"T&lt;\">a</a> <a href=\"\u{1}guides/other/\">b</a> \
         <a href=\"#here\">c</a> <a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noreferrer noopener\">d</a> \
         <a href=\"mailto:intake@example.org\">intake@example.org</a> <a href=\"tel:+12055550142\">e</a></p>\n"
    );
    assert_eq!(rendered.links.len(), 6);
    assert_eq!(
        rendered.links[2].target,
        LinkTarget::Internal { path: "guides/what-is-iop/".to_owned(), fragment: Some("here".to_owned()) }
    );
}

#[test]
fn a_link_marks_its_address_in_the_source() {
    let text = "See [the guide](/guides/x/), [again][r].\n\n[r]: /guides/y/\n";
    let rendered = guide(text);
    let marked: Vec<_> = rendered.links.iter().map(|link| &text[link.range.clone()]).collect();
    assert_eq!(marked, ["/guides/x/", "[again][r]"]);
}

#[test]
fn links_that_are_not_allowed_stay_as_words() {
    let text = "[a *b*](javascript:alert(1)) [c](../../../x/) [d]() [e](<a b>) <vbscript:x>";
    let rendered = guide(text);
    assert_eq!(rendered.html, "<p>a <em>b</em> c d e vbscript:x</p>\n");
    assert_eq!(
        findings(text, &rendered),
        [
            ("markdown/link-scheme", "javascript:alert(1)"),
            ("link/outside", "../../../x/"),
            ("link/broken", "[d]()"),
            ("markdown/link-scheme", "a b"),
            ("markdown/link-scheme", "vbscript:x"),
        ]
    );
    assert_eq!(rendered.links, []);
    assert!(rendered.findings.iter().all(|finding| finding.help.is_some()));
}

#[test]
fn entities_do_not_hide_a_scheme() {
    for text in ["[a](&#106;avascript:x)", "[a](java&Tab;script:x)", "[a](&#1;javascript:x)", "[a](&#1;/x)"] {
        let rendered = guide(text);
        assert_eq!(rendered.html, "<p>a</p>\n", "{text}");
        assert_eq!(rendered.findings.len(), 1, "{text}");
    }
}

#[test]
fn the_marker_cannot_be_written_by_an_author() {
    let rendered = guide("a\u{1}b &#1; `\u{1}` &#x1; [x](/y \"\u{1}&#1;\")\n\n## \u{1}\n\n![\u{1}&#1;](/i.png)");
    let markers: Vec<_> = rendered.html.match_indices(BASE_MARKER).map(|(at, _)| &rendered.html[..at]).collect();
    assert_eq!(markers.len(), 2);
    assert!(markers[0].ends_with("href=\"") && markers[1].ends_with("src=\""));
    assert!(!rendered.text.contains(BASE_MARKER));
}

#[test]
fn control_characters_do_not_move_the_places_of_findings() {
    let text = "a\u{7f}\u{85}\u{1}\u{0} <b>";
    assert_eq!(findings(text, &guide(text)), [("markdown/html", "<b>")]);
}

#[test]
fn pictures_come_from_the_site_and_are_described() {
    let text =
        "![A *quiet* `room`](/images/room.jpg \"T\") ![x](https://example.org/p.png) ![](/images/a.png) ![y](#z)";
    let rendered = guide(text);
    assert_eq!(
        rendered.html,
        "<p><img src=\"\u{1}images/room.jpg\" alt=\"A quiet room\" title=\"T\" loading=\"lazy\"> x \
         <img src=\"\u{1}images/a.png\" alt=\"\" loading=\"lazy\"> y</p>\n"
    );
    assert_eq!(
        findings(text, &rendered),
        [
            ("markdown/image", "https://example.org/p.png"),
            ("markdown/image", "/images/a.png"),
            ("markdown/image", "#z"),
        ]
    );
    let listing = render("![Our house](/images/room.jpg)", &LISTING);
    assert_eq!(listing.html, "<p>Our house</p>\n");
    assert_eq!(listing.findings.len(), 1);
}

#[test]
fn what_stands_in_the_description_of_a_picture_is_words() {
    let rendered = guide("![a [b](javascript:x) ![c](/d.png) <i> e](/f.png)");
    assert_eq!(rendered.html, "<p><img src=\"\u{1}f.png\" alt=\"a b c  e\" loading=\"lazy\"></p>\n".replace("  ", " "));
}

#[test]
fn references_without_an_address_are_reported() {
    let text = "[Text][nowhere] and [both][] and [word] and [ok][yes].\n\n[yes]: https://example.org\n";
    let rendered = guide(text);
    assert_eq!(
        findings(text, &rendered),
        [("markdown/broken-reference", "[Text][nowhere]"), ("markdown/broken-reference", "[both]")]
    );
    assert!(rendered.text.contains("[Text][nowhere]"));
}

#[test]
fn deep_nesting_ends_with_a_finding_and_whole_html() {
    for text in [
        ">".repeat(50_000),
        "- + ".repeat(50_000),
        "1. ".repeat(5_000) + "x",
        "![".repeat(50_000) + &"](/x.png)".repeat(50_000),
    ] {
        let rendered = guide(&text);
        assert_balanced(&rendered.html);
        assert!(rendered.findings.iter().any(|f| f.rule.code == "markdown/too-deep"), "{}", &text[..4]);
    }
}

#[test]
fn hostile_text_ends() {
    for piece in [
        "[",
        "]",
        "*",
        "_",
        "`",
        "![",
        "<",
        "<!--",
        "&",
        "~",
        "|",
        "[^a]",
        "[^a]:",
        "[a][b]",
        "<b>",
        "</b>",
        "# a\n",
        "a\n===\n",
        "\\",
        "*a ",
        "**a* ",
        "[a](",
        "<a@b.c>",
        "\"",
        "'",
        "[a]: b\n",
        "| a |\n|--|\n",
        "\u{1}",
        "> a\n\n",
    ] {
        let rendered = guide(&piece.repeat(50_000));
        assert!(rendered.findings.len() <= (PER_FILE + 1) * 4, "{piece}");
        assert_balanced(&rendered.html);
    }
}

#[test]
fn a_description_ends_with_a_sentence_or_an_ellipsis() {
    let rendered = guide("## Head\n\nCare in St. Louis at night. It takes *nine* hours! Call first.\n\nMore.");
    assert_eq!(rendered.description(200), "Care in St. Louis at night. It takes nine hours! Call first.");
    assert_eq!(rendered.description(50), "Care in St. Louis at night. It takes nine hours!");
    assert_eq!(rendered.description(30), "Care in St. Louis at night.");
    assert_eq!(rendered.description(20), "Care in St. Louis…");
    assert_eq!(rendered.description(14), "Care in St…");
    assert_eq!(guide("- Only a list\n- here").description(160), "Only a list");
    assert_eq!(guide("").description(160), "");
    assert_eq!(guide("Donaudampfschifffahrt").description(6), "Donau…");
}

/// Checks that `html` is made of the elements, attributes and addresses that may occur and of nothing else.
fn assert_safe(html: &str) {
    const ELEMENTS: &str = " p h2 h3 h4 h5 h6 blockquote pre code ul ol li div table thead tbody tr th td em strong del a \
        img sup section hr br ";
    const ATTRIBUTES: &str = " href src id class scope title alt rel loading start value ";
    for Ok(token) in html5gum::Tokenizer::new(html) {
        let html5gum::Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(ELEMENTS.contains(&format!(" {name} ")), "{name} in {html}");
        for (key, value) in &tag.attributes {
            let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
            assert!(ATTRIBUTES.contains(&format!(" {key} ")), "{key} in {html}");
            let schemes: &[&str] = match &*key {
                "href" => &["\u{1}", "#", "http://", "https://", "mailto:", "tel:", "sms:"],
                "src" => &["\u{1}"],
                _ => continue,
            };
            let lower = value.to_ascii_lowercase();
            assert!(schemes.iter().any(|scheme| lower.starts_with(scheme)), "{value:?} in {html}");
            let path = lower.trim_start_matches('\u{1}');
            assert!(lower == path || !path.starts_with(['/', '\\', '.']), "{value:?} in {html}");
        }
    }
}

/// Checks that every element is ended, in the right order.
fn assert_balanced(html: &str) {
    let mut open: Vec<Vec<u8>> = Vec::new();
    for Ok(token) in html5gum::Tokenizer::new(html) {
        match token {
            html5gum::Token::StartTag(tag) if !matches!(tag.name.as_slice(), b"br" | b"hr" | b"img") => {
                open.push(tag.name.to_vec());
            }
            html5gum::Token::EndTag(tag) => assert_eq!(open.pop().as_deref(), Some(tag.name.as_slice())),
            _ => {}
        }
    }
    assert!(open.is_empty());
}

fn check_everything(text: &str, context: &Context<'_>) {
    let rendered = render(text, context);
    assert_safe(&rendered.html);
    assert_balanced(&rendered.html);
    assert!(!rendered.html.to_ascii_lowercase().contains("<script"));
    let ranges: Vec<Range<usize>> = rendered
        .findings
        .iter()
        .map(|finding| finding.range.clone())
        .chain(rendered.links.iter().map(|link| link.range.clone()))
        .collect();
    for range in ranges {
        assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    }
    assert!(!rendered.text.contains(BASE_MARKER));
    for max in [0, 1, 7, 160] {
        assert!(rendered.description(max).chars().count() <= max.max(1));
    }
}

/// Texts made of what Markdown and attackers use.
fn markdown() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\n",
        "\n\n",
        " ",
        "    ",
        "\t",
        "# ",
        "## ",
        "> ",
        "- ",
        "1. ",
        "* ",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[^a]",
        "[^a]: ",
        "[r]",
        "[r]: ",
        "<",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<img src=x onerror=a>",
        "javascript:alert(1)",
        "data:text/html,",
        "https://example.org",
        "//evil",
        "/\\evil",
        "/guides/x/",
        "../",
        "..",
        "#part",
        "x.md",
        "tel:",
        "a@b.c",
        "\"",
        "'",
        "\\",
        "&#1;",
        "&#58;",
        "&lt;",
        "&Tab;",
        "\u{1}",
        "\0",
        "\u{85}",
        "| a | b |\n|--|:-:|\n",
        "| c |",
        "- [x] ",
        "---\n",
        "===\n",
        "é",
        "😀",
        "\r\n",
        "\u{202e}",
        "onclick=x",
        "{#id onclick=x}",
        "word",
        "Sentence. ",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_markdown_becomes_safe_html(text in markdown(), images in any::<bool>()) {
        check_everything(&text, &Context { images, ..GUIDE });
    }

    #[test]
    fn any_text_becomes_safe_html(text in any::<String>()) {
        check_everything(&text, &LISTING);
    }
}

#[test]
fn headings_never_take_an_id_of_the_page_around_them() {
    let text = "## Nearby\n\n## Where\n\n## Contact h\n\n## P evening\n\n## Nearby\n";
    let ids: Vec<_> = render(text, &LISTING).headings.into_iter().map(|heading| heading.id).collect();
    assert_eq!(ids, ["text-nearby", "text-where", "text-contact-h", "text-p-evening", "text-nearby-2"]);
}

/// Every id that the default theme writes on pages with somebody's text.
#[test]
fn the_ids_of_the_default_theme_are_reserved() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut files: Vec<_> =
        ["base.html", "guide.html", "page.html", "program.html"].map(|name| folder.join(name)).into();
    files.extend(std::fs::read_dir(folder.join("partials")).unwrap().map(|entry| entry.unwrap().path()));
    // Only on pages without such a text.
    let others = [
        "browse",
        "cards",
        "care_card",
        "form_field",
        "guide_list",
        "place",
        "search_filters",
        "search_parts",
        "states",
        "summary",
    ];
    let is_other = |path: &std::path::Path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        others.iter().any(|other| name.starts_with(other))
    };
    let mut seen = 0;
    for path in files.into_iter().filter(|path| !is_other(path)) {
        let text = std::fs::read_to_string(&path).unwrap();
        for id in text.split(" id=\"").skip(1).map(|rest| rest.split(['"', '{']).next().unwrap()) {
            assert!(super::writer::is_reserved(id), "a heading could have the id `{id}` of {}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}
