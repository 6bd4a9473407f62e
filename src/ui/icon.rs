//! The code points of the icons, one constant each; both weights of the icon face use the same ones.
//!
//! Draw them with [`fonts::icon`](crate::ui::fonts::icon) or [`fonts::icon_fill`](crate::ui::fonts::icon_fill). Names and code points are
//! those of Phosphor 2.1, <https://phosphoricons.com>. An icon that stands alone needs a tooltip and an accessible name.

/// `approximate-equals`
pub const APPROXIMATE_EQUALS: &str = "\u{EDAA}";
/// `archive`
pub const ARCHIVE: &str = "\u{E00C}";
/// `arrow-clockwise`
pub const ARROW_CLOCKWISE: &str = "\u{E036}";
/// `arrow-counter-clockwise`
pub const ARROW_COUNTER_CLOCKWISE: &str = "\u{E038}";
/// `arrow-down`
pub const ARROW_DOWN: &str = "\u{E03E}";
/// `arrow-left`
pub const ARROW_LEFT: &str = "\u{E058}";
/// `arrow-right`
pub const ARROW_RIGHT: &str = "\u{E06C}";
/// `arrow-square-out`
pub const ARROW_SQUARE_OUT: &str = "\u{E5DE}";
/// `arrow-u-up-left`
pub const ARROW_U_UP_LEFT: &str = "\u{E08A}";
/// `arrow-u-up-right`
pub const ARROW_U_UP_RIGHT: &str = "\u{E08C}";
/// `arrow-up`
pub const ARROW_UP: &str = "\u{E08E}";
/// `arrows-horizontal`
pub const ARROWS_HORIZONTAL: &str = "\u{EB06}";
/// `article`
pub const ARTICLE: &str = "\u{E0A8}";
/// `at`
pub const AT: &str = "\u{E0AC}";
/// `bounding-box`
pub const BOUNDING_BOX: &str = "\u{E6CE}";
/// `brackets-curly`
pub const BRACKETS_CURLY: &str = "\u{E860}";
/// `brackets-square`
pub const BRACKETS_SQUARE: &str = "\u{E85E}";
/// `buildings`
pub const BUILDINGS: &str = "\u{E102}";
/// `calendar-blank`
pub const CALENDAR_BLANK: &str = "\u{E10A}";
/// `caret-down`
pub const CARET_DOWN: &str = "\u{E136}";
/// `caret-left`
pub const CARET_LEFT: &str = "\u{E138}";
/// `caret-right`
pub const CARET_RIGHT: &str = "\u{E13A}";
/// `caret-up`
pub const CARET_UP: &str = "\u{E13C}";
/// `chart-bar`
pub const CHART_BAR: &str = "\u{E150}";
/// `chat-circle`
pub const CHAT_CIRCLE: &str = "\u{E168}";
/// `check`
pub const CHECK: &str = "\u{E182}";
/// `check-circle`
pub const CHECK_CIRCLE: &str = "\u{E184}";
/// `circle`
pub const CIRCLE: &str = "\u{E18A}";
/// `circle-dashed`
pub const CIRCLE_DASHED: &str = "\u{E602}";
/// `circle-half`
pub const CIRCLE_HALF: &str = "\u{E18C}";
/// `columns`
pub const COLUMNS: &str = "\u{E546}";
/// `copy`
pub const COPY: &str = "\u{E1CA}";
/// `copy-simple`
pub const COPY_SIMPLE: &str = "\u{E1CC}";
/// `cursor-click`
pub const CURSOR_CLICK: &str = "\u{E7C8}";
/// `dots-three`
pub const DOTS_THREE: &str = "\u{E1FE}";
/// `download-simple`
pub const DOWNLOAD_SIMPLE: &str = "\u{E20C}";
/// `envelope`
pub const ENVELOPE: &str = "\u{E214}";
/// `export`
pub const EXPORT: &str = "\u{EAF0}";
/// `eye`
pub const EYE: &str = "\u{E220}";
/// `eye-slash`
pub const EYE_SLASH: &str = "\u{E224}";
/// `file`
pub const FILE: &str = "\u{E230}";
/// `file-pdf`
pub const FILE_PDF: &str = "\u{E702}";
/// `file-plus`
pub const FILE_PLUS: &str = "\u{E236}";
/// `file-text`
pub const FILE_TEXT: &str = "\u{E23A}";
/// `files`
pub const FILES: &str = "\u{E710}";
/// `flag`
pub const FLAG: &str = "\u{E244}";
/// `floppy-disk`
pub const FLOPPY_DISK: &str = "\u{E248}";
/// `folder-open`
pub const FOLDER_OPEN: &str = "\u{E256}";
/// `funnel`
pub const FUNNEL: &str = "\u{E266}";
/// `gear`
pub const GEAR: &str = "\u{E270}";
/// `git-branch`
pub const GIT_BRANCH: &str = "\u{E278}";
/// `git-merge`
pub const GIT_MERGE: &str = "\u{E280}";
/// `globe`
pub const GLOBE: &str = "\u{E288}";
/// `graph`
pub const GRAPH: &str = "\u{EB58}";
/// `hard-drives`
pub const HARD_DRIVES: &str = "\u{E2A0}";
/// `house`
pub const HOUSE: &str = "\u{E2C2}";
/// `identification-card`
pub const IDENTIFICATION_CARD: &str = "\u{E2C8}";
/// `image`
pub const IMAGE: &str = "\u{E2CA}";
/// `info`
pub const INFO: &str = "\u{E2CE}";
/// `keyboard`
pub const KEYBOARD: &str = "\u{E2D8}";
/// `link`
pub const LINK: &str = "\u{E2E2}";
/// `link-break`
pub const LINK_BREAK: &str = "\u{E2E4}";
/// `link-simple`
pub const LINK_SIMPLE: &str = "\u{E2E6}";
/// `list`
pub const LIST: &str = "\u{E2F0}";
/// `list-bullets`
pub const LIST_BULLETS: &str = "\u{E2F2}";
/// `list-dashes`
pub const LIST_DASHES: &str = "\u{E2F4}";
/// `lock`
pub const LOCK: &str = "\u{E2FA}";
/// `lock-simple`
pub const LOCK_SIMPLE: &str = "\u{E308}";
/// `magnifying-glass`
pub const MAGNIFYING_GLASS: &str = "\u{E30C}";
/// `minus`
pub const MINUS: &str = "\u{E32A}";
/// `moon`
pub const MOON: &str = "\u{E330}";
/// `not-equals`
pub const NOT_EQUALS: &str = "\u{EDA6}";
/// `note`
pub const NOTE: &str = "\u{E348}";
/// `note-pencil`
pub const NOTE_PENCIL: &str = "\u{E34C}";
/// `paperclip`
pub const PAPERCLIP: &str = "\u{E39A}";
/// `pencil-simple`
pub const PENCIL_SIMPLE: &str = "\u{E3B4}";
/// `plus`
pub const PLUS: &str = "\u{E3D4}";
/// `question`
pub const QUESTION: &str = "\u{E3E8}";
/// `quotes`
pub const QUOTES: &str = "\u{E660}";
/// `rows`
pub const ROWS: &str = "\u{E5A2}";
/// `scales`
pub const SCALES: &str = "\u{E750}";
/// `scan`
pub const SCAN: &str = "\u{EBB6}";
/// `seal-check`
pub const SEAL_CHECK: &str = "\u{E606}";
/// `selection`
pub const SELECTION: &str = "\u{E69A}";
/// `selection-plus`
pub const SELECTION_PLUS: &str = "\u{E69C}";
/// `shield-check`
pub const SHIELD_CHECK: &str = "\u{E40C}";
/// `shield-warning`
pub const SHIELD_WARNING: &str = "\u{E412}";
/// `sidebar-simple`
pub const SIDEBAR_SIMPLE: &str = "\u{EC24}";
/// `sort-ascending`
pub const SORT_ASCENDING: &str = "\u{E444}";
/// `stack`
pub const STACK: &str = "\u{E466}";
/// `stairs`
pub const STAIRS: &str = "\u{E8EC}";
/// `star`
pub const STAR: &str = "\u{E46A}";
/// `sun`
pub const SUN: &str = "\u{E472}";
/// `swap`
pub const SWAP: &str = "\u{E83C}";
/// `table`
pub const TABLE: &str = "\u{E476}";
/// `tag`
pub const TAG: &str = "\u{E478}";
/// `text-aa`
pub const TEXT_AA: &str = "\u{E6EE}";
/// `text-t`
pub const TEXT_T: &str = "\u{E48A}";
/// `textbox`
pub const TEXTBOX: &str = "\u{EB0A}";
/// `timer`
pub const TIMER: &str = "\u{E492}";
/// `translate`
pub const TRANSLATE: &str = "\u{E4A2}";
/// `trash`
pub const TRASH: &str = "\u{E4A6}";
/// `tree-structure`
pub const TREE_STRUCTURE: &str = "\u{E67C}";
/// `user`
pub const USER: &str = "\u{E4C2}";
/// `user-focus`
pub const USER_FOCUS: &str = "\u{E6FC}";
/// `users`
pub const USERS: &str = "\u{E4D6}";
/// `warning`
pub const WARNING: &str = "\u{E4E0}";
/// `warning-circle`
pub const WARNING_CIRCLE: &str = "\u{E4E2}";
/// `x`
pub const X: &str = "\u{E4F6}";
