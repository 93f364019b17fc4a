-- slice: hosts
CREATE TABLE host (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    region TEXT,
    address TEXT,
    -- for a unit of the same government
    org_id TEXT REFERENCES org (id),
    contact TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX host_name ON host (name);
CREATE TABLE slot (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    host_id TEXT NOT NULL REFERENCES host (id),
    unit TEXT NOT NULL,
    field TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    quota_min BIGINT NOT NULL,
    quota_max BIGINT NOT NULL,
    filled BIGINT NOT NULL CHECK (filled >= 0 AND filled <= quota_max),
    -- competency -> level that the place offers, JSON
    competencies TEXT NOT NULL,
    -- the host's letter, when it has confirmed
    confirm_number TEXT,
    confirm_date TEXT,
    confirm_scan TEXT,
    state TEXT NOT NULL CHECK (state IN ('offered', 'confirmed', 'closed')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX slot_programme ON slot (programme_id, host_id);
CREATE TABLE host_limit (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    host_id TEXT NOT NULL REFERENCES host (id),
    max BIGINT NOT NULL,
    PRIMARY KEY (programme_id, host_id)
);
-- people that all hosts of a region may take
CREATE TABLE region_limit (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    region TEXT NOT NULL,
    max BIGINT NOT NULL,
    PRIMARY KEY (programme_id, region)
);
-- the one institution of a cohort (satu tujuan)
CREATE TABLE cohort_host (
    programme_id TEXT PRIMARY KEY REFERENCES programme (id),
    host_id TEXT NOT NULL REFERENCES host (id)
);
