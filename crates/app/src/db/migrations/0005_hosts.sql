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
-- agreements with a host: PKS, MoU, and the joint data agreement of UU 27/2022
CREATE TABLE partnership (
    id TEXT PRIMARY KEY,
    host_id TEXT NOT NULL REFERENCES host (id),
    kind TEXT NOT NULL CHECK (kind IN ('pks', 'mou', 'data')),
    number TEXT NOT NULL,
    about TEXT NOT NULL,
    start_date TEXT NOT NULL,
    -- last day; NULL: without end
    end_date TEXT,
    -- last day when it was ended early
    ended_on TEXT,
    ended_why TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX partnership_number ON partnership (host_id, kind, number);
-- a request for places, answered by the host through a one-time link or by an officer from its letter
CREATE TABLE place_request (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    host_id TEXT NOT NULL REFERENCES host (id),
    -- person or office that answers
    holder TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'willing', 'not-now', 'withdrawn')),
    reason TEXT,
    note TEXT,
    answered_by TEXT,
    answered_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX place_request_programme ON place_request (programme_id, host_id);
CREATE UNIQUE INDEX place_request_waits ON place_request (programme_id, host_id) WHERE state = 'open';
