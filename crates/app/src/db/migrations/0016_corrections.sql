-- slice: corrections
-- An employee says that a fact about her is wrong (permintaan perbaikan data); the source corrects it, not this program.
CREATE TABLE correction (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    nip TEXT NOT NULL,
    name TEXT NOT NULL,
    opd_name TEXT NOT NULL,
    search TEXT NOT NULL,
    -- name of the fact in the policy schema
    fact TEXT NOT NULL,
    -- the value as it stood, its source and the date of that source
    before TEXT,
    source TEXT,
    source_date TEXT,
    wanted TEXT NOT NULL,
    reason TEXT NOT NULL,
    scan TEXT,
    state TEXT NOT NULL CHECK (state IN ('asked', 'forwarded', 'resolved', 'declined', 'withdrawn')),
    asked_at BIGINT NOT NULL,
    -- since when it is in its state
    since BIGINT NOT NULL
);
CREATE UNIQUE INDEX correction_live ON correction (person_id, fact) WHERE state IN ('asked', 'forwarded');
CREATE INDEX correction_state ON correction (state, opd_id);
CREATE TABLE correction_event (
    id TEXT PRIMARY KEY,
    correction_id TEXT NOT NULL REFERENCES correction (id),
    act TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT
);
CREATE INDEX correction_event_of ON correction_event (correction_id, at);
