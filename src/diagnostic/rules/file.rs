//! Reading files.

use super::{Example, Form, Part, Rule, Severity};

rules! {
    FILE_UNREADABLE = Error "file/unreadable", "A file that cannot be read cannot be checked, so the site could silently lose a listing.",
        Example::Words("A file that you may not read, or a link to a file that is not there."),
        Example::Words("A file that you may read.");
    FILE_NOT_UTF8 = Error "file/not-utf8", "Text in another encoding shows wrong letters. Every editor can save as UTF-8.",
        Example::Words("A file saved as Windows-1252, Latin-1 or UTF-16."),
        Example::Words("The same file saved as UTF-8.");
    FILE_EMPTY = Error "file/empty", "An empty file is most often a save that failed.",
        example!("content/guides/paying.md" Whole " \n"),
        example!("content/guides/paying.md" Whole "---\ntitle: \"Paying for an IOP\"\nsummary: \"What it costs and who helps.\"\nlast_reviewed: 2026-10-15\nsources: [{ title: \"TIP 47\" }]\n---\nAsk what your plan pays.\n");
    FILE_TOO_LARGE = Error "file/too-large", "A listing is a page of text. A very large file is a mistake or an attack.",
        Example::Words("A listing with a picture or a document pasted into it, larger than 64 KB above the second line of hyphens."),
        Example::Words("The facts alone; the document stands on the program's own website.");
    FILE_NAME = Error "file/name", "The file name is the public address of the page, so it has to be plain: a-z, 0-9 and hyphens.",
        example!("content/providers/al/Birch_Hill.md" Keys ""),
        example!("content/providers/al/birch-hill.md" Keys "");
    FILE_STRAY = Warning "file/stray", "A file that Waypost does not understand would be missing from the site without a word.",
        example!("content/providers/birch-hill.md" Keys ""),
        example!("content/providers/al/birch-hill.md" Keys "");
    FILE_LINK_LOOP = Error "file/link-loop", "A symbolic link that leads back to its own folder has no end.",
        Example::Words("ln -s .. content/guides/all"),
        Example::Words("rm content/guides/all");
    FILE_OUTSIDE = Error "file/outside", "A symbolic link that leaves the project could publish a file nobody meant to publish.",
        Example::Words("ln -s ~/notes.md content/guides/notes.md"),
        Example::Words("cp ~/notes.md content/guides/notes.md");
}

