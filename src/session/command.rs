//! Every command by name: title, help, default keys and when it applies. Menus, buttons, tooltips, the palette, shortcuts
//! and the help page all read this one table. Commands with something in them come from the widget that knows it.

use super::caret::{Caret, Direction, Step};
use super::leaving::Leaving;
use super::recovering::Recovery;
use crate::project::{AnnotationId, Edit, Id, LinkKind, ReadingState, Scale, SourceId, TagId};
use crate::text::Span;
use std::path::PathBuf;

/// In which situation a command applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// A project is open.
    Project,
    /// A project is open that can be changed.
    Editable,
    /// A project is open for reading only.
    Reading,
    /// A source is open in the page.
    Source,
    /// A source with a text is open in the page.
    Text,
    /// Words of the text are selected.
    Words,
    /// Words of the text are selected, and the project can be changed.
    WordsEditable,
    /// A record is selected.
    Record,
    /// A record is selected, and the project can be changed.
    RecordEditable,
    /// A passage is selected, and the project can be changed.
    PassageEditable,
    /// Words and a passage are selected, and the project can be changed.
    SpanEditable,
    /// Something can be undone.
    Undo,
    /// Something can be done again.
    Redo,
    /// There is a place to go back to.
    Back,
    /// There is a place to go forward to.
    Forward,
    /// Something is being looked for.
    Finding,
}

/// Where a command stands in menus, palette and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Projects, sources, exports.
    Project,
    /// Tags, links, grades, undo.
    Edit,
    /// Getting about.
    Go,
    /// What is shown.
    View,
}

impl Group {
    /// The heading over the group.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Edit => "Edit",
            Self::Go => "Go",
            Self::View => "View",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The title, as in a menu.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its default keys, such as `Ctrl+Shift+Z`; the first one is shown.
    pub keys: &'static [&'static str],
    /// When it applies.
    pub when: When,
    /// Where it stands.
    pub group: Group,
}

macro_rules! commands {
    ($($group:ident { $($name:ident $title:literal $help:literal [$($key:literal),*] $when:ident;)+ })+) => {
        /// A command of the table: it needs nothing but to be named.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Named { $($(#[doc = $help] $name),+),+ }

        impl Named {
            /// Every command of the table, in its order.
            pub const ALL: &'static [Self] = &[$($(Self::$name),+),+];

            /// Its row.
            pub const fn entry(self) -> &'static Entry {
                match self {
                    $($(Self::$name => &Entry {
                        title: $title, help: $help, keys: &[$($key),*], when: When::$when, group: Group::$group,
                    }),+),+
                }
            }
        }
    };
}

