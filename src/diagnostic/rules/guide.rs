//! Guides, pages, and text below the front matter.

use super::{Example, Form, GUIDE, LISTING, Part, Rule, Severity};

rules! {
    GUIDE_SOURCES = Error "guide/sources", "Health information without a source cannot be trusted or checked.",
        guide!("sources: «[]»\n"),
        guide!("sources: [{ title: \"TIP 47\", url: \"https://www.samhsa.gov/\" }]\n");
    GUIDE_TRANSLATION = Warning "guide/translation-old", "What was corrected in the text may still be wrong in its translation.",
        example!(
            "waypost.yaml" Keys "languages: [en, es]\n",
            "content/guides/what-is-iop.md" Keys "last_reviewed: 2026-10-15\n",
            "content/es/guides/what-is-iop.md" Keys "last_reviewed: 2026-03-01\n"
        ),
        example!(
            "waypost.yaml" Keys "languages: [en, es]\n",
            "content/guides/what-is-iop.md" Keys "last_reviewed: 2026-10-15\n",
            "content/es/guides/what-is-iop.md" Keys "last_reviewed: 2026-10-20\n"
        );
    GUIDE_REVIEW_OVERDUE = Warning "guide/review-overdue", "Health information is reviewed once a year.",
        guide!("last_reviewed: 2025-10-15\nreview_due: «2026-10-15»\n"),
        guide!("last_reviewed: 2026-10-15\nreview_due: 2027-10-15\n");
    GUIDE_REVIEW_ORDER = Error "guide/review-order", "The next review cannot come before the last one.",
        guide!("last_reviewed: 2026-10-15\nreview_due: «2026-01-15»\n"),
        guide!("last_reviewed: 2026-10-15\nreview_due: 2027-10-15\n");
    GUIDE_READING = Warning "guide/reading-grade", "Most readers of a health text need grade 9 or less, in distress still less (Flesch-Kincaid for English, INFLESZ for Spanish).",
        Example::Words("A guide of long sentences: \"Participation in an intensive outpatient program necessitates a considerable commitment, particularly regarding attendance, transportation and the reconciliation of therapeutic with occupational responsibilities.\""),
        Example::Words("The same in short ones: \"You come three times a week. Plan how you get there. Talk with your boss about your hours.\"");
    MARKDOWN_HTML = Warning "markdown/html", "HTML is shown as plain text, because listings come from strangers.",
        text!("We meet «<b>»on Monday</b>.\n"),
        text!("We meet **on Monday**.\n");
    MARKDOWN_LINK_SCHEME = Error "markdown/link-scheme", "Only web, mail, phone and text links are allowed; others can run programs.",
        text!("See [our page](«javascript:alert(1)»).\n"),
        text!("See [our page](https://example.org/).\n");
    MARKDOWN_IMAGE = Error "markdown/image", "Pictures from other sites tell those sites who reads the page, and a picture without words says nothing to somebody who cannot see it.",
        guide_text!("![A waiting room](«https://example.org/room.jpg»)\n"),
        guide_text!("The waiting room has chairs and a window.\n");
    MARKDOWN_HEADING_ONE = Warning "markdown/heading-one", "The title is the page's first heading; the text begins at the second level.",
        text!("«# Welcome»\n\nWe meet on Monday.\n"),
        text!("## Welcome\n\nWe meet on Monday.\n");
    MARKDOWN_TOO_DEEP = Error "markdown/too-deep", "Text nested this deeply is a mistake or an attack.",
        text!("> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > Monday\n"),
        text!("> Monday\n");
    MARKDOWN_BROKEN_REFERENCE = Warning "markdown/broken-reference", "A reference without its address is shown as brackets.",
        text!("See «[our page][home]».\n"),
        text!("See [our page][home].\n\n[home]: https://example.org/\n");
    TEXT_TOO_LONG = Warning "text/too-long", "A listing is read by somebody in a hurry; the facts say the rest.",
        Example::Words("More than 400 words below the front matter of a listing."),
        Example::Words("What somebody needs before the first call, in a few paragraphs.");
}
