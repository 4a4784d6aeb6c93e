//! Writes the events of a parsed text as HTML, element by element.

use super::link::{self, Refusal, Resolved};
use super::{Context, Finding, Heading, Link, Rendered, is_control};
use crate::diagnostic::limit::{self, Limit, Room};
use crate::diagnostic::{Rule, rules};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::mem;
use std::ops::Range;

/// Elements inside one another. A list in a list in a list takes six.
const MAX_DEPTH: usize = 32;

/// An element that has begun, with what is needed to end it.
enum Open {
    /// Nothing to write at its end.
    Nothing,
    /// An inline element and its end tag.
    Inline(&'static str),
    /// A block and its end tag.
    Block(&'static str),
    /// A paragraph whose words begin at this offset of the plain text.
    Paragraph { text_from: usize },
    /// A heading of this level, whose HTML and words begin at these offsets.
    Heading { level: u8, html_from: usize, text_from: usize },
    /// A picture; its inner events are its description.
    Image { resolved: Option<Resolved>, title: String, range: Range<usize> },
    /// Raw HTML, gathered to be shown as text.
    Html { raw: String, range: Range<usize> },
    /// The head of a table.
    TableHead,
    /// A table and whether its body has begun.
    Table,
    /// A footnote of this number; the HTML around it waits in `outer`.
    Footnote { number: usize, outer: String },
}

/// The state of writing one text.
pub(super) struct Writer<'a> {
    source: &'a str,
    context: &'a Context<'a>,
    out: Rendered,
    open: Vec<Open>,
    /// The description of the picture that is open.
    alt: Option<String>,
    alignments: Vec<Alignment>,
    in_table_head: bool,
    column: usize,
    body_begun: bool,
    ids: BTreeSet<String>,
    /// The next number to try for a heading of this slug.
    next_id: BTreeMap<String, usize>,
    /// Footnote labels and their numbers, in the order in which they first occur.
    notes: BTreeMap<String, usize>,
    referenced: BTreeSet<usize>,
    note_html: BTreeMap<usize, String>,
    /// HTML tags that were named and await their end tags.
    html_open: BTreeMap<String, usize>,
    limit: Limit,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a str, context: &'a Context<'a>) -> Self {
        Self {
            source,
            context,
            out: Rendered::default(),
            open: Vec::new(),
            alt: None,
            alignments: Vec::new(),
            in_table_head: false,
            column: 0,
            body_begun: false,
            ids: BTreeSet::new(),
            next_id: BTreeMap::new(),
            notes: BTreeMap::new(),
            referenced: BTreeSet::new(),
            note_html: BTreeMap::new(),
            html_open: BTreeMap::new(),
            limit: Limit::default(),
        }
    }

    /// Writes one event. False: the text is nested too deeply, stop.
    pub(super) fn event(&mut self, event: Event<'_>, range: &Range<usize>) -> bool {
        match event {
            Event::Start(tag) => {
                if self.open.len() >= MAX_DEPTH {
                    let help = "Write it with fewer lists and quotes inside one another.";
                    let message = format!("the text is nested more than {MAX_DEPTH} levels deep");
                    self.find(&rules::MARKDOWN_TOO_DEEP, message, help, range.start..range.start + 1);
                    return false;
                }
                let open = if self.alt.is_some() { Open::Nothing } else { self.start(tag, range) };
                self.open.push(open);
            }
            Event::End(_) => {
                if let Some(open) = self.open.pop() {
                    self.end(open);
                }
            }
            // Mathematics is not enabled, so the other two do not occur.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Code(text) if self.alt.is_some() => self.text(&text),
            Event::Code(text) => {
                self.out.html.push_str("<code>");
                self.text(&text);
                self.out.html.push_str("</code>");
            }
            Event::Html(raw) => match self.open.last_mut() {
                Some(Open::Html { raw: block, .. }) => block.push_str(&raw),
                _ => self.inline_html(&raw, range),
            },
            Event::InlineHtml(raw) => self.inline_html(&raw, range),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.out.html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::TaskListMarker(done) => self.out.html.push_str(if done { "☑ " } else { "☐ " }),
        }
        true
    }

