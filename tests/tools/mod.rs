//! Programs that tests call and a machine may lack.

use std::env;

/// Whether all these programs can be run. If one cannot, says so, and the test should return; where `ONUS_NO_SKIP` is
/// set, as in `.ci/run`, the test fails instead.
pub(crate) fn present(programs: &[&str]) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let missing: Vec<&str> = programs
        .iter()
        .copied()
        .filter(|program| !env::split_paths(&path).any(|folder| folder.join(program).is_file()))
        .collect();
    if !missing.is_empty() {
        let says = format!(
            "skipped: {} cannot be run here; ./test installs what is missing",
            missing.join(", ")
        );
        assert!(env::var_os("ONUS_NO_SKIP").is_none(), "{says}");
        eprintln!("{says}");
    }
    missing.is_empty()
}
