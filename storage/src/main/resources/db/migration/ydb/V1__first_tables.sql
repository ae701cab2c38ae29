-- Every row carries row_version for compare-and-set. Indexes are tables of their own here, kept with every write and
-- read only where a statement names one. Each statement may run twice. There are no unique indexes, checks or
-- defaults: the stores look before they write, in one serialisable transaction. A TTL only clears away, a day or more
-- late: the stores judge by themselves what has expired.

CREATE TABLE IF NOT EXISTS egg_configs (
    `name`                Text      NOT NULL,
    `revision`            Int64     NOT NULL,
    `config`              Text      NOT NULL,
    `config_hash`         Text      NOT NULL,
    `git_commit`          Text      NOT NULL,
    `revision_created_at` Timestamp NOT NULL,
    `state`               Text      NOT NULL,
    `reason`              Text,
    `stale_config`        Bool      NOT NULL,
    `generation`          Int64     NOT NULL,
    `generation_seen`     Int64     NOT NULL,
    `dirty`               Bool      NOT NULL,
    `synced_at`           Timestamp NOT NULL,
    `created_at`          Timestamp NOT NULL,
    `updated_at`          Timestamp NOT NULL,
    `removed_at`          Timestamp,
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
    `id`                 Text      NOT NULL,
    `full_path`          Text,
    `hook_id`            Int64,
    `hook_status`        Text      NOT NULL,
    `last_polled_at`     Timestamp NOT NULL,
    `last_event_at`      Timestamp,
    `row_version`        Int64     NOT NULL,
    INDEX egg_targets_egg GLOBAL SYNC ON (`egg_name`),
    INDEX egg_targets_of_egg GLOBAL SYNC ON (`egg_name`, `id`),
    INDEX egg_targets_kind GLOBAL SYNC ON (`server`, `kind`, `id`),
    INDEX egg_targets_polled GLOBAL SYNC ON (`last_polled_at`, `id`),
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
    `live`                 Bool      NOT NULL,
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
    INDEX runners_ended GLOBAL SYNC ON (`state`, `state_since`),
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
    `is_open`        Bool      NOT NULL,
    `plan_sha256`    Text      NOT NULL,
    `error`          Text,
    `created_at`     Timestamp NOT NULL,
    `applied_at`     Timestamp,
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
    INDEX tofu_runs_finished GLOBAL SYNC ON (`finished_at`),
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
    INDEX audit_logs_time GLOBAL SYNC ON (`timestamp`, `id`),
    INDEX audit_logs_actor GLOBAL SYNC ON (`actor`, `timestamp`, `id`),
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
    INDEX webhook_deliveries_target GLOBAL SYNC ON (`server`, `target`, `received_at`, `key`),
    PRIMARY KEY (`key`)
) WITH (
    TTL = Interval("P2D") ON `received_at`
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

CREATE TABLE IF NOT EXISTS ci_jobs (
    `server`        Text      NOT NULL,
    `job_id`        Int64     NOT NULL,
    `id`            Text      NOT NULL,
    `project_id`    Int64     NOT NULL,
    `pipeline_id`   Int64,
    `egg_name`      Text,
    `name`          Text      NOT NULL,
    `ref`           Text      NOT NULL,
    `protected`     Bool      NOT NULL,
    `tags`          Text      NOT NULL,
    `status`        Text      NOT NULL,
    `pending_since` Timestamp NOT NULL,
    `started_at`    Timestamp,
    `finished_at`   Timestamp,
    `runner_id`     Int64,
    `outcome`       Text,
    `reason`        Text,
    `decisions`     Text      NOT NULL,
    `expires_at`    Timestamp NOT NULL,
    `row_version`   Int64     NOT NULL,
    INDEX ci_jobs_egg GLOBAL SYNC ON (`egg_name`, `status`, `pending_since`, `id`),
    INDEX ci_jobs_project GLOBAL SYNC ON (`server`, `project_id`, `pending_since`, `id`),
    INDEX ci_jobs_expires GLOBAL SYNC ON (`expires_at`),
    PRIMARY KEY (`server`, `job_id`)
) WITH (
    TTL = Interval("P1D") ON `expires_at`
);

CREATE TABLE IF NOT EXISTS jobs (
    `name`               Text      NOT NULL,
    `config`             Text      NOT NULL,
    `config_hash`        Text      NOT NULL,
    `schedule`           Text      NOT NULL,
    `timezone`           Text      NOT NULL,
    `git_commit`         Text      NOT NULL,
    `gitlab_schedule_id` Int64,
    `last_run`           Timestamp,
    `next_run`           Timestamp,
    `status`             Text      NOT NULL,
    `synced_at`          Timestamp NOT NULL,
    `row_version`        Int64     NOT NULL,
    INDEX jobs_due GLOBAL SYNC ON (`status`, `next_run`, `name`),
    PRIMARY KEY (`name`)
);

CREATE TABLE IF NOT EXISTS job_runs (
    `job_name`    Text      NOT NULL,
    `started_at`  Timestamp NOT NULL,
    `pipeline_id` Int64,
    `runner_id`   Text,
    `trigger`     Text      NOT NULL,
    `status`      Text      NOT NULL,
    `finished_at` Timestamp,
    `error`       Text,
    `row_version` Int64     NOT NULL,
    INDEX job_runs_ended GLOBAL SYNC ON (`started_at`, `finished_at`),
    PRIMARY KEY (`job_name`, `started_at`)
);

CREATE TABLE IF NOT EXISTS mg_config (
    `id`          Text      NOT NULL,
    `config`      Text      NOT NULL,
    `git_commit`  Text      NOT NULL,
    `synced_at`   Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    PRIMARY KEY (`id`)
);

CREATE TABLE IF NOT EXISTS gitlab_projects (
    `server`      Text      NOT NULL,
    `project_id`  Int64     NOT NULL,
    `group_id`    Int64     NOT NULL,
    `path`        Text      NOT NULL,
    `seen_at`     Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    INDEX gitlab_projects_group GLOBAL SYNC ON (`server`, `group_id`, `project_id`),
    INDEX gitlab_projects_seen GLOBAL SYNC ON (`server`, `group_id`, `seen_at`),
    PRIMARY KEY (`server`, `project_id`)
);

CREATE TABLE IF NOT EXISTS runner_metrics (
    `runner_id`          Text      NOT NULL,
    `timestamp`          Timestamp NOT NULL,
    `state`              Text      NOT NULL,
    `job_count`          Int32     NOT NULL,
    `cpu_usage`          Double    NOT NULL,
    `memory_usage`       Double    NOT NULL,
    `disk_usage`         Double    NOT NULL,
    `agent_version`      Text,
    `failure_count`      Int32     NOT NULL,
    `last_job_timestamp` Timestamp,
    `row_version`        Int64     NOT NULL,
    INDEX runner_metrics_time GLOBAL SYNC ON (`timestamp`),
    PRIMARY KEY (`runner_id`, `timestamp`)
) WITH (
    TTL = Interval("P8D") ON `timestamp`
);

CREATE TABLE IF NOT EXISTS gosling_version (
    `version_id`    Text      NOT NULL,
    `version`       Text      NOT NULL,
    `os_arch`       Text      NOT NULL,
    `source`        Text      NOT NULL,
    `s3_path`       Text      NOT NULL,
    `sha256_hash`   Text      NOT NULL,
    `downloaded_at` Timestamp NOT NULL,
    `uploaded_by`   Text      NOT NULL,
    `activated_at`  Timestamp,
    `row_version`   Int64     NOT NULL,
    INDEX gosling_version_build GLOBAL SYNC ON (`version`, `os_arch`),
    INDEX gosling_version_newest GLOBAL SYNC ON (`downloaded_at`, `version_id`),
    PRIMARY KEY (`version_id`)
);

CREATE TABLE IF NOT EXISTS tofu_versions (
    `version_id`    Text      NOT NULL,
    `version`       Text      NOT NULL,
    `os_arch`       Text      NOT NULL,
    `source`        Text      NOT NULL,
    `s3_path`       Text      NOT NULL,
    `sha256_hash`   Text      NOT NULL,
    `downloaded_at` Timestamp NOT NULL,
    `uploaded_by`   Text      NOT NULL,
    `activated_at`  Timestamp,
    `row_version`   Int64     NOT NULL,
    INDEX tofu_versions_build GLOBAL SYNC ON (`version`, `os_arch`),
    INDEX tofu_versions_newest GLOBAL SYNC ON (`downloaded_at`, `version_id`),
    PRIMARY KEY (`version_id`)
);

CREATE TABLE IF NOT EXISTS agent_version (
    `version_id`    Text      NOT NULL,
    `version`       Text      NOT NULL,
    `os_arch`       Text      NOT NULL,
    `source`        Text      NOT NULL,
    `s3_path`       Text      NOT NULL,
    `sha256_hash`   Text      NOT NULL,
    `downloaded_at` Timestamp NOT NULL,
    `uploaded_by`   Text      NOT NULL,
    `activated_at`  Timestamp,
    `row_version`   Int64     NOT NULL,
    INDEX agent_version_build GLOBAL SYNC ON (`version`, `os_arch`),
    INDEX agent_version_newest GLOBAL SYNC ON (`downloaded_at`, `version_id`),
    PRIMARY KEY (`version_id`)
);

CREATE TABLE IF NOT EXISTS binary_active (
    `binary_name`         Text      NOT NULL,
    `version_id`          Text      NOT NULL,
    `previous_version_id` Text,
    `changed_at`          Timestamp NOT NULL,
    `changed_by`          Text      NOT NULL,
    `row_version`         Int64     NOT NULL,
    PRIMARY KEY (`binary_name`)
);

CREATE TABLE IF NOT EXISTS findings (
    `resource`    Text      NOT NULL,
    `code`        Text      NOT NULL,
    `severity`    Text      NOT NULL,
    `place`       Text      NOT NULL,
    `message`     Text      NOT NULL,
    `advice`      Text,
    `first_seen`  Timestamp NOT NULL,
    `last_seen`   Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    INDEX findings_severity GLOBAL SYNC ON (`severity`, `resource`, `code`),
    PRIMARY KEY (`resource`, `code`)
);

CREATE TABLE IF NOT EXISTS breakers (
    `scope`         Text      NOT NULL,
    `state`         Text      NOT NULL,
    `failures`      Int32     NOT NULL,
    `cause`         Text,
    `opened_at`     Timestamp,
    `interval_ms`   Int64,
    `next_probe_at` Timestamp,
    `row_version`   Int64     NOT NULL,
    PRIMARY KEY (`scope`)
);

CREATE TABLE IF NOT EXISTS idempotency_keys (
    `caller`      Text      NOT NULL,
    `key`         Text      NOT NULL,
    `fingerprint` Text      NOT NULL,
    `status`      Int64,
    `location`    Text,
    `ids`         Text,
    `expires_at`  Timestamp NOT NULL,
    `row_version` Int64     NOT NULL,
    INDEX idempotency_keys_expires GLOBAL SYNC ON (`expires_at`),
    PRIMARY KEY (`caller`, `key`)
) WITH (
    TTL = Interval("P1D") ON `expires_at`
);
