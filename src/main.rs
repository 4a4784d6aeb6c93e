//! The command line of Waypost: parse the arguments, run one verb, exit 0 (clean), 1 (findings) or 2 (could not run).

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    waypost::cli::main()
}
