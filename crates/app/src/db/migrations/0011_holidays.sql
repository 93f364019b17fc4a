-- slice: holidays
-- a year is known only when its whole list was entered
CREATE TABLE holiday_year (
    year BIGINT PRIMARY KEY,
    -- the joint decree or circular that fixes the days
    source TEXT NOT NULL,
    -- T read in its text, S from a secondary source
    confidence TEXT NOT NULL CHECK (confidence IN ('T', 'S')),
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL
);
CREATE TABLE holiday (
    date TEXT PRIMARY KEY,
    year BIGINT NOT NULL REFERENCES holiday_year (year),
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('nasional', 'cuti-bersama'))
);
CREATE INDEX holiday_of_year ON holiday (year, date);