commands! {
    Project {
        NewProject "New project…" "Asks for a place and a title and begins an empty project." ["Ctrl+N"] Always;
        OpenProject "Open…" "Opens a project, or starts one with the texts picked." ["Ctrl+O"] Always;
        OpenPath "Open path…" "Opens a project or adds a text by typing its path." ["Ctrl+Alt+O"] Always;
        OpenSample "Open the sample project" "Opens a copy of the sample, which can be changed freely." [] Always;
        AddSources "Add sources…" "Reads texts into the project; their originals are kept beside it." ["Ctrl+I"] Editable;
        PasteSource "Paste text as a source…" "Makes a source of text that you paste." ["Ctrl+Shift+V"] Editable;
        CiteSource "Cite a source…" "Makes a source that is referred to but not held." [] Editable;
        HoldSource "Add the text of this cited source…" "Makes the cited source a held one; all references follow." [] Source;
        Save "Save" "Writes the project file now. Every edit is kept at once anyway." ["Ctrl+S"] Project;
        SaveAs "Save as…" "Writes the project under another name and goes on with that." ["Ctrl+Shift+S"] Project;
        OpenAgain "Open again" "Opens the project that is read here as it is now." [] Reading;
        Export "Export…" "Writes the project in the shared schema, checked before it appears." ["Ctrl+E"] Project;
        CloseProject "Close project" "Saves and goes back to the start page." ["Ctrl+W"] Project;
        Quit "Quit" "Saves and ends Onus." ["Ctrl+Q"] Always;
    }
    Edit {
        Undo "Undo" "Takes back the last edit." ["Ctrl+Z"] Undo;
        Redo "Redo" "Does again what was undone." ["Ctrl+Shift+Z", "Ctrl+Y"] Redo;
        Copy "Copy" "Copies the selected words." ["Ctrl+C"] Words;
        AddSpan "Add to the passage as another span" "Adds the selected words to the selected passage." ["Shift+A"] SpanEditable;
        TagAll "Tag all identical words" "Tags every place in this source with the same words." ["Ctrl+Enter"] WordsEditable;
        ChangeTag "Change tag…" "Gives the selected passage another tag." ["T"] PassageEditable;
        Note "Write a note" "Puts the cursor in the note of what is selected." ["Enter"] RecordEditable;
        Link "Link" "Starts a link at what is selected; pick a target on the page, or press L again to list them." ["L"] RecordEditable;
        Grade "Grade" "Grades what is selected with the words of its scale." ["G"] RecordEditable;
        Delete "Delete" "Deletes what is selected, and says first what goes along." ["Delete"] RecordEditable;
    }
    Go {
        NextPassage "Next passage" "Selects the next passage of the source." ["J"] Text;
        PreviousPassage "Previous passage" "Selects the passage before." ["K"] Text;
        CyclePassage "Next passage here" "Goes through the passages that lie over one another at the caret." ["O"] Text;
        NextSource "Next source" "Opens the next source of the list." ["Ctrl+PageDown"] Project;
        PreviousSource "Previous source" "Opens the source before." ["Ctrl+PageUp"] Project;
        Back "Back" "Goes back to where you were." ["Alt+Left"] Back;
        Forward "Forward" "Goes forward again." ["Alt+Right"] Forward;
        Find "Find in page" "Finds words in this source; all places are marked." ["Ctrl+F"] Text;
        FindNext "Next hit" "Goes to the next place found." ["F3"] Finding;
        FindPrevious "Previous hit" "Goes to the place found before." ["Shift+F3"] Finding;
        FilterSources "Filter sources" "Puts the cursor in the filter of the sources." ["Ctrl+Shift+O"] Project;
        FilterPassages "Filter passages" "Puts the cursor in the filter of the passages of this source." ["Ctrl+Shift+P"] Source;
        GrowSelection "Grow selection" "Grows the selection: word, sentence, paragraph." ["E"] Text;
        ShrinkSelection "Shrink selection" "Takes the last growth of the selection back." ["Shift+E"] Text;
        SelectAll "Select all" "Selects the whole text of the source." ["Ctrl+A"] Text;
        NextPane "Next pane" "Moves the keyboard on: sources, passages, page, inspector, tags." ["F6"] Project;
        PreviousPane "Previous pane" "Moves the keyboard the other way round the parts of the window." ["Shift+F6"] Project;
        Escape "Step back" "Closes what is open, lets go of what is armed or selected, one step at a time." ["Escape"] Always;
    }
    View {
        Palette "Search or run a command" "Lists every command and record by typing a part of its name." ["Ctrl+K"] Always;
        Help "Help and keys" "Shows every command with its keys." ["F1"] Always;
        ZoomIn "Larger text" "Makes the text of the page larger." ["Ctrl+Plus", "Ctrl+Equals"] Always;
        ZoomOut "Smaller text" "Makes the text of the page smaller." ["Ctrl+Minus"] Always;
        ZoomReset "Normal text size" "Brings the text of the page back to its normal size." ["Ctrl+0"] Always;
        ToggleLeft "Sources panel" "Shows or hides the panel of sources." ["Ctrl+B"] Project;
        ToggleRight "Inspector" "Shows or hides the inspector." ["Ctrl+Alt+B"] Project;
        ToggleTheme "Light or dark" "Changes between the light and the dark theme." ["Ctrl+Alt+T"] Always;
    }
}

/// Keys of the page beside the table, for the help page: the caret is moved, not a command run.
pub const PAGE_KEYS: &[(&str, &str)] = &[
    ("Arrows", "Move the caret by character and line"),
    ("Ctrl+Left, Ctrl+Right", "Move the caret by word"),
    ("Alt+Up, Alt+Down", "Move the caret by sentence"),
    ("Ctrl+Up, Ctrl+Down", "Move the caret by paragraph"),
    ("Home, End", "To the beginning or end of the line"),
    ("Ctrl+Home, Ctrl+End", "To the beginning or end of the text"),
    ("Page Up, Page Down", "Move by a screen"),
    ("Shift with any of these", "Grow or shrink the selection"),
    ("1 2 3 …", "Tag the selection, or arm the tag to drag with"),
    ("Shift+1 2 3 …", "Tag the selection and write a note"),
    ("Double click", "Select a word"),
    ("Triple click", "Select a paragraph"),
    ("Shift+click", "Select up to here"),
];

