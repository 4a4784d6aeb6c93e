//! Survey directories in.

pub mod codes;
mod columns;
mod findtreatment;
mod input;
mod merge;
mod names;
mod phone;
mod repair;
pub mod report;
pub mod row;
mod samhsa_csv;
mod samhsa_xlsx;
mod slugs;
