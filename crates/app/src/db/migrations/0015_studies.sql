-- slice: studies
CREATE TABLE study (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    -- lower-case name, NIP and university, for searching
    search TEXT NOT NULL,
    pathway TEXT NOT NULL CHECK (pathway IN ('tugas-belajar', 'mandiri', 'izin-belajar')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'decided', 'declined', 'withdrawn', 'finished')),
    -- the person as she stood when it was proposed, and what was proposed, JSON
    brief TEXT NOT NULL,
    plan TEXT NOT NULL,
    applied TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_on TEXT,
    reason TEXT,
    -- day on which she reported back
    reported TEXT
);
CREATE INDEX study_person ON study (person_id, state);
CREATE TABLE study_paper (
    study_id TEXT NOT NULL REFERENCES study (id),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    scan TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'returned')),
    remark TEXT,
    entered_by TEXT NOT NULL,
    checked_by TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (study_id, kind)
);
CREATE TABLE study_screening (
    id TEXT PRIMARY KEY,
    study_id TEXT NOT NULL REFERENCES study (id),
    at BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('proposal', 'paper', 'decision', 'return')),
    verdict TEXT NOT NULL,
    -- text of the policy, frozen inputs and result
    policy TEXT NOT NULL,
    facts TEXT NOT NULL,
    case_facts TEXT NOT NULL,
    explanation TEXT NOT NULL
);
CREATE INDEX study_screening_study ON study_screening (study_id, at);
CREATE TABLE study_report (
    study_id TEXT NOT NULL REFERENCES study (id),
    semester BIGINT NOT NULL,
    last_day TEXT NOT NULL,
    due TEXT NOT NULL,
    received TEXT,
    -- who at the university endorsed it
    endorsed_by TEXT,
    scan TEXT,
    entered_by TEXT,
    PRIMARY KEY (study_id, semester)
);
CREATE INDEX study_report_due ON study_report (due) WHERE received IS NULL;
