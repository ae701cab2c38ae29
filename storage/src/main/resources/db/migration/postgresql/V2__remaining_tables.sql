-- The tables of the ports that came second, and what retention looks for.

ALTER TABLE egg_targets ADD COLUMN id TEXT COLLATE "C" DEFAULT '' NOT NULL;
UPDATE egg_targets SET id = server || '/' || kind || '/' || gitlab_id || '/' || egg_name;
ALTER TABLE egg_targets ADD COLUMN full_path TEXT;
ALTER TABLE egg_targets ADD COLUMN hook_id BIGINT;
ALTER TABLE egg_targets ADD COLUMN hook_status TEXT DEFAULT 'unknown' NOT NULL;
-- A target that was never polled has the beginning of time here, so that it comes first everywhere.
ALTER TABLE egg_targets ADD COLUMN last_polled_at TIMESTAMPTZ
    DEFAULT '1970-01-01 00:00:00+00:00' NOT NULL;
ALTER TABLE egg_targets ADD COLUMN last_event_at TIMESTAMPTZ;
CREATE INDEX egg_targets_of_egg ON egg_targets (egg_name, id);
CREATE INDEX egg_targets_kind ON egg_targets (server, kind, id);
CREATE INDEX egg_targets_polled ON egg_targets (last_polled_at, id);

CREATE TABLE ci_jobs (
    server        TEXT COLLATE "C" NOT NULL,
    job_id        BIGINT           NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    project_id    BIGINT           NOT NULL,
    pipeline_id   BIGINT,
    egg_name      TEXT COLLATE "C",
    name          TEXT             NOT NULL,
    ref           TEXT             NOT NULL,
    protected     BOOLEAN          NOT NULL,
    tags          TEXT             NOT NULL,
    status        TEXT             NOT NULL,
    pending_since TIMESTAMPTZ      NOT NULL,
    started_at    TIMESTAMPTZ,
    finished_at   TIMESTAMPTZ,
    runner_id     BIGINT,
    outcome       TEXT,
    reason        TEXT,
    decisions     TEXT             NOT NULL,
    expires_at    TIMESTAMPTZ      NOT NULL,
    row_version   BIGINT           NOT NULL,
    PRIMARY KEY (server, job_id)
);
CREATE INDEX ci_jobs_egg ON ci_jobs (egg_name, status, pending_since, id);
CREATE INDEX ci_jobs_project ON ci_jobs (server, project_id, pending_since DESC, id DESC);
CREATE INDEX ci_jobs_expires ON ci_jobs (expires_at);

CREATE TABLE jobs (
    name               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    config             TEXT             NOT NULL,
    config_hash        TEXT             NOT NULL,
    schedule           TEXT             NOT NULL,
    timezone           TEXT             NOT NULL,
    git_commit         TEXT             NOT NULL,
    gitlab_schedule_id BIGINT,
    last_run           TIMESTAMPTZ,
    next_run           TIMESTAMPTZ,
    status             TEXT             NOT NULL,
    synced_at          TIMESTAMPTZ      NOT NULL,
    row_version        BIGINT           NOT NULL
);
CREATE INDEX jobs_due ON jobs (status, next_run, name);

CREATE TABLE job_runs (
    job_name    TEXT COLLATE "C" NOT NULL,
    started_at  TIMESTAMPTZ      NOT NULL,
    pipeline_id BIGINT,
    runner_id   TEXT,
    trigger     TEXT             NOT NULL,
    status      TEXT             NOT NULL,
    finished_at TIMESTAMPTZ,
    error       TEXT,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (job_name, started_at)
);
CREATE INDEX job_runs_ended ON job_runs (started_at, finished_at);

CREATE TABLE mg_config (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    config      TEXT             NOT NULL,
    git_commit  TEXT             NOT NULL,
    synced_at   TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL
);

CREATE TABLE gitlab_projects (
    server      TEXT COLLATE "C" NOT NULL,
    project_id  BIGINT           NOT NULL,
    group_id    BIGINT           NOT NULL,
    path        TEXT             NOT NULL,
    seen_at     TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (server, project_id)
);
CREATE INDEX gitlab_projects_group ON gitlab_projects (server, group_id, project_id);
CREATE INDEX gitlab_projects_seen ON gitlab_projects (server, group_id, seen_at);

