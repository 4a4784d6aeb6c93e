//! The bytes of a file that a person brings, unpacked where it is gzip.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::diagnostic::{Diagnostic, Place, rules};

/// Bytes that can be read from any place in them.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A packed file that unpacks to more than this is no survey file.
const UNPACKED_MAX: u64 = 2 << 30;

/// Why a step of the import stopped. Boxed, because a finding is large and most steps succeed.
pub(super) type Fault = Box<Diagnostic>;

/// A finding about the shape of the file at `path`: what is wrong, and what to do.
pub(super) fn shape(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Box::new(Diagnostic::new(&rules::IMPORT_SHAPE, message).at(Place::file(shown(path))).help(help))
}

/// The same with a line, counted from 1.
pub(super) fn shape_at(path: &Path, line: u64, message: impl Into<String>, help: impl Into<String>) -> Fault {
    let mut place = Place::file(shown(path));
    (place.line, place.column, place.width) = (u32::try_from(line).unwrap_or(u32::MAX), 1, 1);
    Box::new(Diagnostic::new(&rules::IMPORT_SHAPE, message).at(place).help(help))
}

/// A path as a person would type it.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The file could not be opened or read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::UnexpectedEof || error.kind() == std::io::ErrorKind::InvalidInput {
        return shape(path, "the packed file ends in the middle", "get the file again; the copy is not complete");
    }
    let finding = Diagnostic::new(&rules::FILE_UNREADABLE, format!("the file cannot be read: {error}"))
        .at(Place::file(shown(path)))
        .help("check the path and the permissions");
    Box::new(finding)
}

/// The file's text or bytes from the beginning, unpacked where they are gzip.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read>, Fault> {
    let reader = BufReader::with_capacity(1 << 16, file(path)?);
    if is_gzip(path)? {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader).take(UNPACKED_MAX))));
    }
    Ok(Box::new(reader))
}

/// The same for formats that jump about in their file. A packed one is unpacked into memory.
pub(super) fn open_seekable(path: &Path) -> Result<Box<dyn ReadSeek>, Fault> {
    if is_gzip(path)? {
        let mut bytes = Vec::new();
        open(path)?.read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
        return Ok(Box::new(Cursor::new(bytes)));
    }
    Ok(Box::new(BufReader::new(file(path)?)))
}

/// First bytes of the file, unpacked, to tell what it is.
pub(super) fn head(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    open(path)?.take(512).read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
    Ok(bytes)
}

/// First 16 hex digits of the BLAKE3 hash of the file as it is on disk.
pub(super) fn hash(path: &Path) -> Result<String, Fault> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut file(path)?, &mut hasher).map_err(|e| unreadable(path, &e))?;
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

fn is_gzip(path: &Path) -> Result<bool, Fault> {
    let mut magic = Vec::new();
    file(path)?.take(2).read_to_end(&mut magic).map_err(|e| unreadable(path, &e))?;
    Ok(magic == [0x1f, 0x8b])
}

fn file(path: &Path) -> Result<File, Fault> {
    File::open(path).map_err(|e| unreadable(path, &e))
}
