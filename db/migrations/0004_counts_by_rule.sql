-- The queue counts, sorts and skips from indexes alone (docs/decisions/0004): `status` stands in them too, or SQLite would look at
-- every row to be sure of it. How often each rule failed and passed is kept where results change.

DROP INDEX findings_by_fingerprint;
DROP INDEX findings_by_code;
DROP INDEX findings_by_verdict;
DROP INDEX findings_by_report;
DROP INDEX findings_by_severity;
DROP INDEX findings_by_touched;

CREATE INDEX findings_by_fingerprint ON results (fingerprint, status) WHERE status = 'fail';
CREATE INDEX findings_by_report
  ON results (report_id, position, status, code, verdict, judged_severity, stale, conflict, touched_at, fingerprint)
  WHERE status = 'fail';
CREATE INDEX findings_by_code ON results (code, report_id, position, status, verdict, judged_severity, stale, conflict)
  WHERE status = 'fail';
CREATE INDEX findings_by_severity
  ON results (
    CASE judged_severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    report_id, position, status, verdict, judged_severity
  )
  WHERE status = 'fail';
CREATE INDEX findings_by_touched ON results (touched_at, report_id, position, status, verdict) WHERE status = 'fail';

CREATE TABLE rule_totals (
  code TEXT PRIMARY KEY,
  fails INTEGER NOT NULL,
  open INTEGER NOT NULL,
  passes INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  broken INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO rule_totals (code, fails, open, passes, skipped, broken)
SELECT
  code,
  sum(status = 'fail'),
  sum(coalesce(verdict = 'open', 0)),
  sum(status = 'pass'),
  sum(status = 'skipped'),
  sum(status = 'broken')
FROM results
GROUP BY code;

CREATE TRIGGER rule_totals_grow AFTER INSERT ON results
BEGIN
  INSERT INTO rule_totals (code, fails, open, passes, skipped, broken)
  VALUES (
    NEW.code,
    NEW.status = 'fail',
    coalesce(NEW.verdict = 'open', 0),
    NEW.status = 'pass',
    NEW.status = 'skipped',
    NEW.status = 'broken'
  )
  ON CONFLICT (code) DO UPDATE SET
    fails = fails + excluded.fails,
    open = open + excluded.open,
    passes = passes + excluded.passes,
    skipped = skipped + excluded.skipped,
    broken = broken + excluded.broken;
END;

CREATE TRIGGER rule_totals_shrink AFTER DELETE ON results
BEGIN
  UPDATE rule_totals SET
    fails = fails - (OLD.status = 'fail'),
    open = open - coalesce(OLD.verdict = 'open', 0),
    passes = passes - (OLD.status = 'pass'),
    skipped = skipped - (OLD.status = 'skipped'),
    broken = broken - (OLD.status = 'broken')
  WHERE code = OLD.code;
END;

CREATE TRIGGER rule_totals_change AFTER UPDATE OF verdict ON results
WHEN NEW.verdict IS NOT OLD.verdict
BEGIN
  UPDATE rule_totals SET
    open = open + coalesce(NEW.verdict = 'open', 0) - coalesce(OLD.verdict = 'open', 0)
  WHERE code = NEW.code;
END;
