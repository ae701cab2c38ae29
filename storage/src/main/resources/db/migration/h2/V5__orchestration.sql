-- Repos and shared entities of runners; plans with their kind and what they are bound to; pins; results of operations.

ALTER TABLE runners ADD COLUMN IF NOT EXISTS repo VARCHAR(63);
ALTER TABLE runners ADD COLUMN IF NOT EXISTS boot_phase VARCHAR;
ALTER TABLE runners ADD COLUMN IF NOT EXISTS shares_entity BOOLEAN DEFAULT FALSE NOT NULL;

ALTER TABLE egg_configs ADD COLUMN IF NOT EXISTS pinned_against VARCHAR;

ALTER TABLE deployment_plans ADD COLUMN IF NOT EXISTS variables_sha256 VARCHAR;
ALTER TABLE deployment_plans ADD COLUMN IF NOT EXISTS state_serial BIGINT;
ALTER TABLE deployment_plans ADD COLUMN IF NOT EXISTS plan_type VARCHAR;
ALTER TABLE deployment_plans ADD COLUMN IF NOT EXISTS rollback_plan_id VARCHAR;

ALTER TABLE operations ADD COLUMN IF NOT EXISTS result VARCHAR;
