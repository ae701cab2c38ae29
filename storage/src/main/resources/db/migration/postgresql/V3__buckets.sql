-- Buckets beside eggs, with a target for each repo; what a sync did beside the eggs; when removed eggs are forgotten.

ALTER TABLE egg_configs ADD COLUMN kind TEXT DEFAULT 'egg' NOT NULL;
CREATE INDEX egg_configs_removed ON egg_configs (removed_at);

ALTER TABLE egg_targets ADD COLUMN repo TEXT;
-- Missing in rows written before: the egg's configuration tells it.
ALTER TABLE egg_targets ADD COLUMN api_token_uri TEXT;

ALTER TABLE sync_history ADD COLUMN eggs_synced BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE sync_history ADD COLUMN jobs_synced BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE sync_history ADD COLUMN uf_config_synced BOOLEAN DEFAULT FALSE NOT NULL;
