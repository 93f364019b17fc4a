-- slice: nominations
CREATE TABLE nomination (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    -- NULL for civil servants of other governments (arah masuk)
    person_id TEXT REFERENCES person (id),
    nip TEXT NOT NULL,
    opd_id TEXT REFERENCES org (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'verified', 'withdrawn', 'declined', 'placed', 'unplaced')),
    -- of the programme, so that overlaps with other programmes can be seen
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    -- whose proposal it is: opd, employee, agency, institution
    nominator TEXT NOT NULL,
    purpose TEXT NOT NULL,
    -- competencies aimed at, JSON list
    aims TEXT NOT NULL,
    basis TEXT NOT NULL,
    plan_item TEXT NOT NULL,
    plan_exception TEXT NOT NULL,
    plan_after TEXT NOT NULL,
    letter_number TEXT,
    letter_date TEXT,
    letter_scan TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('web', 'paper', 'file', 'system')),
    paper_scan TEXT,
    -- the person as letters and lists read her, JSON; frozen at submission
    snapshot TEXT NOT NULL,
    search TEXT NOT NULL,
    -- verdict of the current screening, set by that slice in the same transaction
    verdict TEXT,
    verified_by TEXT,
    verified_at BIGINT,
    remark TEXT,
    submitted_by TEXT,
    submitted_at BIGINT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX nomination_once ON nomination (programme_id, nip) WHERE state NOT IN ('withdrawn', 'declined');
CREATE INDEX nomination_programme ON nomination (programme_id, search, id);
CREATE INDEX nomination_nip ON nomination (nip);
CREATE INDEX nomination_person ON nomination (person_id);
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
    media TEXT NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'returned')),
    remark TEXT,
    entered_by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, kind)
);
-- what happened, for the timeline that people see
CREATE TABLE nomination_event (
    id TEXT PRIMARY KEY,
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    act TEXT NOT NULL,
    by_name TEXT NOT NULL,
    remark TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX nomination_event_nomination ON nomination_event (nomination_id, at);
