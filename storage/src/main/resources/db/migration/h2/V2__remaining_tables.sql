-- The tables of the ports that came second, and what retention looks for. Every statement may run twice.

ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS id VARCHAR DEFAULT '' NOT NULL;
UPDATE egg_targets SET id = server || '/' || kind || '/' || gitlab_id || '/' || egg_name;
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS full_path VARCHAR;
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS hook_id BIGINT;
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS hook_status VARCHAR DEFAULT 'unknown' NOT NULL;
-- A target that was never polled has the beginning of time here, so that it comes first everywhere.
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS last_polled_at TIMESTAMP(9) WITH TIME ZONE
    DEFAULT TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00:00' NOT NULL;
ALTER TABLE egg_targets ADD COLUMN IF NOT EXISTS last_event_at TIMESTAMP(9) WITH TIME ZONE;
CREATE INDEX IF NOT EXISTS egg_targets_of_egg ON egg_targets (egg_name, id);
CREATE INDEX IF NOT EXISTS egg_targets_kind ON egg_targets (server, kind, id);
CREATE INDEX IF NOT EXISTS egg_targets_polled ON egg_targets (last_polled_at, id);

CREATE TABLE IF NOT EXISTS ci_jobs (
    server        VARCHAR                     NOT NULL,
    job_id        BIGINT                      NOT NULL,
    id            VARCHAR                     NOT NULL,
    project_id    BIGINT                      NOT NULL,
    pipeline_id   BIGINT,
    egg_name      VARCHAR(63),
    name          VARCHAR                     NOT NULL,
    ref           VARCHAR                     NOT NULL,
    protected     BOOLEAN                     NOT NULL,
    tags          VARCHAR                     NOT NULL,
    status        VARCHAR                     NOT NULL,
    pending_since TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    started_at    TIMESTAMP(9) WITH TIME ZONE,
    finished_at   TIMESTAMP(9) WITH TIME ZONE,
    runner_id     BIGINT,
    outcome       VARCHAR,
    reason        VARCHAR,
    decisions     VARCHAR                     NOT NULL,
    expires_at    TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version   BIGINT                      NOT NULL,
    PRIMARY KEY (server, job_id)
);
CREATE INDEX IF NOT EXISTS ci_jobs_egg ON ci_jobs (egg_name, status, pending_since, id);
CREATE INDEX IF NOT EXISTS ci_jobs_project ON ci_jobs (server, project_id, pending_since DESC, id DESC);
CREATE INDEX IF NOT EXISTS ci_jobs_expires ON ci_jobs (expires_at);

