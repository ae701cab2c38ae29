-- Repos and shared entities of runners; plans with their kind and what they are bound to; pins; results of operations.
-- A column that is added may be missing from rows written before; the stores know what that means.

ALTER TABLE runners ADD COLUMN `repo` Text, ADD COLUMN `boot_phase` Text, ADD COLUMN `shares_entity` Bool;
ALTER TABLE egg_configs ADD COLUMN `pinned_against` Text;
ALTER TABLE deployment_plans
    ADD COLUMN `variables_sha256` Text, ADD COLUMN `state_serial` Int64,
    ADD COLUMN `plan_type` Text, ADD COLUMN `rollback_plan_id` Text;
ALTER TABLE operations ADD COLUMN `result` Text;
