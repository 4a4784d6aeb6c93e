//! Survey directories in.

pub mod codes;
pub mod row;
