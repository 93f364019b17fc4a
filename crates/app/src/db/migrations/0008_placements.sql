-- slice: placements
CREATE TABLE placement_freeze (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    state TEXT NOT NULL CHECK (state IN ('frozen', 'drawn', 'thawed')),
    -- what counts first, why if it is not what the programme announced, and whether minimums bind
    notion TEXT NOT NULL,
    notion_why TEXT NOT NULL,
    minimum TEXT NOT NULL CHECK (minimum IN ('ignore', 'refuse')),
    -- titian-placement/1 without `seed`, canonical JSON, and its SHA-256
    problem TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- random ids of the problem and whom they mean, JSON
    ids TEXT NOT NULL,
    left_out TEXT NOT NULL,
    -- named before it exists: where the seed comes from and from when on it is public
    seed_source TEXT NOT NULL,
    seed_at BIGINT NOT NULL,
    seed TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    drawn_by TEXT,
    drawn_at BIGINT,
    -- a mistyped seed is corrected once, before anything is computed from it; the first value stays
    seed_first TEXT,
    correction_reason TEXT,
    corrected_by TEXT,
    corrected_at BIGINT,
    thawed_by TEXT,
    thawed_at BIGINT,
    thaw_reason TEXT,
    -- the decision to hand out the problem, with its legal basis
    release_basis TEXT,
    release_number TEXT,
    release_date TEXT,
    released_by TEXT,
    released_at BIGINT
);
CREATE INDEX placement_freeze_programme ON placement_freeze (programme_id, created_at);
CREATE TABLE placement_run (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    mode TEXT NOT NULL CHECK (mode IN ('direct', 'cohort', 'ranked')),
    -- a trial is computed before the freeze and never confirmed
    state TEXT NOT NULL CHECK (state IN ('trial', 'proposed', 'confirmed', 'discarded')),
    -- titian-placement/1 and titian-placement-result/1, canonical JSON; empty for one place given directly
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    placed BIGINT NOT NULL,
    unplaced BIGINT NOT NULL,
    -- people by rank, and nominees who were not considered, JSON
    profile TEXT NOT NULL,
    left_out TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    freeze_id TEXT REFERENCES placement_freeze (id),
    kind TEXT NOT NULL CHECK (kind IN ('solve', 'override', 'repair')),
    -- the run that this one changes, why, and what it cost or moved, in words, JSON
    parent_id TEXT REFERENCES placement_run (id),
    reason_type TEXT,
    reason TEXT,
    change TEXT,
    -- announced to everybody whom it concerns, and the last day for reconsideration
    published_by TEXT,
    published_at BIGINT,
    window_days BIGINT,
    window_closes TEXT
);
CREATE INDEX placement_run_programme ON placement_run (programme_id, state);
CREATE TABLE placement_member (
    run_id TEXT NOT NULL REFERENCES placement_run (id),
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    nip TEXT NOT NULL,
    opd_id TEXT REFERENCES org (id),
    opd_name TEXT NOT NULL,
    search TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('placed', 'unplaced')),
    slot_id TEXT REFERENCES slot (id),
    host_id TEXT REFERENCES host (id),
    place TEXT NOT NULL,
    rank BIGINT NOT NULL,
    -- choices and what became of each in words, JSON
    explained TEXT NOT NULL,
    PRIMARY KEY (run_id, nomination_id)
);
CREATE INDEX placement_member_nomination ON placement_member (nomination_id);
CREATE TABLE placement (
    nomination_id TEXT PRIMARY KEY REFERENCES nomination (id),
    programme_id TEXT NOT NULL REFERENCES programme (id),
    slot_id TEXT NOT NULL REFERENCES slot (id),
    host_id TEXT NOT NULL REFERENCES host (id),
    opd_id TEXT REFERENCES org (id),
    opd_name TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES placement_run (id),
    rank BIGINT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL
);
CREATE INDEX placement_programme ON placement (programme_id);
CREATE INDEX placement_slot ON placement (slot_id);
CREATE TABLE placement_conflict (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    host_id TEXT NOT NULL REFERENCES host (id),
    -- sealed: only who declared it and the auditor read it
    reason TEXT NOT NULL,
    declared_by TEXT NOT NULL,
    declared_at BIGINT NOT NULL,
    lifted_by TEXT,
    lifted_at BIGINT
);
CREATE UNIQUE INDEX placement_conflict_pair ON placement_conflict (nomination_id, host_id);
CREATE INDEX placement_conflict_programme ON placement_conflict (programme_id);
CREATE TABLE placement_merit (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    nip TEXT NOT NULL,
    -- merit × 1000, a whole number
    merit BIGINT NOT NULL,
    source TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (programme_id, nip)
);
CREATE TABLE placement_objection (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    run_id TEXT NOT NULL REFERENCES placement_run (id),
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    name TEXT NOT NULL,
    ground TEXT NOT NULL,
    body TEXT NOT NULL,
    -- SHA-256 of the paper, if it came on paper
    scan TEXT,
    state TEXT NOT NULL CHECK (state IN ('filed', 'granted', 'rejected')),
    filed_by TEXT NOT NULL,
    filed_at BIGINT NOT NULL,
    answer TEXT,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT
);
CREATE UNIQUE INDEX placement_objection_once ON placement_objection (run_id, nomination_id);
CREATE INDEX placement_objection_programme ON placement_objection (programme_id, state);
