//! Prepares what the binary embeds.

use flate2::{Compression, write::GzEncoder};
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    println!("cargo:rerun-if-changed=build.rs");
    geo(Path::new(&out))
}

/// Compresses the gazetteer and the outlines: 3.8 MB become 1.4 MB.
fn geo(out: &Path) -> Result<(), Box<dyn Error>> {
    for name in ["zips.tsv", "places.tsv", "states-10m.json", "counties-10m.json"] {
        let source = Path::new("data/geo").join(name);
        println!("cargo:rerun-if-changed={}", source.display());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&fs::read(&source).map_err(|e| format!("{}: {e}", source.display()))?)?;
        fs::write(out.join(format!("{name}.gz")), encoder.finish()?)?;
    }
    Ok(())
}
