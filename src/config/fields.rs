//! The keys of `waypost.yaml`.

use crate::shape::values::{DATE, EMAIL, LANGUAGE, PHONE, STATE, URL};
use crate::shape::{Kind, Object, field, need};

/// The keys of the site file.
pub static SITE: Object = Object {
    name: "the site file",
    fields: &[
        need("title", Kind::Words(60), "The name of the directory.", "\"Ohio IOP Directory\""),
        need(
            "description",
            Kind::Words(300),
            "One or two sentences about it, for search engines and shared links.",
            "\"Find intensive outpatient programs in Ohio.\"",
        ),
        need(
            "base_url",
            Kind::Value(&URL),
            "The public address of the home page, with a folder if the site lives in one.",
            "\"https://example.org/\"",
        ),
        field(
            "languages",
            Kind::List(&Kind::Value(&LANGUAGE)),
            "Languages of the site; the first is at the root.",
            "[en]",
        ),
        field("theme", Kind::Text(60), "The theme: a folder below `themes`, or `default`.", "default"),
        field("theme_params", Kind::TextMap, "Settings that the theme offers.", "{}"),
        field(
            "theme_tokens",
            Kind::Named(&TOKEN),
            "Colours and sizes of the theme; what is not set stays.",
            "{ accent: { light: \"#0b5f66\", dark: \"#7fd0cf\" } }",
        ),
        field(
            "demonstration",
            Kind::Choice(&["sample"]),
            "Says on every page that the listings are samples, and allows phone numbers kept for fiction.",
            "sample",
        ),
        field(
            "sample_notice",
            Kind::Words(300),
            "The words of that banner, in place of the theme's own.",
            "\"Sample data. Do not use it to seek care.\"",
        ),
        field(
            "credits",
            Kind::List(&Kind::Object(&CREDIT)),
            "Whom to thank in the footer, beside the sources of places and maps.",
            "[{ text: \"With help of the county library.\", url: \"https://example.org/\" }]",
        ),
        field(
            "crisis_lines",
            Kind::List(&Kind::Object(&CRISIS_LINE)),
            "Crisis lines of states, shown on their pages below the national ones.",
            "[{ state: OH, name: \"County Crisis Line\", phone: \"614-234-0142\", hours: \"Day and night\" }]",
        ),
        field("owner", Kind::Object(&OWNER), "Who runs the directory.", "{ name: \"County Health Department\" }"),
        field(
            "repository",
            Kind::Object(&REPOSITORY),
            "Where the files are kept; makes the links to correct a listing.",
            "{ url: \"https://github.com/example/directory\" }",
        ),
        field(
            "editors",
            Kind::List(&Kind::Text(60)),
            "Account names of those who may change any file; `check --pr-author` asks.",
            "[\"octocat\"]",
        ),
        field(
            "host",
            Kind::Choice(&["any", "github-pages", "cloudflare-pages", "netlify", "gitlab-pages", "codeberg-pages"]),
            "Where the site is published; sets the host's own files and limits.",
            "any",
        ),
        field(
            "domain",
            Kind::Text(253),
            "A domain of your own, for hosts that read it from a file.",
            "directory.example.org",
        ),
        field(
            "freshness",
            Kind::Object(&FRESHNESS),
            "Days after which a confirmation grows old.",
            "{ aging_days: 180, stale_days: 365, demote_days: 548 }",
        ),
        field("page_size", Kind::Integer(10, 500), "Listings on one page of a list.", "100"),
        field(
            "search",
            Kind::Choice(&["full", "none"]),
            "Whether the site has a search; it needs files beside the pages, some 5 MB for 20,000 listings.",
            "full",
        ),
        field("maps", Kind::Choice(&["full", "none"]), "Whether pages show where programs are on maps.", "full"),
        field(
            "saved",
            Kind::Choice(&["full", "none"]),
            "Whether visitors can save programs in their browser and compare them.",
            "full",
        ),
        field(
            "submit",
            Kind::Choice(&["full", "none"]),
            "Whether there is a form for new listings. It needs `repository`, or the owner's e-mail address.",
            "full",
        ),
        field("feed_size", Kind::Integer(1, 500), "Entries of the feed.", "50"),
        field(
            "severity",
            Kind::TextMap,
            "Another severity for a rule: error, warning, info or off.",
            "{ care/no-hours: off }",
        ),
        field(
            "date",
            Kind::Value(&DATE),
            "Builds as if it were this day. Leave it out except for samples.",
            "2026-11-22",
        ),
    ],
};

static TOKEN: Object = Object {
    name: "a token",
    fields: &[
        field("light", Kind::Text(100), "The value on light pages.", "\"#0b5f66\""),
        field("dark", Kind::Text(100), "The value on dark pages.", "\"#7fd0cf\""),
    ],
};

static OWNER: Object = Object {
    name: "the owner",
    fields: &[
        need("name", Kind::Words(120), "Name of the person or organization.", "\"County Health Department\""),
        field("url", Kind::Value(&URL), "Their page.", "\"https://example.org\""),
        field("email", Kind::Value(&EMAIL), "Where corrections are read.", "\"directory@example.org\""),
        field(
            "funding",
            Kind::Words(300),
            "Who pays for the directory.",
            "\"Paid for by the county. No money from providers.\"",
        ),
    ],
};

static CREDIT: Object = Object {
    name: "a credit",
    fields: &[
        need("text", Kind::Words(300), "The words.", "\"With help of the county library.\""),
        field("url", Kind::Value(&URL), "Where they lead.", "\"https://example.org/\""),
    ],
};

static CRISIS_LINE: Object = Object {
    name: "a crisis line",
    fields: &[
        need("state", Kind::Value(&STATE), "The state whose pages show it.", "OH"),
        need("name", Kind::Words(80), "What it is called.", "\"County Crisis Line\""),
        need("phone", Kind::Value(&PHONE), "Its number, ten digits.", "\"614-234-0142\""),
        field("hours", Kind::Words(120), "When it is open, and for whom it is.", "\"Day and night\""),
    ],
};

static REPOSITORY: Object = Object {
    name: "the repository",
    fields: &[
        need("url", Kind::Value(&URL), "Its page.", "\"https://github.com/example/directory\""),
        field("branch", Kind::Text(100), "The branch that is published.", "main"),
        field(
            "kind",
            Kind::Choice(&["github", "gitlab", "forgejo"]),
            "What runs there, `forgejo` also for Gitea; worked out from the address when absent.",
            "forgejo",
        ),
    ],
};

static FRESHNESS: Object = Object {
    name: "freshness",
    fields: &[
        field("aging_days", Kind::Integer(1, 3650), "After so many days a listing is due for a call.", "180"),
        field("stale_days", Kind::Integer(1, 3650), "After so many days its page shows a caution.", "365"),
        field("demote_days", Kind::Integer(1, 3650), "After so many days lists show it last.", "548"),
    ],
};
