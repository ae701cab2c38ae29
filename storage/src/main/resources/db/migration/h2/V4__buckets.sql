-- Buckets beside eggs, with a target for each repo; what a sync did beside the eggs; when removed eggs are forgotten.

ALTER TABLE egg_configs ADD COLUMN IF NOT EXISTS kind VARCHAR(8) DEFAULT 'egg' NOT NULL;
CREATE INDEX IF NOT EXISTS egg_configs_removed ON egg_configs (removed_at);

ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS repo VARCHAR(63);
-- Missing in rows written before: the egg's configuration tells it.
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS api_token_uri VARCHAR;

ALTER TABLE sync_history ADD COLUMN IF NOT EXISTS eggs_synced BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE sync_history ADD COLUMN IF NOT EXISTS jobs_synced BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE sync_history ADD COLUMN IF NOT EXISTS uf_config_synced BOOLEAN DEFAULT FALSE NOT NULL;
