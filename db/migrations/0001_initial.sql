-- The workspace, first schema. Every table is documented in docs/workspace.md.

-- Sources and what was read from them ------------------------------------------------------------

CREATE TABLE sources (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  compressed BLOB,
  first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE source_paths (
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES sources (sha256),
  seen_at TEXT NOT NULL,
  PRIMARY KEY (path, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  current_version INTEGER REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED,
  agency TEXT,
  year INTEGER,
  form TEXT,
  title TEXT,
  source TEXT NOT NULL DEFAULT '',
  published TEXT,
  loaded_at TEXT NOT NULL DEFAULT '',
  errors INTEGER NOT NULL DEFAULT 0,
  warnings INTEGER NOT NULL DEFAULT 0,
  infos INTEGER NOT NULL DEFAULT 0,
  passes INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  broken INTEGER NOT NULL DEFAULT 0,
  open INTEGER NOT NULL DEFAULT 0,
  confirmed INTEGER NOT NULL DEFAULT 0,
  dismissed INTEGER NOT NULL DEFAULT 0,
  asked INTEGER NOT NULL DEFAULT 0,
  fixed INTEGER NOT NULL DEFAULT 0,
  stale INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0,
  rivals INTEGER NOT NULL DEFAULT 0,
  last_touched TEXT,
  last_auditor TEXT,
  results_digest TEXT NOT NULL DEFAULT '',
  UNIQUE (agency_key, year_key)
) STRICT;

CREATE INDEX reports_by_year ON reports (year_key, agency_key, id);
CREATE INDEX reports_by_errors ON reports (errors, agency_key, year_key, id);
CREATE INDEX reports_by_warnings ON reports (warnings, agency_key, year_key, id);
CREATE INDEX reports_by_open ON reports (open, agency_key, year_key, id);
CREATE INDEX reports_by_touched ON reports (last_touched, agency_key, year_key, id);
CREATE INDEX reports_by_loaded ON reports (loaded_at, agency_key, year_key, id);

CREATE INDEX reports_to_check ON reports (id) WHERE results_digest = '';

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  sha256 TEXT NOT NULL REFERENCES sources (sha256),
  part INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('current', 'rival', 'former')),
  source TEXT NOT NULL,
  title TEXT,
  agency TEXT,
  year INTEGER,
  form TEXT,
  published TEXT,
  media_type TEXT NOT NULL,
  loaded_at TEXT NOT NULL,
  program TEXT NOT NULL,
  details BLOB NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE (sha256, part)
) STRICT;

CREATE INDEX versions_by_report ON versions (report_id);