/// Everything the window can ask for. It reads the session, draws, and returns these; they run after drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command of the table.
    Named(Named),
    /// Shows a source in the page.
    OpenSource(SourceId),
    /// Selects a record and shows it, on the page where it stands there; can be gone back from.
    Go(Id),
    /// Selects a record where it is pointed at: the page stays where it is.
    Point(Id),
    /// Moves the caret to a byte of the text; `true` grows the selection.
    MoveTo(usize, bool),
    /// Selects nothing; the inspector shows the source's card.
    Deselect,
    /// Sets caret and selection in the text.
    Select(Caret),
    /// Moves the caret.
    Move(Step, Direction, bool),
    /// Tags the selected words, or arms the tag where none are selected.
    Tag(TagId),
    /// Tags the selected words and puts the cursor in the note.
    TagWithNote(TagId),
    /// Tags these words: a tag was armed, and they were dragged over.
    TagSpan(TagId, Span),
    /// Gives an annotation another tag.
    Retag(AnnotationId, TagId),
    /// The verb of the link being drawn.
    LinkVerb(LinkKind),
    /// Turns the link being drawn round.
    LinkReverse,
    /// Opens or closes the list of targets.
    LinkPick(bool),
    /// What is typed in the list of targets.
    LinkQuery(String),
    /// The target of the link being drawn.
    LinkTo(Id),
    /// Edits of records under a label, in one transaction. Who makes or changes a record, and when, is filled in; ids of
    /// new ones come from `Session::spare_ids`.
    Change(String, Vec<Edit>),
    /// Grades a record.
    GradeAs(Id, Scale, String),
    /// Deletes records with all that hangs on them.
    Delete(Vec<Id>),
    /// Deletes a record, and asks first where others go along.
    AskToDelete(Id),
    /// How far the analyst is with a source.
    Read(SourceId, ReadingState),
    /// What is looked for in the page; nothing ends the search.
    FindText(Option<String>),
    /// Answers the question that is open.
    Answer(Answer),
    /// Files were dropped on the window or picked in a dialog.
    Files(Vec<PathBuf>),
    /// Opens a project.
    Open(PathBuf),
    /// What becomes of edits that were found beyond a project's file.
    Recover(Recovery),
    /// Leaves the project although its file does not have everything. Nothing is done where no other place has it either.
    LeaveUnsaved(Leaving),
    /// Tries once more to save, and leaves then.
    TryAgain(Leaving),
    /// Drops a project from the list of recent ones.
    Forget(PathBuf),
    /// A notice was read.
    Dismiss(usize),
    /// Writes the lines by which git ignores what lies beside the project.
    IgnoreInGit,
    /// Opens the sheet that says what somebody else changed in the file.
    LookAtForeign,
    /// Opens the sheet that says what a copy of the project has that was kept elsewhere.
    LookAtCopy(PathBuf),
    /// Takes in what somebody else changed in the file, with a side chosen for each conflict.
    MergeForeign(Vec<crate::project::merge::Side>),
    /// Gives up what is being done on threads.
    Stop,
    /// The width of the panel of sources in points; `None` for the usual one.
    LeftWidth(Option<f32>),
    /// The width of the inspector in points; `None` for the usual one.
    RightWidth(Option<f32>),
}

/// What a person answered to a question of the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The handle to be known by.
    Handle(String),
    /// Go on with what was asked.
    Yes,
    /// Leave everything as it is.
    No,
}

impl From<Named> for Command {
    fn from(named: Named) -> Self {
        Self::Named(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_means_two_things_and_every_row_reads_well() {
        let mut keys = BTreeMap::new();
        for command in Named::ALL {
            let entry = command.entry();
            for key in entry.keys {
                assert_eq!(keys.insert(*key, entry.title), None, "{key} is taken twice");
            }
            assert!(
                entry.help.ends_with('.') && !entry.help.contains('!'),
                "{}",
                entry.help
            );
            assert!(
                !entry.title.ends_with('.') && !entry.title.contains('!'),
                "{}",
                entry.title
            );
        }
    }
}
