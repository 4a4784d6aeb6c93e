//! Where the files of a site are kept, and the addresses at which people change them.
//!
//! What each of the three takes from an address: GitHub `filename` and `value` of a new file (GitHub Docs, "Creating
//! new files"); Forgejo and Gitea the same (go-gitea/gitea#16556); GitLab only `file_name`, as its editor ignores
//! `content` (gitlab-org/gitlab#594214).

use url::form_urlencoded::byte_serialize;

/// The software of a site that keeps repositories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub.
    GitHub,
    /// GitLab.
    GitLab,
    /// Forgejo and Gitea, as on Codeberg.
    Forgejo,
}

/// A repository, as far as its address goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its page, without a slash at the end.
    pub url: String,
    /// The branch that is published.
    pub branch: String,
    /// What runs there.
    pub forge: Forge,
}

impl Repository {
    /// The repository at `url`. `kind` is what the site file says runs there.
    pub fn new(url: &str, branch: String, kind: Option<&str>) -> Self {
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let named = |words: &[&str]| words.iter().any(|word| host.contains(word));
        let forge = match kind {
            Some("gitlab") => Forge::GitLab,
            Some("forgejo") => Forge::Forgejo,
            None if named(&["gitlab"]) => Forge::GitLab,
            None if named(&["codeberg", "forgejo", "gitea"]) => Forge::Forgejo,
            _ => Forge::GitHub,
        };
        Self { url: url.trim_end_matches('/').to_owned(), branch, forge }
    }

    /// What people call the place: "GitHub", "GitLab", or the name of the host.
    pub fn name(&self) -> &str {
        match self.forge {
            Forge::GitHub => "GitHub",
            Forge::GitLab => "GitLab",
            Forge::Forgejo if self.url.starts_with("https://codeberg.org/") => "Codeberg",
            Forge::Forgejo => "Forgejo",
        }
    }

    /// The page for a new issue, with its title and text filled in.
    pub fn issue(&self, title: &str, text: &str) -> String {
        let (title, text) = (encoded(title), encoded(text));
        match self.forge {
            Forge::GitLab => {
                format!("{}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}", self.url)
            }
            Forge::GitHub | Forge::Forgejo => format!("{}/issues/new?title={title}&body={text}", self.url),
        }
    }

    /// The page on which the file `path` is edited.
    pub fn edit(&self, path: &str) -> String {
        let edit = match self.forge {
            Forge::GitHub => "edit",
            Forge::GitLab => "-/edit",
            Forge::Forgejo => "_edit",
        };
        format!("{}/{edit}/{}/{path}", self.url, self.branch)
    }

    /// The page that shows the folder `path`.
    pub fn folder(&self, path: &str) -> String {
        let tree = match self.forge {
            Forge::GitHub => "tree",
            Forge::GitLab => "-/tree",
            Forge::Forgejo => "src/branch",
        };
        format!("{}/{tree}/{}/{path}", self.url, self.branch)
    }

    /// The page for a new file. `{path}` stands for its encoded path.
    pub fn new_file(&self) -> String {
        let (page, name) = match self.forge {
            Forge::GitHub => ("new", "filename"),
            Forge::GitLab => ("-/new", "file_name"),
            Forge::Forgejo => ("_new", "filename"),
        };
        format!("{}/{page}/{}?{name}={{path}}", self.url, self.branch)
    }

    /// What [`Self::new_file`] takes for the text of the file; `{text}` stands for it, encoded. `None` if the forge
    /// takes no text from an address.
    pub fn new_text(&self) -> Option<&'static str> {
        (self.forge != Forge::GitLab).then_some("&value={text}")
    }

    /// The page to which a file can be dragged. `{folder}` stands for its folder. `None` if there is no such page.
    pub fn upload(&self) -> Option<String> {
        let page = match self.forge {
            Forge::GitHub => "upload",
            Forge::Forgejo => "_upload",
            Forge::GitLab => return None,
        };
        Some(format!("{}/{page}/{}/{{folder}}", self.url, self.branch))
    }
}

/// A letter to `address` with its subject and text.
pub fn letter(address: &str, subject: &str, text: &str) -> String {
    format!("mailto:{address}?subject={}&body={}", encoded(subject), encoded(&text.replace('\n', "\r\n")))
}

/// Encoded for a query. A blank is `%20`, which mail programs understand as well.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::{Forge, Repository, letter};

    fn repository(url: &str, kind: Option<&str>) -> Repository {
        Repository::new(url, "main".to_owned(), kind)
    }

    #[test]
    fn the_software_is_known_by_the_host_unless_it_is_named() {
        for (url, kind, forge) in [
            ("https://github.com/a/b/", None, Forge::GitHub),
            ("https://gitlab.example.org/a/b", None, Forge::GitLab),
            ("https://codeberg.org/a/b", None, Forge::Forgejo),
            ("https://git.example.org/a/gitlab", None, Forge::GitHub),
            ("https://git.example.org/a/b", Some("forgejo"), Forge::Forgejo),
            ("https://gitlab.example.org/a/b", Some("github"), Forge::GitHub),
        ] {
            assert_eq!(repository(url, kind).forge, forge, "{url} {kind:?}");
        }
    }

    #[test]
    fn every_forge_has_addresses_of_its_own() {
        let all = ["https://github.com/a/b/", "https://gitlab.com/a/b", "https://codeberg.org/a/b"]
            .map(|url| repository(url, None));
        assert_eq!(
            all.each_ref().map(|r| r.issue("A & b", "x\ny")),
            [
                "https://github.com/a/b/issues/new?title=A%20%26%20b&body=x%0Ay",
                "https://gitlab.com/a/b/-/issues/new?issue%5Btitle%5D=A%20%26%20b&issue%5Bdescription%5D=x%0Ay",
                "https://codeberg.org/a/b/issues/new?title=A%20%26%20b&body=x%0Ay",
            ]
        );
        assert_eq!(
            all.each_ref().map(|r| r.edit("content/a.md")),
            [
                "https://github.com/a/b/edit/main/content/a.md",
                "https://gitlab.com/a/b/-/edit/main/content/a.md",
                "https://codeberg.org/a/b/_edit/main/content/a.md",
            ]
        );
        assert_eq!(
            all.each_ref().map(|r| (r.new_file(), r.new_text())),
            [
                ("https://github.com/a/b/new/main?filename={path}".to_owned(), Some("&value={text}")),
                ("https://gitlab.com/a/b/-/new/main?file_name={path}".to_owned(), None),
                ("https://codeberg.org/a/b/_new/main?filename={path}".to_owned(), Some("&value={text}")),
            ]
        );
        assert_eq!(all[1].upload(), None);
        assert_eq!(all[2].upload().as_deref(), Some("https://codeberg.org/a/b/_upload/main/{folder}"));
    }

    #[test]
    fn a_letter_has_blanks_and_lines_that_mail_programs_understand() {
        assert_eq!(letter("a@b.org", "A + b", "x\ny z"), "mailto:a@b.org?subject=A%20%2B%20b&body=x%0D%0Ay%20z");
    }
}
