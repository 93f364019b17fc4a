-- slice: nominations
CREATE TABLE nomination (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    -- NULL for civil servants of other governments (arah masuk): then guest holds what their institution wrote
    person_id TEXT REFERENCES person (id),
    guest TEXT,
    opd_id TEXT REFERENCES org (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'verified', 'withdrawn', 'declined', 'placed', 'unplaced')),
    purpose TEXT NOT NULL,
    -- competencies aimed at, JSON list
    aims TEXT NOT NULL,
    basis TEXT NOT NULL,
    plan_after TEXT NOT NULL,
    letter_number TEXT,
    letter_date TEXT,
    letter_scan TEXT,
    origin TEXT NOT NULL,
    -- snapshot of the person as letters and lists read it, JSON; frozen at submission
    snapshot TEXT,
    verified_by TEXT,
    verified_at BIGINT,
    remark TEXT,
    submitted_by TEXT,
    submitted_at BIGINT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX nomination_person ON nomination (programme_id, person_id);
CREATE INDEX nomination_opd ON nomination (opd_id, programme_id);
CREATE TABLE nomination_choice (
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    rank BIGINT NOT NULL,
    slot_id TEXT NOT NULL REFERENCES slot (id),
    PRIMARY KEY (nomination_id, rank)
);
CREATE UNIQUE INDEX nomination_choice_slot ON nomination_choice (nomination_id, slot_id);
CREATE TABLE nomination_paper (
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    kind TEXT NOT NULL,
    scan TEXT NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'returned')),
    remark TEXT,
    entered_by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, kind)
);
