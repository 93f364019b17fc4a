//! Pages of screenings from outside.
