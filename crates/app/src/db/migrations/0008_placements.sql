-- slice: placements
CREATE TABLE placement_run (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    mode TEXT NOT NULL CHECK (mode IN ('direct', 'cohort', 'ranked')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'discarded')),
    -- titian-placement/1 and titian-placement-result/1, canonical JSON; empty for places given directly
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_by TEXT,
    confirmed_at BIGINT
);
CREATE INDEX placement_run_programme ON placement_run (programme_id);
CREATE TABLE placement (
    nomination_id TEXT PRIMARY KEY REFERENCES nomination (id),
    programme_id TEXT NOT NULL REFERENCES programme (id),
    slot_id TEXT NOT NULL REFERENCES slot (id),
    run_id TEXT NOT NULL REFERENCES placement_run (id),
    rank BIGINT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL
);
CREATE INDEX placement_programme ON placement (programme_id);
CREATE INDEX placement_slot ON placement (slot_id);
