//! Records, ids, edits and their inverses, the table of references, the index and validation. Owns what a project is
//! and the one way to change it; never touches the disk, the clock or the screen.