CREATE TABLE sections (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  number INTEGER NOT NULL,
  heading TEXT,
  present INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cells (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('number', 'blank', 'dash', 'unreadable', 'absent')),
  value TEXT,
  raw TEXT,
  inferred INTEGER NOT NULL,
  unit TEXT,
  note TEXT,
  place TEXT,
  PRIMARY KEY (version_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  section INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  text TEXT NOT NULL,
  value TEXT NOT NULL,
  low TEXT NOT NULL,
  high TEXT NOT NULL,
  unit TEXT,
  about TEXT NOT NULL,
  scope TEXT NOT NULL,
  period TEXT,
  noun TEXT,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

-- What the rules say; rebuilt at will --------------------------------------------------------------

CREATE TABLE results (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  anchor TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pass', 'fail', 'skipped', 'broken')),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  section INTEGER,
  variant TEXT,
  message TEXT,
  expected TEXT,
  actual TEXT,
  difference TEXT,
  unit TEXT,
  group_name TEXT,
  details TEXT NOT NULL,
  digest TEXT,
  verdict TEXT CHECK (verdict IN ('open', 'confirmed', 'dismissed', 'asked', 'fixed')),
  judged_severity TEXT CHECK (judged_severity IN ('error', 'warning', 'info')),
  stale INTEGER NOT NULL DEFAULT 0,
  conflict INTEGER NOT NULL DEFAULT 0,
  touched_at TEXT,
  PRIMARY KEY (report_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX findings_by_fingerprint ON results (fingerprint) WHERE status = 'fail';
CREATE INDEX findings_by_code ON results (code, report_id, position) WHERE status = 'fail';
CREATE INDEX findings_by_verdict ON results (verdict, report_id, position) WHERE status = 'fail';
CREATE INDEX findings_by_report ON results (report_id, position) WHERE status = 'fail';
CREATE INDEX findings_by_severity
  ON results (CASE judged_severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, report_id, position)
  WHERE status = 'fail';
CREATE INDEX findings_by_touched ON results (touched_at, report_id, position) WHERE status = 'fail';

CREATE TABLE dependencies (
  report_id INTEGER NOT NULL REFERENCES reports (id),
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  PRIMARY KEY (report_id, agency_key, year_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX dependencies_by_subject ON dependencies (agency_key, year_key);

CREATE TABLE likenesses (
  band INTEGER NOT NULL,
  value INTEGER NOT NULL,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  PRIMARY KEY (band, value, report_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX likenesses_by_report ON likenesses (report_id);

-- The ledger: only ever added to --------------------------------------------------------------------

CREATE TABLE sittings (
  id TEXT PRIMARY KEY,
  auditor TEXT NOT NULL,
  machine TEXT NOT NULL,
  started TEXT NOT NULL,
  program TEXT NOT NULL,
  seen TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  sitting TEXT NOT NULL REFERENCES sittings (id),
  number INTEGER NOT NULL,
  time TEXT NOT NULL,
  auditor TEXT NOT NULL,
  batch TEXT NOT NULL,
  kind TEXT NOT NULL,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  code TEXT NOT NULL,
  anchor TEXT NOT NULL,
  verdict TEXT,
  severity TEXT,
  reason TEXT,
  note TEXT,
  tags TEXT,
  digest TEXT,
  payload TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX events_by_sitting ON events (sitting, number);
CREATE INDEX events_by_fingerprint ON events (fingerprint);
CREATE INDEX events_by_subject ON events (agency_key, year_key);
CREATE INDEX events_by_batch ON events (batch);

CREATE TRIGGER sittings_are_never_changed BEFORE UPDATE ON sittings
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER sittings_are_never_deleted BEFORE DELETE ON sittings
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What follows from the ledger; `gouji verify` computes it again and compares -------------------------

CREATE TABLE heads (
  sitting TEXT PRIMARY KEY REFERENCES sittings (id),
  number INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE judgements (
  fingerprint TEXT PRIMARY KEY,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  code TEXT NOT NULL,
  anchor TEXT NOT NULL,
  verdict TEXT NOT NULL,
  severity TEXT,
  reason TEXT,
  note TEXT NOT NULL,
  tags TEXT NOT NULL,
  auditor TEXT NOT NULL,
  at TEXT NOT NULL,
  verdict_auditor TEXT,
  digest TEXT,
  opinions TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX judgements_by_subject ON judgements (agency_key, year_key);

CREATE TABLE own_findings (
  fingerprint TEXT PRIMARY KEY,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  anchor TEXT NOT NULL,
  auditor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX own_findings_by_subject ON own_findings (agency_key, year_key);

CREATE TABLE corrections (
  fingerprint TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  part INTEGER NOT NULL,
  target TEXT NOT NULL,
  old TEXT,
  new TEXT,
  reason TEXT NOT NULL,
  auditor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX corrections_by_source ON corrections (sha256, part);

CREATE TABLE choices (
  fingerprint TEXT PRIMARY KEY,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  part INTEGER NOT NULL,
  auditor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  hash TEXT PRIMARY KEY,
  agency_key TEXT NOT NULL,
  year_key TEXT NOT NULL,
  to_agency_key TEXT NOT NULL,
  to_year_key TEXT NOT NULL,
  time TEXT NOT NULL,
  sitting TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
  batch TEXT PRIMARY KEY,
  auditor TEXT NOT NULL,
  kind TEXT NOT NULL,
  made TEXT NOT NULL,
  undone TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX steps_by_auditor ON steps (auditor, made);

-- The rest ----------------------------------------------------------------------------------------

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
  key TEXT PRIMARY KEY,
  auditor TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE writers (
  sitting TEXT PRIMARY KEY,
  writes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE search_texts (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  kind TEXT NOT NULL CHECK (kind IN ('section', 'cells', 'message', 'note')),
  place TEXT NOT NULL,
  text TEXT
) STRICT;

CREATE INDEX search_texts_by_report ON search_texts (report_id, kind, place);

CREATE VIRTUAL TABLE search USING fts5 (spaced, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');

CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  reports INTEGER NOT NULL,
  clean INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  open INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  dismissed INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  fixed INTEGER NOT NULL,
  stale INTEGER NOT NULL,
  conflicts INTEGER NOT NULL
) STRICT;

INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

CREATE TRIGGER totals_grow AFTER INSERT ON reports
BEGIN
  UPDATE totals SET
    reports = reports + 1,
    clean = clean + (NEW.errors + NEW.warnings = 0),
    finished = finished + (NEW.open = 0),
    errors = errors + NEW.errors,
    warnings = warnings + NEW.warnings,
    infos = infos + NEW.infos,
    open = open + NEW.open,
    confirmed = confirmed + NEW.confirmed,
    dismissed = dismissed + NEW.dismissed,
    asked = asked + NEW.asked,
    fixed = fixed + NEW.fixed,
    stale = stale + NEW.stale,
    conflicts = conflicts + NEW.conflicts;
END;

CREATE TRIGGER totals_change AFTER UPDATE ON reports
BEGIN
  UPDATE totals SET
    clean = clean + (NEW.errors + NEW.warnings = 0) - (OLD.errors + OLD.warnings = 0),
    finished = finished + (NEW.open = 0) - (OLD.open = 0),
    errors = errors + NEW.errors - OLD.errors,
    warnings = warnings + NEW.warnings - OLD.warnings,
    infos = infos + NEW.infos - OLD.infos,
    open = open + NEW.open - OLD.open,
    confirmed = confirmed + NEW.confirmed - OLD.confirmed,
    dismissed = dismissed + NEW.dismissed - OLD.dismissed,
    asked = asked + NEW.asked - OLD.asked,
    fixed = fixed + NEW.fixed - OLD.fixed,
    stale = stale + NEW.stale - OLD.stale,
    conflicts = conflicts + NEW.conflicts - OLD.conflicts;
END;

CREATE TRIGGER totals_shrink AFTER DELETE ON reports
BEGIN
  UPDATE totals SET
    reports = reports - 1,
    clean = clean - (OLD.errors + OLD.warnings = 0),
    finished = finished - (OLD.open = 0),
    errors = errors - OLD.errors,
    warnings = warnings - OLD.warnings,
    infos = infos - OLD.infos,
    open = open - OLD.open,
    confirmed = confirmed - OLD.confirmed,
    dismissed = dismissed - OLD.dismissed,
    asked = asked - OLD.asked,
    fixed = fixed - OLD.fixed,
    stale = stale - OLD.stale,
    conflicts = conflicts - OLD.conflicts;
END;

-- Views for people with sqlite3 or Datasette ---------------------------------------------------------

CREATE VIEW findings AS
SELECT
  reports.id AS report_id,
  reports.agency,
  reports.year,
  results.code,
  results.anchor,
  results.section,
  results.judged_severity AS severity,
  results.severity AS severity_of_the_rule,
  results.message,
  results.expected,
  results.actual,
  results.difference,
  results.unit,
  results.verdict,
  judgements.reason,
  judgements.note,
  judgements.tags,
  judgements.auditor,
  judgements.at,
  results.stale,
  results.conflict,
  results.fingerprint
FROM results
JOIN reports ON reports.id = results.report_id
LEFT JOIN judgements ON judgements.fingerprint = results.fingerprint
WHERE results.status = 'fail';

CREATE VIEW verdicts AS
SELECT
  events.time,
  events.auditor,
  sittings.machine,
  reports.agency,
  reports.year,
  events.code,
  events.anchor,
  events.kind,
  events.verdict,
  events.severity,
  events.reason,
  events.note,
  events.tags,
  events.batch,
  events.fingerprint,
  events.sitting,
  events.number
FROM events
JOIN sittings ON sittings.id = events.sitting
LEFT JOIN reports ON reports.agency_key = events.agency_key AND reports.year_key = events.year_key;

CREATE VIEW progress AS
SELECT
  id AS report_id,
  agency,
  year,
  form,
  errors,
  warnings,
  infos,
  passes,
  open,
  confirmed,
  dismissed,
  asked,
  fixed,
  stale,
  conflicts,
  last_touched,
  last_auditor
FROM reports;

CREATE VIEW cells_wide AS
SELECT
  reports.id AS report_id,
  reports.agency,
  reports.year,
  reports.form,
  max(CASE WHEN cells.key = 't2.regulations.issued' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.issued",
  max(CASE WHEN cells.key = 't2.regulations.repealed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.repealed",
  max(CASE WHEN cells.key = 't2.regulations.in_force' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.in_force",
  max(CASE WHEN cells.key = 't2.normative_documents.issued' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.issued",
  max(CASE WHEN cells.key = 't2.normative_documents.repealed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.repealed",
  max(CASE WHEN cells.key = 't2.normative_documents.in_force' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.in_force",
  max(CASE WHEN cells.key = 't2.licences.decisions' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.licences.decisions",
  max(CASE WHEN cells.key = 't2.penalties.decisions' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.penalties.decisions",
  max(CASE WHEN cells.key = 't2.coercive_measures.decisions' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.coercive_measures.decisions",
  max(CASE WHEN cells.key = 't2.fees.amount' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.fees.amount",
  max(CASE WHEN cells.key = 't3.new.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.natural_person",
  max(CASE WHEN cells.key = 't3.new.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.business",
  max(CASE WHEN cells.key = 't3.new.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.research",
  max(CASE WHEN cells.key = 't3.new.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.public_interest",
  max(CASE WHEN cells.key = 't3.new.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.legal_service",
  max(CASE WHEN cells.key = 't3.new.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.other_org",
  max(CASE WHEN cells.key = 't3.new.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.new.total",
  max(CASE WHEN cells.key = 't3.carried_over.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.natural_person",
  max(CASE WHEN cells.key = 't3.carried_over.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.business",
  max(CASE WHEN cells.key = 't3.carried_over.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.research",
  max(CASE WHEN cells.key = 't3.carried_over.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.public_interest",
  max(CASE WHEN cells.key = 't3.carried_over.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.legal_service",
  max(CASE WHEN cells.key = 't3.carried_over.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.other_org",
  max(CASE WHEN cells.key = 't3.carried_over.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_over.total",
  max(CASE WHEN cells.key = 't3.granted.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.natural_person",
  max(CASE WHEN cells.key = 't3.granted.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.business",
  max(CASE WHEN cells.key = 't3.granted.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.research",
  max(CASE WHEN cells.key = 't3.granted.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.public_interest",
  max(CASE WHEN cells.key = 't3.granted.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.legal_service",
  max(CASE WHEN cells.key = 't3.granted.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.other_org",
  max(CASE WHEN cells.key = 't3.granted.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.granted.total",
  max(CASE WHEN cells.key = 't3.partial.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.natural_person",
  max(CASE WHEN cells.key = 't3.partial.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.business",
  max(CASE WHEN cells.key = 't3.partial.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.research",
  max(CASE WHEN cells.key = 't3.partial.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.public_interest",
  max(CASE WHEN cells.key = 't3.partial.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.legal_service",
  max(CASE WHEN cells.key = 't3.partial.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.other_org",
  max(CASE WHEN cells.key = 't3.partial.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.partial.total",
  max(CASE WHEN cells.key = 't3.refused.state_secret.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.natural_person",
  max(CASE WHEN cells.key = 't3.refused.state_secret.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.business",
  max(CASE WHEN cells.key = 't3.refused.state_secret.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.research",
  max(CASE WHEN cells.key = 't3.refused.state_secret.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.public_interest",
  max(CASE WHEN cells.key = 't3.refused.state_secret.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.legal_service",
  max(CASE WHEN cells.key = 't3.refused.state_secret.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.other_org",
  max(CASE WHEN cells.key = 't3.refused.state_secret.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.state_secret.total",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.natural_person",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.business",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.research",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.public_interest",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.legal_service",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.other_org",
  max(CASE WHEN cells.key = 't3.refused.law_forbids.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.law_forbids.total",
  max(CASE WHEN cells.key = 't3.refused.stability.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.natural_person",
  max(CASE WHEN cells.key = 't3.refused.stability.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.business",
  max(CASE WHEN cells.key = 't3.refused.stability.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.research",
  max(CASE WHEN cells.key = 't3.refused.stability.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.public_interest",
  max(CASE WHEN cells.key = 't3.refused.stability.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.legal_service",
  max(CASE WHEN cells.key = 't3.refused.stability.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.other_org",
  max(CASE WHEN cells.key = 't3.refused.stability.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.stability.total",
  max(CASE WHEN cells.key = 't3.refused.third_party.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.natural_person",
  max(CASE WHEN cells.key = 't3.refused.third_party.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.business",
  max(CASE WHEN cells.key = 't3.refused.third_party.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.research",
  max(CASE WHEN cells.key = 't3.refused.third_party.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.public_interest",
  max(CASE WHEN cells.key = 't3.refused.third_party.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.legal_service",
  max(CASE WHEN cells.key = 't3.refused.third_party.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.other_org",
  max(CASE WHEN cells.key = 't3.refused.third_party.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.third_party.total",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.natural_person",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.business",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.research",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.public_interest",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.legal_service",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.other_org",
  max(CASE WHEN cells.key = 't3.refused.internal_affairs.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.internal_affairs.total",
  max(CASE WHEN cells.key = 't3.refused.process_info.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.natural_person",
  max(CASE WHEN cells.key = 't3.refused.process_info.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.business",
  max(CASE WHEN cells.key = 't3.refused.process_info.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.research",
  max(CASE WHEN cells.key = 't3.refused.process_info.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.public_interest",
  max(CASE WHEN cells.key = 't3.refused.process_info.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.legal_service",
  max(CASE WHEN cells.key = 't3.refused.process_info.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.other_org",
  max(CASE WHEN cells.key = 't3.refused.process_info.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.process_info.total",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.natural_person",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.business",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.research",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.public_interest",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.legal_service",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.other_org",
  max(CASE WHEN cells.key = 't3.refused.enforcement_file.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.enforcement_file.total",
  max(CASE WHEN cells.key = 't3.refused.admin_query.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.natural_person",
  max(CASE WHEN cells.key = 't3.refused.admin_query.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.business",
  max(CASE WHEN cells.key = 't3.refused.admin_query.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.research",
  max(CASE WHEN cells.key = 't3.refused.admin_query.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.public_interest",
  max(CASE WHEN cells.key = 't3.refused.admin_query.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.legal_service",
  max(CASE WHEN cells.key = 't3.refused.admin_query.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.other_org",
  max(CASE WHEN cells.key = 't3.refused.admin_query.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.refused.admin_query.total",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.natural_person",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.business",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.research",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.public_interest",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.legal_service",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.other_org",
  max(CASE WHEN cells.key = 't3.unavailable.not_held.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.not_held.total",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.natural_person",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.business",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.research",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.public_interest",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.legal_service",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.other_org",
  max(CASE WHEN cells.key = 't3.unavailable.must_create.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.must_create.total",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.natural_person",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.business",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.research",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.public_interest",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.legal_service",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.other_org",
  max(CASE WHEN cells.key = 't3.unavailable.unclear.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.unavailable.unclear.total",
  max(CASE WHEN cells.key = 't3.rejected.complaint.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.natural_person",
  max(CASE WHEN cells.key = 't3.rejected.complaint.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.business",
  max(CASE WHEN cells.key = 't3.rejected.complaint.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.research",
  max(CASE WHEN cells.key = 't3.rejected.complaint.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.public_interest",
  max(CASE WHEN cells.key = 't3.rejected.complaint.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.legal_service",
  max(CASE WHEN cells.key = 't3.rejected.complaint.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.other_org",
  max(CASE WHEN cells.key = 't3.rejected.complaint.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.complaint.total",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.natural_person",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.business",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.research",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.public_interest",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.legal_service",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.other_org",
  max(CASE WHEN cells.key = 't3.rejected.duplicate.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.duplicate.total",
  max(CASE WHEN cells.key = 't3.rejected.publication.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.natural_person",
  max(CASE WHEN cells.key = 't3.rejected.publication.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.business",
  max(CASE WHEN cells.key = 't3.rejected.publication.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.research",
  max(CASE WHEN cells.key = 't3.rejected.publication.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.public_interest",
  max(CASE WHEN cells.key = 't3.rejected.publication.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.legal_service",
  max(CASE WHEN cells.key = 't3.rejected.publication.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.other_org",
  max(CASE WHEN cells.key = 't3.rejected.publication.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.publication.total",
  max(CASE WHEN cells.key = 't3.rejected.excessive.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.natural_person",
  max(CASE WHEN cells.key = 't3.rejected.excessive.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.business",
  max(CASE WHEN cells.key = 't3.rejected.excessive.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.research",
  max(CASE WHEN cells.key = 't3.rejected.excessive.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.public_interest",
  max(CASE WHEN cells.key = 't3.rejected.excessive.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.legal_service",
  max(CASE WHEN cells.key = 't3.rejected.excessive.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.other_org",
  max(CASE WHEN cells.key = 't3.rejected.excessive.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.excessive.total",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.natural_person",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.business",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.research",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.public_interest",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.legal_service",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.other_org",
  max(CASE WHEN cells.key = 't3.rejected.reconfirm.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.rejected.reconfirm.total",
  max(CASE WHEN cells.key = 't3.other.not_corrected.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.natural_person",
  max(CASE WHEN cells.key = 't3.other.not_corrected.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.business",
  max(CASE WHEN cells.key = 't3.other.not_corrected.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.research",
  max(CASE WHEN cells.key = 't3.other.not_corrected.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.public_interest",
  max(CASE WHEN cells.key = 't3.other.not_corrected.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.legal_service",
  max(CASE WHEN cells.key = 't3.other.not_corrected.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.other_org",
  max(CASE WHEN cells.key = 't3.other.not_corrected.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.not_corrected.total",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.natural_person",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.business",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.research",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.public_interest",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.legal_service",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.other_org",
  max(CASE WHEN cells.key = 't3.other.fee_unpaid.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.fee_unpaid.total",
  max(CASE WHEN cells.key = 't3.other.other.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.natural_person",
  max(CASE WHEN cells.key = 't3.other.other.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.business",
  max(CASE WHEN cells.key = 't3.other.other.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.research",
  max(CASE WHEN cells.key = 't3.other.other.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.public_interest",
  max(CASE WHEN cells.key = 't3.other.other.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.legal_service",
  max(CASE WHEN cells.key = 't3.other.other.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.other_org",
  max(CASE WHEN cells.key = 't3.other.other.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other.total",
  max(CASE WHEN cells.key = 't3.total.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.natural_person",
  max(CASE WHEN cells.key = 't3.total.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.business",
  max(CASE WHEN cells.key = 't3.total.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.research",
  max(CASE WHEN cells.key = 't3.total.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.public_interest",
  max(CASE WHEN cells.key = 't3.total.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.legal_service",
  max(CASE WHEN cells.key = 't3.total.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.other_org",
  max(CASE WHEN cells.key = 't3.total.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.total.total",
  max(CASE WHEN cells.key = 't3.carried_forward.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.natural_person",
  max(CASE WHEN cells.key = 't3.carried_forward.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.business",
  max(CASE WHEN cells.key = 't3.carried_forward.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.research",
  max(CASE WHEN cells.key = 't3.carried_forward.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.public_interest",
  max(CASE WHEN cells.key = 't3.carried_forward.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.legal_service",
  max(CASE WHEN cells.key = 't3.carried_forward.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.other_org",
  max(CASE WHEN cells.key = 't3.carried_forward.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.carried_forward.total",
  max(CASE WHEN cells.key = 't4.review.upheld' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.review.upheld",
  max(CASE WHEN cells.key = 't4.review.corrected' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.review.corrected",
  max(CASE WHEN cells.key = 't4.review.other' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.review.other",
  max(CASE WHEN cells.key = 't4.review.pending' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.review.pending",
  max(CASE WHEN cells.key = 't4.review.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.review.total",
  max(CASE WHEN cells.key = 't4.suit_direct.upheld' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_direct.upheld",
  max(CASE WHEN cells.key = 't4.suit_direct.corrected' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_direct.corrected",
  max(CASE WHEN cells.key = 't4.suit_direct.other' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_direct.other",
  max(CASE WHEN cells.key = 't4.suit_direct.pending' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_direct.pending",
  max(CASE WHEN cells.key = 't4.suit_direct.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_direct.total",
  max(CASE WHEN cells.key = 't4.suit_after_review.upheld' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_after_review.upheld",
  max(CASE WHEN cells.key = 't4.suit_after_review.corrected' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_after_review.corrected",
  max(CASE WHEN cells.key = 't4.suit_after_review.other' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_after_review.other",
  max(CASE WHEN cells.key = 't4.suit_after_review.pending' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_after_review.pending",
  max(CASE WHEN cells.key = 't4.suit_after_review.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t4.suit_after_review.total",
  max(CASE WHEN cells.key = 't2.regulations.made' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.made",
  max(CASE WHEN cells.key = 't2.regulations.disclosed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.disclosed",
  max(CASE WHEN cells.key = 't2.regulations.total_disclosed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.regulations.total_disclosed",
  max(CASE WHEN cells.key = 't2.normative_documents.made' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.made",
  max(CASE WHEN cells.key = 't2.normative_documents.disclosed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.disclosed",
  max(CASE WHEN cells.key = 't2.normative_documents.total_disclosed' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.normative_documents.total_disclosed",
  max(CASE WHEN cells.key = 't2.licences.items_last_year' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.licences.items_last_year",
  max(CASE WHEN cells.key = 't2.licences.change' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.licences.change",
  max(CASE WHEN cells.key = 't2.other_services.items_last_year' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.other_services.items_last_year",
  max(CASE WHEN cells.key = 't2.other_services.change' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.other_services.change",
  max(CASE WHEN cells.key = 't2.other_services.decisions' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.other_services.decisions",
  max(CASE WHEN cells.key = 't2.penalties.items_last_year' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.penalties.items_last_year",
  max(CASE WHEN cells.key = 't2.penalties.change' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.penalties.change",
  max(CASE WHEN cells.key = 't2.coercive_measures.items_last_year' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.coercive_measures.items_last_year",
  max(CASE WHEN cells.key = 't2.coercive_measures.change' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.coercive_measures.change",
  max(CASE WHEN cells.key = 't2.fees.items_last_year' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.fees.items_last_year",
  max(CASE WHEN cells.key = 't2.fees.change' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.fees.change",
  max(CASE WHEN cells.key = 't2.procurement.items' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.procurement.items",
  max(CASE WHEN cells.key = 't2.procurement.amount' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t2.procurement.amount",
  max(CASE WHEN cells.key = 't3.other.natural_person' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.natural_person",
  max(CASE WHEN cells.key = 't3.other.business' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.business",
  max(CASE WHEN cells.key = 't3.other.research' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.research",
  max(CASE WHEN cells.key = 't3.other.public_interest' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.public_interest",
  max(CASE WHEN cells.key = 't3.other.legal_service' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.legal_service",
  max(CASE WHEN cells.key = 't3.other.other_org' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.other_org",
  max(CASE WHEN cells.key = 't3.other.total' THEN CAST(coalesce(corrections.new, cells.value) AS NUMERIC) END) AS "t3.other.total"
FROM reports
JOIN versions ON versions.id = reports.current_version
JOIN cells ON cells.version_id = versions.id
LEFT JOIN corrections
  ON corrections.sha256 = versions.sha256 AND corrections.part = versions.part AND corrections.target = cells.key
GROUP BY reports.id;
