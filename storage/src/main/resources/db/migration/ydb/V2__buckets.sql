-- Buckets beside eggs, with a target for each repo; what a sync did beside the eggs; when removed eggs are forgotten.
-- A column that is added may be missing from rows written before; the stores know what that means.

ALTER TABLE egg_configs ADD COLUMN `kind` Text;
ALTER TABLE egg_configs ADD INDEX egg_configs_removed GLOBAL ON (`removed_at`);
ALTER TABLE egg_targets ADD COLUMN `repo` Text, ADD COLUMN `api_token_uri` Text;
ALTER TABLE sync_history
    ADD COLUMN `eggs_synced` Int64, ADD COLUMN `jobs_synced` Int64, ADD COLUMN `uf_config_synced` Bool;
