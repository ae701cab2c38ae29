-- Every row carries row_version for compare-and-set. Generated columns exist only to be indexed: they keep the
-- request paths off full scans. Every statement may run twice: H2 commits each on its own, so a process killed in the
-- middle of this script begins it again.

CREATE TABLE IF NOT EXISTS egg_configs (
    name            VARCHAR(63)                 NOT NULL PRIMARY KEY,
    revision        BIGINT                      NOT NULL,
    state           VARCHAR                     NOT NULL,
    reason          VARCHAR,
    stale_config    BOOLEAN                     NOT NULL,
    generation      BIGINT                      NOT NULL,
    generation_seen BIGINT                      NOT NULL,
    dirty           BOOLEAN GENERATED ALWAYS AS (generation > generation_seen),
    synced_at       TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    created_at      TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    updated_at      TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    removed_at      TIMESTAMP(9) WITH TIME ZONE,
    row_version     BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS egg_configs_dirty ON egg_configs (dirty, name);

CREATE TABLE IF NOT EXISTS egg_revisions (
    egg_name    VARCHAR(63)                 NOT NULL,
    revision    BIGINT                      NOT NULL,
    config      VARCHAR                     NOT NULL,
    config_hash VARCHAR                     NOT NULL,
    git_commit  VARCHAR                     NOT NULL,
    created_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (egg_name, revision)
);

CREATE TABLE IF NOT EXISTS egg_targets (
    server             VARCHAR     NOT NULL,
    kind               VARCHAR     NOT NULL,
    gitlab_id          BIGINT      NOT NULL,
    egg_name           VARCHAR(63) NOT NULL,
    webhook_secret_uri VARCHAR     NOT NULL,
    row_version        BIGINT      NOT NULL,
    PRIMARY KEY (server, kind, gitlab_id, egg_name)
);
CREATE INDEX IF NOT EXISTS egg_targets_egg ON egg_targets (egg_name);

CREATE TABLE IF NOT EXISTS runners (
    id                   VARCHAR(12)                 NOT NULL PRIMARY KEY,
    egg_name             VARCHAR(63)                 NOT NULL,
    type                 VARCHAR                     NOT NULL,
    platform             VARCHAR                     NOT NULL,
    placement            VARCHAR                     NOT NULL,
    revision             BIGINT                      NOT NULL,
    deployed_from_commit VARCHAR                     NOT NULL,
    created_at           TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    state                VARCHAR                     NOT NULL,
    live                 BOOLEAN GENERATED ALWAYS AS (state <> 'terminated'),
    phase                VARCHAR                     NOT NULL,
    cause                VARCHAR,
    pending_order        VARCHAR,
    state_since          TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    attempt              INTEGER                     NOT NULL,
    deadline_at          TIMESTAMP(9) WITH TIME ZONE,
    next_action_at       TIMESTAMP(9) WITH TIME ZONE,
    idle_since           TIMESTAMP(9) WITH TIME ZONE,
    proof_since          TIMESTAMP(9) WITH TIME ZONE,
    expires_at           TIMESTAMP(9) WITH TIME ZONE,
    last_heartbeat       TIMESTAMP(9) WITH TIME ZONE,
    heartbeat_seq        BIGINT                      NOT NULL,
    running_jobs         VARCHAR                     NOT NULL,
    finished             BOOLEAN                     NOT NULL,
    failure_count        INTEGER                     NOT NULL,
    enrolment_hash       VARCHAR,
    runner_hash          VARCHAR,
    gitlab_runner_id     BIGINT,
    cloud_id             VARCHAR,
    slot                 VARCHAR,
    row_version          BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS runners_live ON runners (egg_name, live, created_at, id);
CREATE INDEX IF NOT EXISTS runners_newest ON runners (created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS runners_egg_newest ON runners (egg_name, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS runners_state_newest ON runners (state, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS runners_egg_state_newest ON runners (egg_name, state, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS runners_deadline ON runners (deadline_at, egg_name);
CREATE INDEX IF NOT EXISTS runners_next_action ON runners (next_action_at, egg_name);

CREATE TABLE IF NOT EXISTS capacity (
    egg_name    VARCHAR(63) NOT NULL,
    pool        VARCHAR     NOT NULL,
    used        INTEGER     NOT NULL,
    maximum     INTEGER     NOT NULL,
    row_version BIGINT      NOT NULL,
    PRIMARY KEY (egg_name, pool),
    CHECK (used >= 0)
);

CREATE TABLE IF NOT EXISTS deployment_plans (
    id             VARCHAR(36)                 NOT NULL PRIMARY KEY,
    egg_name       VARCHAR(63)                 NOT NULL,
    revision       BIGINT                      NOT NULL,
    config_hash    VARCHAR                     NOT NULL,
    git_commit     VARCHAR                     NOT NULL,
    module_version VARCHAR                     NOT NULL,
    tofu_version   VARCHAR                     NOT NULL,
    changes        VARCHAR                     NOT NULL,
    status         VARCHAR                     NOT NULL,
    plan_sha256    VARCHAR                     NOT NULL,
    error          VARCHAR,
    created_at     TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    applied_at     TIMESTAMP(9) WITH TIME ZONE,
    row_version    BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS deployment_plans_newest ON deployment_plans (egg_name, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS deployment_plans_status ON deployment_plans (egg_name, status, created_at, id);

CREATE TABLE IF NOT EXISTS tofu_runs (
    egg_name      VARCHAR(63)                 NOT NULL,
    run_id        VARCHAR(36)                 NOT NULL,
    fencing_token BIGINT                      NOT NULL,
    host_id       VARCHAR                     NOT NULL,
    phase         VARCHAR                     NOT NULL,
    pid           BIGINT,
    pid_start     BIGINT,
    kill_by       TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    started_at    TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    finished_at   TIMESTAMP(9) WITH TIME ZONE,
    outcome       VARCHAR,
    open_egg      VARCHAR(63) GENERATED ALWAYS AS (CASE WHEN outcome IS NULL THEN egg_name END),
    row_version   BIGINT                      NOT NULL,
    PRIMARY KEY (egg_name, run_id)
);
-- At most one run of an egg is open; closed ones have no value here and do not collide.
CREATE UNIQUE INDEX IF NOT EXISTS tofu_runs_open ON tofu_runs (open_egg);
CREATE INDEX IF NOT EXISTS tofu_runs_newest ON tofu_runs (egg_name, started_at DESC, run_id DESC);

CREATE TABLE IF NOT EXISTS leases (
    "key"       VARCHAR NOT NULL PRIMARY KEY,
    owner       VARCHAR,
    token       BIGINT  NOT NULL,
    renewals    BIGINT  NOT NULL,
    renewed_at  TIMESTAMP(9) WITH TIME ZONE,
    next_at     TIMESTAMP(9) WITH TIME ZONE,
    row_version BIGINT  NOT NULL
);

CREATE TABLE IF NOT EXISTS audit_logs (
    id            VARCHAR(36)                 NOT NULL PRIMARY KEY,
    "timestamp"   TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    actor         VARCHAR                     NOT NULL,
    action        VARCHAR                     NOT NULL,
    resource_type VARCHAR                     NOT NULL,
    resource_id   VARCHAR                     NOT NULL,
    details       VARCHAR                     NOT NULL,
    row_version   BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_logs_resource ON audit_logs (resource_type, resource_id, "timestamp" DESC, id DESC);

CREATE TABLE IF NOT EXISTS nest_head (
    id          VARCHAR(16)                 NOT NULL PRIMARY KEY,
    git_commit  VARCHAR                     NOT NULL,
    applied_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    checked_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL
);

CREATE TABLE IF NOT EXISTS sync_history (
    id               VARCHAR(36)                 NOT NULL PRIMARY KEY,
    git_commit       VARCHAR,
    sync_type        VARCHAR                     NOT NULL,
    status           VARCHAR                     NOT NULL,
    changes_detected VARCHAR                     NOT NULL,
    findings         VARCHAR                     NOT NULL,
    error_message    VARCHAR,
    synced_at        TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    duration_ms      BIGINT                      NOT NULL,
    row_version      BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS sync_history_newest ON sync_history (synced_at DESC, id DESC);

CREATE TABLE IF NOT EXISTS uf_config (
    id          VARCHAR(16)                 NOT NULL PRIMARY KEY,
    config      VARCHAR                     NOT NULL,
    git_commit  VARCHAR                     NOT NULL,
    synced_at   TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL
);

CREATE TABLE IF NOT EXISTS reconcile_decisions (
    egg_name    VARCHAR(63)                 NOT NULL,
    generation  BIGINT                      NOT NULL,
    at          TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    demand      VARCHAR                     NOT NULL,
    reasons     VARCHAR                     NOT NULL,
    row_version BIGINT                      NOT NULL,
    PRIMARY KEY (egg_name, generation)
);

CREATE TABLE IF NOT EXISTS operations (
    id          VARCHAR(36)                 NOT NULL PRIMARY KEY,
    type        VARCHAR                     NOT NULL,
    status      VARCHAR                     NOT NULL,
    actor       VARCHAR                     NOT NULL,
    problem     VARCHAR,
    created_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP(9) WITH TIME ZONE,
    row_version BIGINT                      NOT NULL
);

CREATE TABLE IF NOT EXISTS webhook_deliveries (
    "key"       VARCHAR                     NOT NULL PRIMARY KEY,
    server      VARCHAR                     NOT NULL,
    target      VARCHAR                     NOT NULL,
    kind        VARCHAR                     NOT NULL,
    outcome     VARCHAR                     NOT NULL,
    reason      VARCHAR                     NOT NULL,
    received_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL
);
CREATE INDEX IF NOT EXISTS webhook_deliveries_received ON webhook_deliveries (received_at);

CREATE TABLE IF NOT EXISTS api_tokens (
    id          VARCHAR(36)                 NOT NULL PRIMARY KEY,
    name        VARCHAR                     NOT NULL,
    role        VARCHAR                     NOT NULL,
    hash        VARCHAR                     NOT NULL,
    created_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    expires_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    row_version BIGINT                      NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS api_tokens_hash ON api_tokens (hash);
