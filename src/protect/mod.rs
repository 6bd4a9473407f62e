//! The gate: project and policy make an `Outgoing`, the only thing a writer of another format accepts.