    /// Ends what is still open and hands over the result. `broken` are references without an address.
    pub(super) fn finish(mut self, broken: Vec<(String, Range<usize>)>) -> Rendered {
        while let Some(open) = self.open.pop() {
            self.end(open);
        }
        if !self.note_html.is_empty() {
            self.out.html.push_str("<section class=\"footnotes\">\n<ol>\n");
            for (number, html) in mem::take(&mut self.note_html) {
                let _ = write!(self.out.html, "<li id=\"fn:{number}\" value=\"{number}\">{html}");
                if self.referenced.contains(&number) {
                    let _ = write!(self.out.html, "<a href=\"#fnref:{number}\">↩</a>");
                }
                self.out.html.push_str("</li>\n");
            }
            self.out.html.push_str("</ol>\n</section>\n");
        }
        for (reference, range) in broken {
            let message = format!("the reference [{reference}] has no address");
            let help = format!("Add a line like this at the end: [{reference}]: https://…");
            self.find(&rules::MARKDOWN_BROKEN_REFERENCE, message, help, range);
        }
        self.out.findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
        let words = self.out.text.split_whitespace();
        self.out.words = words.filter(|word| word.contains(char::is_alphanumeric)).count();
        self.out.text.truncate(self.out.text.trim_end().len());
        self.out
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Open {
        let html = &mut self.out.html;
        match tag {
            Tag::Paragraph => {
                html.push_str("<p>");
                Open::Paragraph { text_from: self.out.text.len() }
            }
            Tag::Heading { level, .. } => {
                let level = self.heading_level(level, range);
                Open::Heading { level, html_from: self.out.html.len(), text_from: self.out.text.len() }
            }
            Tag::BlockQuote(_) => self.block("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.block("<pre><code>", "</code></pre>\n")
            }
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(html, "<ol start=\"{first}\">");
                Open::Block("</ol>\n")
            }
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::FootnoteDefinition(label) => {
                Open::Footnote { number: self.note_number(&label), outer: mem::take(&mut self.out.html) }
            }
            Tag::Table(alignments) => {
                html.push_str("<div class=\"table\"><table>\n");
                self.alignments = alignments;
                self.body_begun = false;
                Open::Table
            }
            Tag::TableHead => {
                html.push_str("<thead><tr>");
                self.in_table_head = true;
                self.column = 0;
                Open::TableHead
            }
            Tag::TableRow => {
                html.push_str(if self.body_begun { "<tr>" } else { "<tbody>\n<tr>" });
                self.body_begun = true;
                self.column = 0;
                Open::Block("</tr>\n")
            }
            Tag::TableCell => {
                html.push_str(if self.in_table_head { "<th scope=\"col\"" } else { "<td" });
                // A class, because the policy of the pages forbids style attributes.
                html.push_str(match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"center\">",
                    Some(Alignment::Right) => " class=\"right\">",
                    Some(Alignment::Left | Alignment::None) | None => ">",
                });
                self.column += 1;
                Open::Inline(if self.in_table_head { "</th>" } else { "</td>" })
            }
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, range),
            Tag::HtmlBlock => Open::Html { raw: String::new(), range: range.clone() },
            // Not enabled.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Subscript
            | Tag::Superscript
            | Tag::MetadataBlock(_) => Open::Nothing,
        }
    }

    fn end(&mut self, open: Open) {
        match open {
            Open::Nothing => {}
            Open::Inline(end) => {
                self.out.html.push_str(end);
                if matches!(end, "</td>" | "</th>") {
                    self.out.text.push(' ');
                }
            }
            Open::Block(end) => {
                self.out.html.push_str(end);
                self.end_line();
            }
            Open::Paragraph { text_from } => {
                self.out.html.push_str("</p>\n");
                if self.out.lead.is_empty() && self.open.is_empty() {
                    self.out.lead = one_line(&self.out.text[text_from..]);
                }
                self.end_line();
            }
            Open::Heading { level, html_from, text_from } => {
                let text = one_line(&self.out.text[text_from..]);
                let id = self.unique_id(&text);
                self.out.html.insert_str(html_from, &format!("<h{level} id=\"{id}\">"));
                let _ = writeln!(self.out.html, "</h{level}>");
                if level <= 3 {
                    self.out.headings.push(Heading { level, id, text });
                }
                self.end_line();
            }
            Open::Image { resolved, title, range } => self.end_image(resolved, &title, range),
            Open::Html { raw, range } => self.block_html(&raw, range),
            Open::TableHead => {
                self.out.html.push_str("</tr></thead>\n");
                self.in_table_head = false;
                self.end_line();
            }
            Open::Table => {
                self.out.html.push_str(if self.body_begun { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
                self.end_line();
            }
            Open::Footnote { number, outer } => {
                let html = mem::replace(&mut self.out.html, outer);
                // A second note of the same label is kept with the first.
                self.note_html.entry(number).or_default().push_str(&html);
                self.end_line();
            }
        }
    }

    fn block(&mut self, begin: &str, end: &'static str) -> Open {
        self.end_line();
        self.out.html.push_str(begin);
        Open::Block(end)
    }

    fn inline(&mut self, begin: &str, end: &'static str) -> Open {
        self.out.html.push_str(begin);
        Open::Inline(end)
    }

    /// Begins a new line of the plain text.
    fn end_line(&mut self) {
        let text = &mut self.out.text;
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            text.push('\n');
        }
    }

    fn text(&mut self, words: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(words);
            return;
        }
        escape(&mut self.out.html, words);
        self.out.text.extend(words.chars().filter(|&c| !is_control(c)));
    }

    fn line_break(&mut self, html: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push(' ');
            return;
        }
        self.out.html.push_str(html);
        self.out.text.push(' ');
    }

    /// The level that is written. The first level belongs to the title of the page.
    fn heading_level(&mut self, level: HeadingLevel, range: &Range<usize>) -> u8 {
        match level {
            HeadingLevel::H1 => {
                let message = "a first-level heading inside the text";
                self.find(&rules::MARKDOWN_HEADING_ONE, message, "Begin the line with ## instead of #.", range.clone());
                2
            }
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        }
    }

    /// The slug of `text`, unlike those of the theme, with a number from 2 on if another heading has it.
    fn unique_id(&mut self, text: &str) -> String {
        let kept: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
        let mut slug = slug::slugify(kept);
        // A selector of CSS cannot begin with a digit, nor could an id before HTML 5.
        if slug.starts_with(|first: char| first.is_ascii_digit()) {
            slug.insert_str(0, "n-");
        }
        if slug.is_empty() {
            slug.push_str("section");
        }
        if is_reserved(&slug) {
            slug.insert_str(0, "text-");
        }
        let next = self.next_id.entry(slug.clone()).or_insert(1);
        loop {
            let id = if *next == 1 { slug.clone() } else { format!("{slug}-{next}") };
            *next += 1;
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }

    fn link(&mut self, kind: LinkType, address: &str, title: &str, range: &Range<usize>) -> Open {
        let mail;
        let full = if matches!(kind, LinkType::Email) {
            mail = format!("mailto:{address}");
            &mail
        } else {
            address
        };
        let marked = self.address_range(address, range);
        let Resolved { target, href } = match link::resolve(full, self.context) {
            Ok(resolved) => resolved,
            Err(refusal) => {
                self.refuse(&refusal, &marked);
                return Open::Nothing;
            }
        };
        let html = &mut self.out.html;
        html.push_str("<a href=\"");
        escape_href(html, &href);
        html.push('"');
        push_title(html, title);
        if matches!(target, link::LinkTarget::External(_)) {
            html.push_str(" rel=\"noreferrer noopener\"");
        }
        html.push('>');
        self.out.links.push(Link { target, range: marked });
        Open::Inline("</a>")
    }

    fn refuse(&mut self, refusal: &Refusal, range: &Range<usize>) {
        let (rule, message, help) = match refusal {
            Refusal::Empty => {
                (&rules::LINK_BROKEN, "the link has no address".to_owned(), "Write [text](https://example.org/).")
            }
            Refusal::Characters => (
                &rules::MARKDOWN_LINK_SCHEME,
                "the address has a character that no address may have".to_owned(),
                "Remove blanks, colons in the path, backslashes and invisible characters; a blank in a path is %20.",
            ),
            Refusal::Scheme(scheme) => (
                &rules::MARKDOWN_LINK_SCHEME,
                format!("links with \"{scheme}:\" are not allowed"),
                "Use https://, mailto:, tel:, sms: or a path of this site such as /guides/.",
            ),
            Refusal::Address => (
                &rules::MARKDOWN_LINK_SCHEME,
                "this is no complete web address".to_owned(),
                "Write it as https://example.org/page, without a user name.",
            ),
            Refusal::Outside => (
                &rules::LINK_OUTSIDE,
                "the link leaves the site".to_owned(),
                "Write the path from the root of the site: /guides/paying-for-iop/.",
            ),
        };
        self.find(rule, message, help, range.clone());
    }

    /// Begins a picture. Only pictures of the site itself may be shown.
    fn image(&mut self, address: &str, title: &str, range: &Range<usize>) -> Open {
        let marked = self.address_range(address, range);
        let resolved = match link::resolve(address, self.context) {
            Ok(resolved @ Resolved { target: link::LinkTarget::Internal { .. }, .. }) => Some(resolved),
            Ok(_) | Err(_) => None,
        };
        // A lone fragment is a page, not a picture.
        let resolved = resolved.filter(|resolved| resolved.href.starts_with(super::BASE_MARKER));
        let refused = if !self.context.images {
            Some(("pictures are not shown in this text", "Describe in words what the picture shows."))
        } else if resolved.is_none() {
            Some((
                "the picture is not a file of this site",
                "Put the file into the site's assets and write its path: /images/map.png.",
            ))
        } else {
            None
        };
        if let Some((message, help)) = refused {
            self.find(&rules::MARKDOWN_IMAGE, message, help, marked.clone());
        }
        self.alt = Some(String::new());
        let resolved = resolved.filter(|_| refused.is_none());
        Open::Image { resolved, title: title.to_owned(), range: marked }
    }

    fn end_image(&mut self, resolved: Option<Resolved>, title: &str, range: Range<usize>) {
        let Some(alt) = self.alt.take() else { return };
        let alt = one_line(&alt);
        let Some(Resolved { target, href }) = resolved else {
            self.text(&alt);
            return;
        };
        if alt.is_empty() {
            let help = "Write what it shows between the brackets: ![A quiet waiting room](/images/room.jpg).";
            self.find(&rules::MARKDOWN_IMAGE, "the picture has no description", help, range.clone());
        }
        let html = &mut self.out.html;
        html.push_str("<img src=\"");
        escape_href(html, &href);
        html.push_str("\" alt=\"");
        escape(html, &alt);
        html.push('"');
        push_title(html, title);
        html.push_str(" loading=\"lazy\">");
        self.out.links.push(Link { target, range });
    }

    /// The bytes of the address in a link, or the whole link if it stands elsewhere or is written with escapes.
    fn address_range(&self, address: &str, range: &Range<usize>) -> Range<usize> {
        let written = self.source.get(range.clone()).unwrap_or_default();
        match written.rfind(address) {
            Some(at) if !address.is_empty() => range.start + at..range.start + at + address.len(),
            _ => range.clone(),
        }
    }

    fn block_html(&mut self, raw: &str, range: Range<usize>) {
        let shown = without_comments(raw);
        let shown = shown.trim();
        if shown.is_empty() {
            return;
        }
        self.find_html(range);
        self.out.html.push_str("<p>");
        escape(&mut self.out.html, shown);
        self.out.html.push_str("</p>\n");
    }

    fn inline_html(&mut self, raw: &str, range: &Range<usize>) {
        let shown = without_comments(raw);
        if shown.is_empty() {
            return;
        }
        // An end tag is not named again if its start tag was.
        let name = |tag: &str| tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let awaited = shown.strip_prefix("</").and_then(|tag| self.html_open.get_mut(&name(tag)));
        match awaited {
            Some(count) if *count > 0 => *count -= 1,
            _ => {
                *self.html_open.entry(name(shown.trim_start_matches('<'))).or_default() += 1;
                self.find_html(range.clone());
            }
        }
        if self.alt.is_none() {
            escape(&mut self.out.html, &shown);
        }
    }

    fn find_html(&mut self, range: Range<usize>) {
        let help = "Use Markdown: **bold**, *italic*, [text](address), - for a list.";
        self.find(&rules::MARKDOWN_HTML, "HTML tags do not work here and are shown as they are", help, range);
    }

    fn note_number(&mut self, label: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(label.to_owned()).or_insert(next)
    }

    fn note_reference(&mut self, label: &str) {
        if self.alt.is_some() {
            return;
        }
        let number = self.note_number(label);
        // Only the first reference can be come back to: an id stands once in a page.
        let id = if self.referenced.insert(number) { format!(" id=\"fnref:{number}\"") } else { String::new() };
        let _ = write!(self.out.html, "<sup><a href=\"#fn:{number}\"{id}>{number}</a></sup>");
    }

    fn find(&mut self, rule: &'static Rule, message: impl Into<String>, help: impl Into<String>, range: Range<usize>) {
        let (message, help) = match self.limit.room(rule) {
            Room::Free => (message.into(), Some(help.into())),
            Room::Last => {
                let more = limit::more(rule);
                (more.message, more.help)
            }
            Room::None => return,
        };
        self.out.findings.push(Finding { rule, message, help, range });
    }
}

/// Whether the pages that show a text have an element of their own with this id: those of the default theme, and the
/// programs of a listing.
pub(super) fn is_reserved(id: &str) -> bool {
    let own = ["back", "f-help", "here", "here-why", "main", "map", "map-t", "nearby", "where", "words"];
    own.contains(&id) || id.ends_with("-h") || ["p-", "save-", "where-"].iter().any(|own| id.starts_with(own))
}

/// Removes `<!-- -->`. A comment without an end stays, so that the rest of the text is not lost with it.
fn without_comments(raw: &str) -> String {
    let mut kept = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start + 4..].find("-->") else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + 4 + length + 3..];
    }
    kept.push_str(rest);
    kept
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        escape(html, title);
        html.push('"');
    }
}

/// Text for an element or a quoted attribute. Control characters, which can still come from `&#1;`, are dropped.
fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if is_control(c) => {}
            c => html.push(c),
        }
    }
}

/// A resolved address, with its marker.
fn escape_href(html: &mut String, href: &str) {
    let address = href.strip_prefix(super::BASE_MARKER);
    if address.is_some() {
        html.push(super::BASE_MARKER);
    }
    escape(html, address.unwrap_or(href));
}
