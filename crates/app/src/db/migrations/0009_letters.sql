-- slice: letters
CREATE TABLE letter_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE TABLE official (
    id TEXT PRIMARY KEY,
    -- office key such as gubernur, sekda, kepala-bkd, kepala-opd:<org id>
    office TEXT NOT NULL,
    office_name TEXT NOT NULL,
    name TEXT NOT NULL,
    name_plain TEXT NOT NULL,
    nip TEXT,
    golongan TEXT,
    status TEXT NOT NULL CHECK (status IN ('definitif', 'pj', 'pjs', 'plt', 'plh')),
    mandate_number TEXT,
    mandate_date TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX official_office ON official (office, valid_from);
-- which office may sign which kind of letter, and for whom (a.n., u.b.)
CREATE TABLE signing_right (
    office TEXT NOT NULL,
    letter_kind TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('sendiri', 'an', 'ub')),
    for_office TEXT,
    through_office TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    priority BIGINT NOT NULL,
    PRIMARY KEY (office, letter_kind, form, valid_from)
);
-- The agency's starting policy, to be edited: PPK = Gubernur, PyB = Sekretaris Daerah.
INSERT INTO signing_right (office, letter_kind, form, for_office, through_office, valid_from, priority) VALUES
    ('gubernur', 'keputusan', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('sekda', 'keputusan', 'an', 'gubernur', NULL, '2000-01-01', 2),
    ('kepala-bkd', 'surat-tugas', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('sekda', 'surat-tugas', 'sendiri', NULL, NULL, '2000-01-01', 2),
    ('kepala-bkd', 'surat-permohonan-tempat', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('sekda', 'surat-permohonan-tempat', 'sendiri', NULL, NULL, '2000-01-01', 2),
    ('sekda', 'surat-pemberitahuan', 'an', 'gubernur', NULL, '2000-01-01', 1),
    ('kepala-bkd', 'surat-pemberitahuan', 'ub', 'gubernur', 'sekda', '2000-01-01', 2),
    ('kepala-bkd', 'surat-penerimaan', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('sekda', 'surat-penerimaan', 'sendiri', NULL, NULL, '2000-01-01', 2),
    -- kepala-opd stands for the head of every unit
    ('kepala-opd', 'izin-kepala-opd', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('kepala-bkd', 'rekomendasi-belajar', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('kabid-pengembangan', 'rekomendasi-belajar', 'an', 'kepala-bkd', NULL, '2000-01-01', 2),
    ('kepala-bkd', 'surat-izin-belajar', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('gubernur', 'keputusan-tugas-belajar', 'sendiri', NULL, NULL, '2000-01-01', 1),
    ('sekda', 'keputusan-tugas-belajar', 'an', 'gubernur', NULL, '2000-01-01', 2);
CREATE TABLE letter_register (
    id TEXT PRIMARY KEY,
    -- code of the issuing unit, such as BKD
    unit TEXT NOT NULL,
    -- kinds that share one running order; `semua` is for units with one order for everything
    kind_group TEXT NOT NULL,
    year BIGINT NOT NULL,
    pattern TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('automatic', 'outside')),
    next BIGINT NOT NULL CHECK (next >= 1),
    created_at BIGINT NOT NULL,
    UNIQUE (unit, kind_group, year)
);
CREATE TABLE letter_number (
    register_id TEXT NOT NULL REFERENCES letter_register (id),
    number TEXT NOT NULL,
    position BIGINT,
    letter_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('used', 'reserved', 'void')),
    reason TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (register_id, number)
);
CREATE UNIQUE INDEX letter_number_position ON letter_number (register_id, position);
-- a letter holds one number; a void one has been given up
CREATE UNIQUE INDEX letter_number_letter ON letter_number (letter_id) WHERE letter_id IS NOT NULL AND state <> 'void';
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    programme_id TEXT REFERENCES programme (id),
    nomination_id TEXT REFERENCES nomination (id),
    host_id TEXT REFERENCES host (id),
    person_id TEXT REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    kind TEXT NOT NULL,
    -- what the letter is about within its programme: a nomination, a host, a study, or `programme`
    about TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'superseded', 'revoked', 'discarded')),
    subject TEXT NOT NULL,
    -- lower-case text for searching: subject, names, NIP, number
    search TEXT NOT NULL,
    -- what officers edit while it is a draft, JSON
    draft TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- frozen at issue: canonical JSON and its SHA-256
    content TEXT,
    digest TEXT,
    register_id TEXT REFERENCES letter_register (id),
    number TEXT,
    date TEXT,
    signer_id TEXT REFERENCES official (id),
    -- name, office and form of the signer as they stood on the date, JSON
    signer TEXT,
    token TEXT,
    -- none; embedded: the signed copy holds a signature that nobody checked; certified: an officer vouches for it
    signature_claim TEXT NOT NULL CHECK (signature_claim IN ('none', 'embedded', 'certified')),
    claim_reference TEXT,
    supersedes TEXT REFERENCES letter (id),
    reason TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    issued_at BIGINT,
    updated_at BIGINT NOT NULL,
    CHECK (state IN ('draft', 'discarded')
        OR (content IS NOT NULL AND digest IS NOT NULL AND number IS NOT NULL AND date IS NOT NULL AND token IS NOT NULL))
);
CREATE UNIQUE INDEX letter_number_once ON letter (register_id, number);
-- one live letter of a kind about one thing; its replacement stands beside it until it is issued
CREATE UNIQUE INDEX letter_live ON letter (programme_id, kind, about)
    WHERE state IN ('draft', 'issued') AND supersedes IS NULL;
-- the same for letters of a study, which belong to no programme
CREATE UNIQUE INDEX letter_live_study ON letter (kind, about)
    WHERE programme_id IS NULL AND about <> 'programme' AND state IN ('draft', 'issued') AND supersedes IS NULL;
CREATE UNIQUE INDEX letter_replacement ON letter (supersedes) WHERE state <> 'discarded';
CREATE INDEX letter_programme ON letter (programme_id, kind);
CREATE INDEX letter_person ON letter (person_id);
CREATE INDEX letter_opd ON letter (opd_id);
-- instruments that the frozen content of a letter names, by their name in the register of regulations
CREATE TABLE letter_citation (
    letter_id TEXT NOT NULL REFERENCES letter (id),
    source TEXT NOT NULL,
    PRIMARY KEY (letter_id, source)
);
CREATE INDEX letter_citation_source ON letter_citation (source);
CREATE TABLE letter_file (
    letter_id TEXT NOT NULL REFERENCES letter (id),
    -- original: as we made it; signed: as it came back signed
    role TEXT NOT NULL CHECK (role IN ('original', 'signed')),
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    at BIGINT NOT NULL,
    entered_by TEXT NOT NULL,
    PRIMARY KEY (letter_id, role, sha256)
);
CREATE INDEX letter_file_digest ON letter_file (sha256);
