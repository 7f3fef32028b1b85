//! The schema as a whole, and databases of earlier versions.
