//! The syntax of YAML.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    YAML_NO_FRONT_MATTER = Error "yaml/no-front-matter", "The facts of a listing or guide stand between two lines of three hyphens at the top of the file.",
        example!("content/guides/paying.md" Whole "«# Paying for an IOP»\n\nAsk what your plan pays.\n"),
        example!("content/guides/paying.md" Whole "---\ntitle: \"Paying for an IOP\"\nsummary: \"What it costs and who helps.\"\nlast_reviewed: 2026-10-15\nsources: [{ title: \"TIP 47\" }]\n---\nAsk what your plan pays.\n");
    YAML_UNCLOSED = Error "yaml/unclosed-front-matter", "Without the second line of three hyphens nobody can tell where the facts end and the text begins.",
        example!("content/pages/about.md" Whole "«---»\ntitle: \"About us\"\nsummary: \"Who runs this directory.\"\n\nWe are a county.\n"),
        example!("content/pages/about.md" Whole "---\ntitle: \"About us\"\nsummary: \"Who runs this directory.\"\n---\nWe are a county.\n");
    YAML_SYNTAX = Error "yaml/syntax", "The facts could not be read at all, so nothing else in them could be checked.",
        listing!("name: Alder Creek«:» Evening IOP\n"),
        listing!("name: \"Alder Creek: Evening IOP\"\n");
    YAML_TAB = Error "yaml/tab", "YAML does not allow tab characters for indentation, because their width differs from editor to editor.",
        listing!("verified:\n  date: 2026-11-01\n«\t»by: provider\n  method: phone\n"),
        listing!("verified:\n  date: 2026-11-01\n  by: provider\n  method: phone\n");
    YAML_DUPLICATE_KEY = Error "yaml/duplicate-key", "With the same key twice, one of the two values would be lost.",
        listing!("verified:\n  date: 2026-11-01\n  by: provider\n  «date»: 2026-10-01\n  method: phone\n"),
        listing!("verified:\n  date: 2026-11-01\n  by: provider\n  method: phone\n");
    YAML_ALIAS = Error "yaml/alias", "Anchors and aliases (& and *) make a file hard to read and can be used to exhaust memory.",
        listing!("name: &title «\"Alder Creek IOP\"»\n"),
        listing!("name: \"Alder Creek IOP\"\n");
    YAML_TOO_DEEP = Error "yaml/too-deep", "No field needs this many levels; deep nesting is a mistake or an attack.",
        listing!("notes: [[[[[[[[[[[[[[[[[[[[[[[[[[\"Ring the bell.\"]]]]]]]]]]]]]]]]]]]]]]]]]]\n"),
        listing!("notes: [\"Ring the bell.\"]\n");
    YAML_CONTROL_CHARACTER = Error "yaml/control-character", "Control characters are invisible, come from copying, and break pages and data files.",
        Example::Words("A name copied from a document together with an invisible bell, escape or null character."),
        Example::Words("The name typed by hand.");
}
