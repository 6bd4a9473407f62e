//! What is kept of a fault in Onus itself: where it was, and how the program came there. Never what it worked on: the
//! words of a panic may quote a text of the project, so they are left out.

use crate::storage::disk::{Disk, DiskError, Named, RealDisk, replace};
use crate::storage::home::profile::Home;
use std::backtrace::Backtrace;
use std::collections::BTreeSet;
use std::panic::{Location, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A fault that was met: something in Onus stopped where it should not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the program, such as `src/ui/page/flow.rs, line 88`.
    pub place: String,
    /// The file that says more; `None` where it could not be written.
    pub report: Option<PathBuf>,
}

/// The faults that were met and not told yet. Cloning gives another way to the same ones.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Met>>);

#[derive(Debug, Default)]
struct Met {
    /// A view that fails in every frame is told once.
    places: BTreeSet<String>,
    untold: Vec<Fault>,
}

impl Faults {
    /// From here on every panic of the process is taken in here, reported in a file of the folder, and named on standard
    /// error by its place alone.
    pub fn watch(&self, home: Option<&Home>) {
        let (faults, folder) = (self.clone(), home.map(Home::reports));
        std::panic::set_hook(Box::new(move |info| faults.meet(info, folder.as_deref())));
    }

    /// Those that came since this was called last.
    pub fn take(&self) -> Vec<Fault> {
        std::mem::take(&mut self.met().untold)
    }

    fn meet(&self, info: &PanicHookInfo<'_>, folder: Option<&Path>) {
        let place = info
            .location()
            .map_or_else(|| "an unknown place".to_owned(), said);
        if !self.met().places.insert(place.clone()) {
            return;
        }
        let thread = std::thread::current()
            .name()
            .unwrap_or("without a name")
            .to_owned();
        let text = report(&place, &thread, &Backtrace::force_capture().to_string());
        let report = folder.and_then(|folder| write(&RealDisk, folder, &text).ok());
        match &report {
            Some(path) => eprintln!("onus: A fault in {place}. A report is in {}.", path.display()),
            None => eprintln!("onus: A fault in {place}."),
        }
        self.met().untold.push(Fault { place, report });
    }

    fn met(&self) -> std::sync::MutexGuard<'_, Met> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn said(place: &Location<'_>) -> String {
    format!("{}, line {}", place.file(), place.line())
}

fn report(place: &str, thread: &str, way: &str) -> String {
    format!(
        "Onus {} met a fault in {place}, on the thread {thread}.\nSystem: {} on {}.\nNo text of a project is in this \
         file.\n\n{way}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}

/// Writes a report under the next number, and returns where.
fn write(disk: &dyn Disk, folder: &Path, text: &str) -> Result<PathBuf, DiskError> {
    disk.create_folder(folder).named(folder, "made")?;
    let mut number = 1;
    let path = loop {
        let path = folder.join(format!("report-{number}.txt"));
        if disk.length(&path).named(&path, "read")?.is_none() {
            break path;
        }
        number += 1;
    };
    replace(disk, &path, [text.as_bytes()])?;
    Ok(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]
mod tests {
    use super::*;

    /// The hook is one for the whole process, so all is shown in one test.
    #[test]
    fn a_fault_is_told_once_and_its_report_quotes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::default();
        let before = std::panic::take_hook();
        faults.watch(Some(&Home::at(folder.path())));
        let fail = |text: &'static str| std::thread::spawn(move || text[1..].len()).join().unwrap_err();
        fail("é, a secret of the source");
        fail("é, another one");
        std::panic::set_hook(before);
        let [fault] = &faults.take()[..] else {
            panic!("not told once")
        };
        assert!(
            fault.place.starts_with("src/storage/home/report.rs, line "),
            "{}",
            fault.place
        );
        let path = fault.report.clone().unwrap();
        assert_eq!(path, folder.path().join("reports").join("report-1.txt"));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains(&fault.place), "{text}");
        assert!(!text.contains("secret"), "{text}");
        assert_eq!(faults.take(), []);
    }
}
