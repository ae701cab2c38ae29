-- Repos and shared entities of runners; plans with their kind and what they are bound to; pins; results of operations.

ALTER TABLE runners ADD COLUMN repo TEXT;
ALTER TABLE runners ADD COLUMN boot_phase TEXT;
ALTER TABLE runners ADD COLUMN shares_entity BOOLEAN DEFAULT FALSE NOT NULL;

ALTER TABLE egg_configs ADD COLUMN pinned_against TEXT;

ALTER TABLE deployment_plans ADD COLUMN variables_sha256 TEXT;
ALTER TABLE deployment_plans ADD COLUMN state_serial BIGINT;
ALTER TABLE deployment_plans ADD COLUMN plan_type TEXT;
ALTER TABLE deployment_plans ADD COLUMN rollback_plan_id TEXT;

ALTER TABLE operations ADD COLUMN result TEXT;
