//! Prepares what the binary embeds.

use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = path_of("OUT_DIR")?;
    geo(&out)?;
    theme(&out)
}

/// Compresses the gazetteer and the outlines: 3.8 MB become 1.4 MB.
fn geo(out: &Path) -> io::Result<()> {
    for name in ["zips.tsv", "places.tsv", "states-10m.json", "counties-10m.json"] {
        let source = Path::new("data/geo").join(name);
        println!("cargo::rerun-if-changed={}", source.display());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&fs::read(&source)?)?;
        fs::write(out.join(format!("{name}.gz")), encoder.finish()?)?;
    }
    Ok(())
}

/// Writes a table of the default theme's files: the path inside the theme and the bytes. Sorted, so that the same
/// files give the same binary. Files and folders whose name begins with a dot are left out.
fn theme(out: &Path) -> io::Result<()> {
    let root = path_of("CARGO_MANIFEST_DIR")?.join("themes/default");
    println!("cargo::rerun-if-changed=themes/default");
    let mut files = Vec::new();
    if root.is_dir() {
        gather(&root, "", &mut files)?;
    }
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let from = format!("/themes/default/{file}");
        let _ = writeln!(table, "    ({file:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {from:?}))),");
    }
    table.push_str("]\n");
    fs::write(out.join("theme.rs"), table)
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| io::Error::other("a file name of the default theme is not UTF-8"))?;
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn path_of(variable: &str) -> io::Result<PathBuf> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("{variable} is not set")))
}
