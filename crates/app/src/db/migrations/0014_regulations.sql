-- slice: regulations
-- the agency's own entries of the register: local instruments, and regulations to be prepared
CREATE TABLE regulation (
    -- short name that never changes, such as PERGUB-MAGANG; ids of articles begin with it
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- who prepares it or keeps it
    owner TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('usulan', 'draf', 'harmonisasi', 'tanda-tangan', 'diundangkan')),
    due TEXT,
    -- how it is cited once it is promulgated, such as `Pergub Contoh 7/2026`
    name TEXT,
    number TEXT,
    year BIGINT,
    -- first day in force, first day after
    valid_from TEXT,
    valid_to TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('T', 'S', 'M', 'P')),
    note TEXT,
    -- counts the changes
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- a name is of one instrument; without one the code stands for it
    CHECK (stage <> 'diundangkan' OR (name IS NOT NULL AND number IS NOT NULL AND valid_from IS NOT NULL))
);
CREATE UNIQUE INDEX regulation_name ON regulation (name) WHERE name IS NOT NULL;
CREATE TABLE regulation_article (
    -- such as PERGUB-MAGANG-5-2
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL REFERENCES regulation (code),
    position BIGINT NOT NULL,
    article TEXT NOT NULL,
    says TEXT NOT NULL
);
CREATE INDEX regulation_article_code ON regulation_article (code, position);
CREATE TABLE regulation_relation (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL REFERENCES regulation (code),
    kind TEXT NOT NULL CHECK (kind IN ('amends', 'revokes', 'implements', 'keeps-alive')),
    -- instrument or article to which it is done
    target TEXT NOT NULL,
    since TEXT,
    note TEXT
);
CREATE INDEX regulation_relation_code ON regulation_relation (code);
-- what waits for a regulation that is being prepared: an entry of the register, a page, or a text
CREATE TABLE regulation_wait (
    code TEXT NOT NULL REFERENCES regulation (code),
    position BIGINT NOT NULL,
    entry TEXT,
    path TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (code, position)
);
CREATE TABLE regulation_event (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL REFERENCES regulation (code),
    at BIGINT NOT NULL,
    by_key TEXT NOT NULL,
    by_name TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('create', 'edit', 'stage', 'promulgate', 'articles', 'relation', 'end')),
    stage TEXT NOT NULL,
    note TEXT
);
CREATE INDEX regulation_event_code ON regulation_event (code, at);
-- one row: the digest of what the agency added to the shipped register, empty while it added nothing
CREATE TABLE regulation_edition (
    name TEXT PRIMARY KEY,
    edition BIGINT NOT NULL,
    digest TEXT NOT NULL
);
INSERT INTO regulation_edition (name, edition, digest) VALUES ('own', 0, '');
-- slice: guidelines
-- the matriks masukan: what was said on a clause of a draft guideline, and the answer
CREATE TABLE guideline_input (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES policy_version (id),
    -- key of the article: id of the rule, or of the chapter
    clause TEXT NOT NULL,
    input TEXT NOT NULL,
    proposer TEXT NOT NULL,
    -- meeting, letter or conversation in which it was said
    occasion TEXT,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    answer TEXT CHECK (answer IN ('accepted', 'partly', 'rejected', 'noted')),
    response TEXT,
    answered_by TEXT,
    answered_at BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX guideline_input_version ON guideline_input (version_id, entered_at);
