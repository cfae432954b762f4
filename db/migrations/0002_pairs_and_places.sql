-- The full-text index holds every character and every two neighbours instead of characters in a row (docs/decisions/0003);
-- what a list's places and an auditor's last step are found by.

DROP TABLE search;

CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

INSERT INTO search (rowid, words)
SELECT
  search_texts.id,
  indexed_words(coalesce(search_texts.text, sections.text, ''))
FROM search_texts
LEFT JOIN sections
  ON search_texts.kind = 'section'
  AND sections.version_id = CAST(substr(search_texts.place, 1, instr(search_texts.place, '/') - 1) AS INTEGER)
  AND sections.position = CAST(substr(search_texts.place, instr(search_texts.place, '/') + 1) AS INTEGER)
ORDER BY search_texts.id;

CREATE INDEX steps_by_undone ON steps (auditor, undone) WHERE undone IS NOT NULL;

ALTER TABLE totals ADD COLUMN arranged INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER list_grows AFTER INSERT ON reports
BEGIN
  UPDATE totals SET arranged = arranged + 1;
END;

CREATE TRIGGER list_shrinks AFTER DELETE ON reports
BEGIN
  UPDATE totals SET arranged = arranged + 1;
END;

CREATE TRIGGER list_moves AFTER UPDATE OF agency_key, year_key, loaded_at ON reports
WHEN NEW.agency_key <> OLD.agency_key OR NEW.year_key <> OLD.year_key OR NEW.loaded_at <> OLD.loaded_at
BEGIN
  UPDATE totals SET arranged = arranged + 1;
END;
