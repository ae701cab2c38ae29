-- Every row carries row_version for compare-and-set. Indexes are tables of their own here, kept with every write and
-- read only where a statement names one; all are made with their table, since adding one later cannot be said twice.
-- There are no unique indexes, checks or defaults: the stores look before they write, in one serialisable transaction.

CREATE TABLE IF NOT EXISTS egg_configs (
    `name`                Text      NOT NULL,
    `revision`            Int64     NOT NULL,
    `state`               Text      NOT NULL,
    `reason`              Text,
    `stale_config`        Bool      NOT NULL,
    `generation`          Int64     NOT NULL,
    `generation_seen`     Int64     NOT NULL,
    `dirty`               Bool,
    `synced_at`           Timestamp NOT NULL,
    `created_at`          Timestamp NOT NULL,
    `updated_at`          Timestamp NOT NULL,
    `removed_at`          Timestamp,
    `config`              Text      NOT NULL,
    `config_hash`         Text      NOT NULL,
    `git_commit`          Text      NOT NULL,
    `revision_created_at` Timestamp NOT NULL,
    `row_version`         Int64     NOT NULL,
    INDEX egg_configs_dirty GLOBAL SYNC ON (`dirty`, `name`),
    PRIMARY KEY (`name`)
);

CREATE TABLE IF NOT EXISTS egg_revisions (
    `egg_name`    Text      NOT NULL,
    `revision`    Int64     NOT NULL,
    `config`      Text      NOT NULL,
    `config_hash` Text      NOT NULL,
    `git_commit`  Text      NOT NULL,
    `created_at`  Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`egg_name`, `revision`)
);

CREATE TABLE IF NOT EXISTS egg_targets (
    `server`             Text      NOT NULL,
    `kind`               Text      NOT NULL,
    `gitlab_id`          Int64     NOT NULL,
    `egg_name`           Text      NOT NULL,
    `webhook_secret_uri` Text      NOT NULL,
    `accepting`          Bool      NOT NULL,
    `row_version`        Int64     NOT NULL,
    INDEX egg_targets_egg GLOBAL SYNC ON (`egg_name`),
    PRIMARY KEY (`server`, `kind`, `gitlab_id`, `egg_name`)
);

CREATE TABLE IF NOT EXISTS runners (
    `id`                   Text      NOT NULL,
    `egg_name`             Text      NOT NULL,
    `type`                 Text      NOT NULL,
    `platform`             Text      NOT NULL,
    `placement`            Text      NOT NULL,
    `revision`             Int64     NOT NULL,
    `deployed_from_commit` Text      NOT NULL,
    `created_at`           Timestamp NOT NULL,
    `state`                Text      NOT NULL,
    `live`                 Bool,
    `phase`                Text      NOT NULL,
    `cause`                Text,
    `pending_order`        Text,
    `state_since`          Timestamp NOT NULL,
    `attempt`              Int32     NOT NULL,
    `deadline_at`          Timestamp,
    `next_action_at`       Timestamp,
    `idle_since`           Timestamp,
    `proof_since`          Timestamp,
    `expires_at`           Timestamp,
    `last_heartbeat`       Timestamp,
    `heartbeat_seq`        Int64     NOT NULL,
    `running_jobs`         Text      NOT NULL,
    `finished`             Bool      NOT NULL,
    `failure_count`        Int32     NOT NULL,
    `enrolment_hash`       Text,
    `runner_hash`          Text,
    `gitlab_runner_id`     Int64,
    `cloud_id`             Text,
    `slot`                 Text,
    `row_version`          Int64     NOT NULL,
    INDEX runners_live GLOBAL SYNC ON (`egg_name`, `live`, `created_at`, `id`),
    INDEX runners_newest GLOBAL SYNC ON (`created_at`, `id`),
    INDEX runners_egg_newest GLOBAL SYNC ON (`egg_name`, `created_at`, `id`),
    INDEX runners_state_newest GLOBAL SYNC ON (`state`, `created_at`, `id`),
    INDEX runners_egg_state_newest GLOBAL SYNC ON (`egg_name`, `state`, `created_at`, `id`),
    INDEX runners_deadline GLOBAL SYNC ON (`deadline_at`, `egg_name`),
    INDEX runners_next_action GLOBAL SYNC ON (`next_action_at`, `egg_name`),
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS capacity (
    `egg_name`    Text      NOT NULL,
    `pool`        Text      NOT NULL,
    `used`        Int32     NOT NULL,
    `maximum`     Int32     NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`egg_name`, `pool`)
);