CREATE TABLE runner_metrics (
    runner_id          TEXT COLLATE "C" NOT NULL,
    "timestamp"        TIMESTAMPTZ      NOT NULL,
    state              TEXT             NOT NULL,
    job_count          INTEGER          NOT NULL,
    cpu_usage          DOUBLE PRECISION NOT NULL,
    memory_usage       DOUBLE PRECISION NOT NULL,
    disk_usage         DOUBLE PRECISION NOT NULL,
    agent_version      TEXT,
    failure_count      INTEGER          NOT NULL,
    last_job_timestamp TIMESTAMPTZ,
    row_version        BIGINT           NOT NULL,
    PRIMARY KEY (runner_id, "timestamp")
);
CREATE INDEX runner_metrics_time ON runner_metrics ("timestamp");

CREATE TABLE gosling_version (
    version_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version       TEXT COLLATE "C" NOT NULL,
    os_arch       TEXT COLLATE "C" NOT NULL,
    source        TEXT             NOT NULL,
    s3_path       TEXT             NOT NULL,
    sha256_hash   TEXT             NOT NULL,
    downloaded_at TIMESTAMPTZ      NOT NULL,
    uploaded_by   TEXT             NOT NULL,
    activated_at  TIMESTAMPTZ,
    row_version   BIGINT           NOT NULL
);
CREATE UNIQUE INDEX gosling_version_build ON gosling_version (version, os_arch);
CREATE INDEX gosling_version_newest ON gosling_version (downloaded_at DESC, version_id DESC);

CREATE TABLE tofu_versions (
    version_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version       TEXT COLLATE "C" NOT NULL,
    os_arch       TEXT COLLATE "C" NOT NULL,
    source        TEXT             NOT NULL,
    s3_path       TEXT             NOT NULL,
    sha256_hash   TEXT             NOT NULL,
    downloaded_at TIMESTAMPTZ      NOT NULL,
    uploaded_by   TEXT             NOT NULL,
    activated_at  TIMESTAMPTZ,
    row_version   BIGINT           NOT NULL
);
CREATE UNIQUE INDEX tofu_versions_build ON tofu_versions (version, os_arch);
CREATE INDEX tofu_versions_newest ON tofu_versions (downloaded_at DESC, version_id DESC);

CREATE TABLE agent_version (
    version_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version       TEXT COLLATE "C" NOT NULL,
    os_arch       TEXT COLLATE "C" NOT NULL,
    source        TEXT             NOT NULL,
    s3_path       TEXT             NOT NULL,
    sha256_hash   TEXT             NOT NULL,
    downloaded_at TIMESTAMPTZ      NOT NULL,
    uploaded_by   TEXT             NOT NULL,
    activated_at  TIMESTAMPTZ,
    row_version   BIGINT           NOT NULL
);
CREATE UNIQUE INDEX agent_version_build ON agent_version (version, os_arch);
CREATE INDEX agent_version_newest ON agent_version (downloaded_at DESC, version_id DESC);

-- One row per program: a second active build has no place to stand.
CREATE TABLE binary_active (
    binary_name         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version_id          TEXT COLLATE "C" NOT NULL,
    previous_version_id TEXT,
    changed_at          TIMESTAMPTZ      NOT NULL,
    changed_by          TEXT             NOT NULL,
    row_version         BIGINT           NOT NULL
);

CREATE TABLE findings (
    resource    TEXT COLLATE "C" NOT NULL,
    code        TEXT COLLATE "C" NOT NULL,
    severity    TEXT COLLATE "C" NOT NULL,
    place       TEXT             NOT NULL,
    message     TEXT             NOT NULL,
    advice      TEXT,
    first_seen  TIMESTAMPTZ      NOT NULL,
    last_seen   TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (resource, code)
);
CREATE INDEX findings_severity ON findings (severity, resource, code);

CREATE TABLE breakers (
    scope         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state         TEXT             NOT NULL,
    failures      INTEGER          NOT NULL,
    cause         TEXT,
    opened_at     TIMESTAMPTZ,
    interval_ms   BIGINT,
    next_probe_at TIMESTAMPTZ,
    row_version   BIGINT           NOT NULL
);

CREATE TABLE idempotency_keys (
    caller      TEXT COLLATE "C" NOT NULL,
    "key"       TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT             NOT NULL,
    status      BIGINT,
    location    TEXT,
    ids         TEXT,
    expires_at  TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (caller, "key")
);
CREATE INDEX idempotency_keys_expires ON idempotency_keys (expires_at);

CREATE INDEX webhook_deliveries_target
    ON webhook_deliveries (server, target, received_at DESC, "key" DESC);
CREATE INDEX audit_logs_time ON audit_logs ("timestamp" DESC, id DESC);
CREATE INDEX audit_logs_actor ON audit_logs (actor, "timestamp" DESC, id DESC);
CREATE INDEX runners_ended ON runners (state, state_since);
CREATE INDEX tofu_runs_finished ON tofu_runs (finished_at);
