-- Whoever writes a finding confirms it: an own finding is confirmed until a verdict says otherwise. The judgements that follow
-- from this are folded anew when the migration is applied (`db.schema.migrate`).

DROP VIEW verdicts;

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
  CASE events.kind WHEN 'own' THEN 'confirmed' ELSE events.verdict END AS verdict,
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
