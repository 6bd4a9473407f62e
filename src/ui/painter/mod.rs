//! Our own painter.
