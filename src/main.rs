//! Onus: a window, or one command and out.

use onus::cli::{self, Todo};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Todo::Done(code) => code,
        #[cfg(feature = "window")]
        Todo::Window { files, sample } => onus::ui::run::window(files, sample),
        #[cfg(feature = "window")]
        Todo::Picture(picture) => drawn(&picture),
        #[cfg(not(feature = "window"))]
        Todo::Window { .. } | Todo::Picture(_) => {
            eprintln!(
                "onus: This build has no window. Build it with the feature “window”, or see onus --help."
            );
            ExitCode::from(3)
        }
    }
}

/// Draws the picture asked for; what is wrong with the words of its options is wrong use.
#[cfg(feature = "window")]
fn drawn(asked: &cli::Picture) -> ExitCode {
    let side = |text: &str| text.parse::<f32>().ok().filter(|n| (1.0..=8192.0).contains(n));
    let size = asked
        .size
        .split_once('x')
        .and_then(|(width, height)| Some((side(width)?, side(height)?)));
    let dark = match asked.theme.as_str() {
        "light" => Some(false),
        "dark" => Some(true),
        _ => None,
    };
    let start = match asked.view.as_str() {
        "read" => Some(false),
        "start" => Some(true),
        _ => None,
    };
    let (Some(size), Some(dark), Some(start)) = (size, dark, start) else {
        eprintln!("onus: The size is such as 1440x900, the theme light or dark, the view read or start.");
        return ExitCode::from(2);
    };
    let wanted = onus::ui::picture::Wanted {
        dark,
        size,
        source: asked.source.clone(),
        select: asked.select,
        system_fonts: asked.system_fonts,
    };
    let project = asked.project.as_deref().filter(|_| !start);
    let project = project.map(onus::storage::named_project);
    let png = asked
        .output
        .extension()
        .is_none_or(|e| e.eq_ignore_ascii_case("png"));
    if !png {
        eprintln!("onus: A picture is a PNG file: name it so, such as window.png.");
        return ExitCode::from(2);
    }
    match onus::ui::picture::write(project.as_deref(), &wanted, &asked.output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            eprintln!("onus: {says}");
            ExitCode::FAILURE
        }
    }
}
