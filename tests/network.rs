//! Onus opens no internet socket: every command runs under `strace`, which names each socket that is asked for.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "window")]
mod screen;
mod tools;

use std::fs;
use std::path::Path;
use std::process::Command;

const ONUS: &str = env!("CARGO_BIN_EXE_onus");

#[test]
fn the_command_line_opens_no_internet_socket() {
    if !tools::present(&["strace"]) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let name = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    fs::write(
        name("post.txt"),
        "“匿名64”组织\nis said to be a front.\nhttps://example.org/post\n",
    )
    .unwrap();
    let (project, post, export) = (name("case.onus.ron"), name("post.txt"), name("case.json"));
    let commands: [&[&str]; 6] = [
        &["new", &project],
        &["import", &project, &post, "--url", "https://example.org/post"],
        &["show", &project],
        &["validate", &project],
        &["export", &project, "--format", "json", "-o", &export],
        #[cfg(feature = "window")]
        &["picture", &project, "-o", &name("case.png")],
        #[cfg(not(feature = "window"))]
        &["schema"],
    ];
    for words in commands {
        let trace = trace(home.path(), ONUS, words);
        assert!(
            trace.contains("+++ exited with 0 +++"),
            "onus {} failed:\n{trace}",
            words.join(" ")
        );
        assert_eq!(internet(&trace), [""; 0], "onus {}", words.join(" "));
    }
    assert!(
        fs::metadata(&export).unwrap().len() > 1000,
        "the commands ended well and exported nothing"
    );
}

#[test]
#[cfg(feature = "window")]
fn the_window_opens_no_internet_socket() {
    use std::time::Duration;

    if !tools::present(&["strace", "Xvfb", "xdotool"]) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let screen = screen::Screen::start(1440, 900);
    let log = home.path().join("trace");
    let mut strace = screen
        .shows(&mut strace(home.path(), &log, ONUS, &["--sample"]))
        .spawn()
        .unwrap();
    screen.wait_for_window(&mut strace, Duration::from_secs(120));
    // What the window might ask for after it is shown, it asks for soon.
    std::thread::sleep(Duration::from_secs(3));
    assert!(
        strace.try_wait().unwrap().is_none(),
        "the window closed by itself"
    );
    // The tracer passes the signal on to what it started.
    // `kill` is built into every shell; the program of that name is not on every machine.
    let kill = Command::new("sh")
        .args(["-c", &format!("kill {}", strace.id())])
        .status()
        .unwrap();
    assert!(kill.success());
    strace.wait().unwrap();
    let trace = fs::read_to_string(log).unwrap();
    assert!(
        trace.contains("AF_UNIX"),
        "the window did not even reach its screen:\n{trace}"
    );
    assert_eq!(internet(&trace), [""; 0]);
}

#[test]
fn a_program_that_opens_one_is_caught() {
    if !tools::present(&["strace", "bash"]) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    for (words, caught) in [
        ("exec 3<>/dev/udp/127.0.0.1/9", true),
        ("exec 3</dev/null", false),
    ] {
        // In a process of its own below the one that is started.
        let trace = trace(home.path(), "bash", &["-c", &format!("({words}); true")]);
        assert!(trace.contains("+++ exited with 0 +++"), "{trace}");
        assert_eq!(!internet(&trace).is_empty(), caught, "{words}:\n{trace}");
    }
}

/// Runs a program to its end and returns what it and its children asked of the network.
fn trace(home: &Path, program: &str, words: &[&str]) -> String {
    let log = home.join("trace");
    strace(home, &log, program, words).output().unwrap();
    fs::read_to_string(log).unwrap()
}

/// A tracer that follows a program and all its children, with settings of its own. `-I 2` lets a signal end it, and
/// what it started with it, even though it writes to a file.
fn strace(home: &Path, log: &Path, program: &str, words: &[&str]) -> Command {
    let mut strace = Command::new("strace");
    strace
        .args(["-I", "2", "-f", "-e", "trace=network", "-o"])
        .arg(log)
        .arg(program)
        .args(words);
    strace.env("ONUS_HOME", home.join("settings"));
    strace
}

/// The lines of a trace that ask for a socket of the internet, version 4 or 6.
fn internet(trace: &str) -> Vec<&str> {
    trace.lines().filter(|line| line.contains("AF_INET")).collect()
}
