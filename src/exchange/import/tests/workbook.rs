//! Tiny workbooks for tests, made by hand.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

/// A workbook with these sheets, each with its rows of cells; a cell of digits is a number.
pub(super) fn workbook(sheets: &[(&str, &[Vec<&str>])]) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut names, mut targets) = (String::new(), String::new());
    for (n, (name, rows)) in (1..).zip(sheets) {
        let _ = write!(names, "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>");
        let _ = write!(
            targets,
            "<Relationship Id=\"r{n}\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        let mut data = String::new();
        for (r, row) in (1..).zip(*rows) {
            let _ = write!(data, "<row r=\"{r}\">");
            for (column, cell) in (b'A'..).zip(row) {
                let at = format!("{}{r}", char::from(column));
                let _ = match cell {
                    _ if cell.is_empty() => Ok(()),
                    _ if cell.bytes().all(|b| b.is_ascii_digit()) => write!(data, "<c r=\"{at}\"><v>{cell}</v></c>"),
                    _ => write!(data, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
                };
            }
            data += "</row>";
        }
        let sheet = format!("<worksheet {main}><sheetData>{data}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
    }
    let book = format!("<workbook {main} xmlns:r=\"{links}\"><sheets>{names}</sheets></workbook>");
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let top = format!("<Relationship Id=\"r1\" Type=\"{links}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    parts.push(("_rels/.rels".into(), format!("<Relationships {package}>{top}</Relationships>")));
    parts.push(("xl/workbook.xml".into(), book));
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships {package}>{targets}</Relationships>")));
    stored_zip(&parts)
}

/// An archive whose files are stored as they are.
fn stored_zip(parts: &[(String, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let size = u32::try_from(text.len()).unwrap();
        let mut facts = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for number in [crc.sum(), size, size, u32::try_from(name.len()).unwrap()] {
            facts.extend(number.to_le_bytes());
        }
        let offset = u32::try_from(out.len()).unwrap();
        out.extend(b"PK\x03\x04");
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (size, start) = (u32::try_from(directory.len()).unwrap(), u32::try_from(out.len()).unwrap());
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend([count, count].concat());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
