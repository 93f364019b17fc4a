-- slice: placements
CREATE TABLE placement_run (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    mode TEXT NOT NULL CHECK (mode IN ('direct', 'cohort', 'ranked')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'discarded')),
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
    confirmed_at BIGINT
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
