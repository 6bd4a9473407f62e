//! The picture our own painter draws is the window as OpenGL draws it: at most one pixel in a hundred differs.
#![cfg(all(target_os = "linux", feature = "window"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod screen;
mod tools;

use screen::Screen;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const ONUS: &str = env!("CARGO_BIN_EXE_onus");

fn pixels_of(path: &Path) -> Vec<[u8; 3]> {
    let decoder = png::Decoder::new(BufReader::new(File::open(path).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.width, info.height), (1440, 900));
    let channels = info.color_type.samples();
    bytes.chunks(channels).map(|p| [p[0], p[1], p[2]]).collect()
}

#[test]
fn a_picture_is_what_the_window_shows() {
    if !tools::present(&["Xvfb", "xdotool"]) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("icefcom.onus.ron");
    std::fs::copy("sample-projects/icefcom.onus.ron", &project).unwrap();
    let settings = home.path().join("settings");

    let screen = Screen::start(1440, 900);
    let mut onus = screen
        .shows(Command::new(ONUS).arg(&project).env("ONUS_HOME", &settings))
        .spawn()
        .unwrap();
    let window = screen.wait_for_window(&mut onus, Duration::from_secs(120));
    screen.play(&["windowmove", &window, "0", "0"]);
    screen.play(&["windowsize", &window, "1440", "900"]);
    // The system's fonts come in from a thread some time after the first frame.
    std::thread::sleep(Duration::from_secs(2));
    screen.settle();
    let shown = screen.pixels();
    onus.kill().unwrap();
    onus.wait().unwrap();

    let picture = home.path().join("picture.png");
    let drawn = Command::new(ONUS)
        .args(["picture", "--system-fonts", "--size", "1440x900", "-o"])
        .args([&picture, &project])
        .env("ONUS_HOME", &settings)
        .status()
        .unwrap();
    assert!(drawn.success());
    let drawn = pixels_of(&picture);

    assert_eq!(shown.len(), drawn.len());
    let blank = shown.iter().filter(|p| *p == &shown[shown.len() / 2]).count();
    assert!(blank < shown.len() * 9 / 10, "the window shows next to nothing");
    let other = shown.iter().zip(&drawn).filter(|(a, b)| a != b).count();
    let share = other as f64 / shown.len() as f64;
    println!("{other} of {} pixels differ: {:.2} %", shown.len(), share * 100.0);
    assert!(share <= 0.01, "{:.2} % of the pixels differ", share * 100.0);
}