CREATE TABLE IF NOT EXISTS deployment_plans (
    `id`             Text      NOT NULL,
    `egg_name`       Text      NOT NULL,
    `revision`       Int64     NOT NULL,
    `config_hash`    Text      NOT NULL,
    `git_commit`     Text      NOT NULL,
    `module_version` Text      NOT NULL,
    `tofu_version`   Text      NOT NULL,
    `inputs`         Text      NOT NULL,
    `changes`        Text      NOT NULL,
    `status`         Text      NOT NULL,
    `plan_sha256`    Text      NOT NULL,
    `error`          Text,
    `created_at`     Timestamp NOT NULL,
    `applied_at`     Timestamp,
    `is_open`        Bool      NOT NULL,
    `row_version`    Int64     NOT NULL,
    INDEX deployment_plans_newest GLOBAL SYNC ON (`egg_name`, `created_at`, `id`),
    INDEX deployment_plans_open GLOBAL SYNC ON (`egg_name`, `is_open`, `created_at`, `id`),
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS tofu_runs (
    `egg_name`      Text      NOT NULL,
    `run_id`        Text      NOT NULL,
    `fencing_token` Int64     NOT NULL,
    `host_id`       Text      NOT NULL,
    `phase`         Text      NOT NULL,
    `pid`           Int64,
    `pid_start`     Int64,
    `kill_by`       Timestamp NOT NULL,
    `started_at`    Timestamp NOT NULL,
    `finished_at`   Timestamp,
    `outcome`       Text,
    `open_egg`      Text,
    `row_version`   Int64     NOT NULL,
    INDEX tofu_runs_open GLOBAL SYNC ON (`open_egg`),
    INDEX tofu_runs_newest GLOBAL SYNC ON (`egg_name`, `started_at`, `run_id`),
    PRIMARY KEY (`egg_name`, `run_id`)
);

CREATE TABLE IF NOT EXISTS leases (
    `key`         Text      NOT NULL,
    `owner`       Text,
    `token`       Int64     NOT NULL,
    `renewals`    Int64     NOT NULL,
    `renewed_at`  Timestamp,
    `next_at`     Timestamp,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`key`)
);

CREATE TABLE IF NOT EXISTS audit_logs (
    `id`            Text      NOT NULL,
    `timestamp`     Timestamp NOT NULL,
    `actor`         Text      NOT NULL,
    `action`        Text      NOT NULL,
    `resource_type` Text      NOT NULL,
    `resource_id`   Text      NOT NULL,
    `details`       Text      NOT NULL,
    `row_version`   Int64     NOT NULL,
    INDEX audit_logs_resource GLOBAL SYNC ON (`resource_type`, `resource_id`, `timestamp`, `id`),
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS nest_head (
    `id`          Text      NOT NULL,
    `git_commit`  Text      NOT NULL,
    `applied_at`  Timestamp NOT NULL,
    `checked_at`  Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS sync_history (
    `id`               Text      NOT NULL,
    `git_commit`       Text,
    `sync_type`        Text      NOT NULL,
    `status`           Text      NOT NULL,
    `changes_detected` Text      NOT NULL,
    `findings`         Text      NOT NULL,
    `error_message`    Text,
    `synced_at`        Timestamp NOT NULL,
    `duration_ms`      Int64     NOT NULL,
    `row_version`      Int64     NOT NULL,
    INDEX sync_history_newest GLOBAL SYNC ON (`synced_at`, `id`),
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS uf_config (
    `id`          Text      NOT NULL,
    `config`      Text      NOT NULL,
    `git_commit`  Text      NOT NULL,
    `synced_at`   Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS reconcile_decisions (
    `egg_name`    Text      NOT NULL,
    `generation`  Int64     NOT NULL,
    `at`          Timestamp NOT NULL,
    `demand`      Text      NOT NULL,
    `reasons`     Text      NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`egg_name`, `generation`)
);

CREATE TABLE IF NOT EXISTS operations (
    `id`          Text      NOT NULL,
    `type`        Text      NOT NULL,
    `status`      Text      NOT NULL,
    `actor`       Text      NOT NULL,
    `problem`     Text,
    `created_at`  Timestamp NOT NULL,
    `finished_at` Timestamp,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS webhook_deliveries (
    `key`         Text      NOT NULL,
    `server`      Text      NOT NULL,
    `target`      Text      NOT NULL,
    `kind`        Text      NOT NULL,
    `outcome`     Text      NOT NULL,
    `reason`      Text      NOT NULL,
    `received_at` Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    INDEX webhook_deliveries_received GLOBAL SYNC ON (`received_at`),
    PRIMARY KEY (`key`)
);

CREATE TABLE IF NOT EXISTS api_tokens (
    `id`          Text      NOT NULL,
    `name`        Text      NOT NULL,
    `role`        Text      NOT NULL,
    `hash`        Text      NOT NULL,
    `created_at`  Timestamp NOT NULL,
    `expires_at`  Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    INDEX api_tokens_hash GLOBAL SYNC ON (`hash`),
    PRIMARY KEY (`id`)
);
