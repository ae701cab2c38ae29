-- What the host of a run calls itself in locks; missing in rows written before.

ALTER TABLE tofu_runs ADD COLUMN IF NOT EXISTS host_name VARCHAR;