CREATE TABLE IF NOT EXISTS jobs (
    name               VARCHAR(63)                 NOT NULL PRIMARY KEY,
    config             VARCHAR                     NOT NULL,
    config_hash        VARCHAR                     NOT NULL,
    schedule           VARCHAR                     NOT NULL,
    timezone           VARCHAR                     NOT NULL,
    git_commit         VARCHAR                     NOT NULL,
    gitlab_schedule_id BIGINT,
    last_run           TIMESTAMP(9) WITH TIME ZONE,
    next_run           TIMESTAMP(9) WITH TIME ZONE,
    status             VARCHAR                     NOT NULL,
    synced_at          TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version        BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (status, next_run, name);

CREATE TABLE IF NOT EXISTS job_runs (
    job_name    VARCHAR(63)                 NOT NULL,
    started_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    pipeline_id BIGINT,
    runner_id   VARCHAR(12),
    trigger     VARCHAR                     NOT NULL,
    status      VARCHAR                     NOT NULL,
    finished_at TIMESTAMP(9) WITH TIME ZONE,
    error       VARCHAR,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (job_name, started_at)
);
CREATE INDEX IF NOT EXISTS job_runs_ended ON job_runs (started_at, finished_at);

CREATE TABLE IF NOT EXISTS mg_config (
    id          VARCHAR(16)                 NOT NULL PRIMARY KEY,
    config      VARCHAR                     NOT NULL,
    git_commit  VARCHAR                     NOT NULL,
    synced_at   TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL
);

CREATE TABLE IF NOT EXISTS gitlab_projects (
    server      VARCHAR                     NOT NULL,
    project_id  BIGINT                      NOT NULL,
    group_id    BIGINT                      NOT NULL,
    path        VARCHAR                     NOT NULL,
    seen_at     TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (server, project_id)
);
CREATE INDEX IF NOT EXISTS gitlab_projects_group ON gitlab_projects (server, group_id, project_id);
CREATE INDEX IF NOT EXISTS gitlab_projects_seen ON gitlab_projects (server, group_id, seen_at);

CREATE TABLE IF NOT EXISTS runner_metrics (
    runner_id          VARCHAR(12)                 NOT NULL,
    "timestamp"        TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    state              VARCHAR                     NOT NULL,
    job_count          INTEGER                     NOT NULL,
    cpu_usage          DOUBLE PRECISION            NOT NULL,
    memory_usage       DOUBLE PRECISION            NOT NULL,
    disk_usage         DOUBLE PRECISION            NOT NULL,
    agent_version      VARCHAR,
    failure_count      INTEGER                     NOT NULL,
    last_job_timestamp TIMESTAMP(9) WITH TIME ZONE,
    row_version        BIGINT                      NOT NULL,
    PRIMARY KEY (runner_id, "timestamp")
);
CREATE INDEX IF NOT EXISTS runner_metrics_time ON runner_metrics ("timestamp");

CREATE TABLE IF NOT EXISTS gosling_version (
    version_id    VARCHAR(64)                 NOT NULL PRIMARY KEY,
    version       VARCHAR                     NOT NULL,
    os_arch       VARCHAR                     NOT NULL,
    source        VARCHAR                     NOT NULL,
    s3_path       VARCHAR                     NOT NULL,
    sha256_hash   VARCHAR                     NOT NULL,
    downloaded_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    uploaded_by   VARCHAR                     NOT NULL,
    activated_at  TIMESTAMP(9) WITH TIME ZONE,
    row_version   BIGINT                      NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS gosling_version_build ON gosling_version (version, os_arch);
CREATE INDEX IF NOT EXISTS gosling_version_newest ON gosling_version (downloaded_at DESC, version_id DESC);

CREATE TABLE IF NOT EXISTS tofu_versions (
    version_id    VARCHAR(64)                 NOT NULL PRIMARY KEY,
    version       VARCHAR                     NOT NULL,
    os_arch       VARCHAR                     NOT NULL,
    source        VARCHAR                     NOT NULL,
    s3_path       VARCHAR                     NOT NULL,
    sha256_hash   VARCHAR                     NOT NULL,
    downloaded_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    uploaded_by   VARCHAR                     NOT NULL,
    activated_at  TIMESTAMP(9) WITH TIME ZONE,
    row_version   BIGINT                      NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS tofu_versions_build ON tofu_versions (version, os_arch);
CREATE INDEX IF NOT EXISTS tofu_versions_newest ON tofu_versions (downloaded_at DESC, version_id DESC);

CREATE TABLE IF NOT EXISTS agent_version (
    version_id    VARCHAR(64)                 NOT NULL PRIMARY KEY,
    version       VARCHAR                     NOT NULL,
    os_arch       VARCHAR                     NOT NULL,
    source        VARCHAR                     NOT NULL,
    s3_path       VARCHAR                     NOT NULL,
    sha256_hash   VARCHAR                     NOT NULL,
    downloaded_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    uploaded_by   VARCHAR                     NOT NULL,
    activated_at  TIMESTAMP(9) WITH TIME ZONE,
    row_version   BIGINT                      NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS agent_version_build ON agent_version (version, os_arch);
CREATE INDEX IF NOT EXISTS agent_version_newest ON agent_version (downloaded_at DESC, version_id DESC);

-- One row per program: a second active build has no place to stand.
CREATE TABLE IF NOT EXISTS binary_active (
    binary_name         VARCHAR(32)                 NOT NULL PRIMARY KEY,
    version_id          VARCHAR(64)                 NOT NULL,
    previous_version_id VARCHAR(64),
    changed_at          TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    changed_by          VARCHAR                     NOT NULL,
    row_version         BIGINT                      NOT NULL
);

CREATE TABLE IF NOT EXISTS findings (
    resource    VARCHAR                     NOT NULL,
    code        VARCHAR                     NOT NULL,
    severity    VARCHAR                     NOT NULL,
    place       VARCHAR                     NOT NULL,
    message     VARCHAR                     NOT NULL,
    advice      VARCHAR,
    first_seen  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    last_seen   TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (resource, code)
);
CREATE INDEX IF NOT EXISTS findings_severity ON findings (severity, resource, code);

CREATE TABLE IF NOT EXISTS breakers (
    scope         VARCHAR NOT NULL PRIMARY KEY,
    state         VARCHAR NOT NULL,
    failures      INTEGER NOT NULL,
    cause         VARCHAR,
    opened_at     TIMESTAMP(9) WITH TIME ZONE,
    interval_ms   BIGINT,
    next_probe_at TIMESTAMP(9) WITH TIME ZONE,
    row_version   BIGINT  NOT NULL
);

CREATE TABLE IF NOT EXISTS idempotency_keys (
    caller      VARCHAR                     NOT NULL,
    "key"       VARCHAR                     NOT NULL,
    fingerprint VARCHAR                     NOT NULL,
    status      BIGINT,
    location    VARCHAR,
    ids         VARCHAR,
    expires_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (caller, "key")
);
CREATE INDEX IF NOT EXISTS idempotency_keys_expires ON idempotency_keys (expires_at);

CREATE INDEX IF NOT EXISTS webhook_deliveries_target
    ON webhook_deliveries (server, target, received_at DESC, "key" DESC);
CREATE INDEX IF NOT EXISTS audit_logs_time ON audit_logs ("timestamp" DESC, id DESC);
CREATE INDEX IF NOT EXISTS audit_logs_actor ON audit_logs (actor, "timestamp" DESC, id DESC);
CREATE INDEX IF NOT EXISTS runners_ended ON runners (state, state_since);
CREATE INDEX IF NOT EXISTS tofu_runs_finished ON tofu_runs (finished_at);
