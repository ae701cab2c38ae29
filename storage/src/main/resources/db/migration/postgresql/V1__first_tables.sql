-- Every row carries row_version for compare-and-set. Keys and what lists are ordered by are compared byte by byte, as
-- every other database does it, whatever the database's own collation is.

CREATE TABLE egg_configs (
    name                TEXT COLLATE "C" PRIMARY KEY,
    revision            BIGINT           NOT NULL,
    config              TEXT             NOT NULL,
    config_hash         TEXT             NOT NULL,
    git_commit          TEXT             NOT NULL,
    revision_created_at TIMESTAMPTZ      NOT NULL,
    state               TEXT             NOT NULL,
    reason              TEXT,
    stale_config        BOOLEAN          NOT NULL,
    generation          BIGINT           NOT NULL,
    generation_seen     BIGINT           NOT NULL,
    dirty               BOOLEAN          NOT NULL,
    synced_at           TIMESTAMPTZ      NOT NULL,
    created_at          TIMESTAMPTZ      NOT NULL,
    updated_at          TIMESTAMPTZ      NOT NULL,
    removed_at          TIMESTAMPTZ,
    row_version         BIGINT           NOT NULL
);
CREATE INDEX egg_configs_dirty ON egg_configs (dirty, name);

CREATE TABLE egg_revisions (
    egg_name    TEXT COLLATE "C" NOT NULL,
    revision    BIGINT           NOT NULL,
    config      TEXT             NOT NULL,
    config_hash TEXT             NOT NULL,
    git_commit  TEXT             NOT NULL,
    created_at  TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (egg_name, revision)
);

CREATE TABLE egg_targets (
    server             TEXT COLLATE "C" NOT NULL,
    kind               TEXT COLLATE "C" NOT NULL,
    gitlab_id          BIGINT           NOT NULL,
    egg_name           TEXT COLLATE "C" NOT NULL,
    webhook_secret_uri TEXT             NOT NULL,
    accepting          BOOLEAN          NOT NULL,
    row_version        BIGINT           NOT NULL,
    PRIMARY KEY (server, kind, gitlab_id, egg_name)
);
CREATE INDEX egg_targets_egg ON egg_targets (egg_name);

CREATE TABLE runners (
    id                   TEXT COLLATE "C" PRIMARY KEY,
    egg_name             TEXT COLLATE "C" NOT NULL,
    type                 TEXT             NOT NULL,
    platform             TEXT             NOT NULL,
    placement            TEXT             NOT NULL,
    revision             BIGINT           NOT NULL,
    deployed_from_commit TEXT             NOT NULL,
    created_at           TIMESTAMPTZ      NOT NULL,
    state                TEXT             NOT NULL,
    live                 BOOLEAN          NOT NULL,
    phase                TEXT             NOT NULL,
    cause                TEXT,
    pending_order        TEXT,
    state_since          TIMESTAMPTZ      NOT NULL,
    attempt              INTEGER          NOT NULL,
    deadline_at          TIMESTAMPTZ,
    next_action_at       TIMESTAMPTZ,
    idle_since           TIMESTAMPTZ,
    proof_since          TIMESTAMPTZ,
    expires_at           TIMESTAMPTZ,
    last_heartbeat       TIMESTAMPTZ,
    heartbeat_seq        BIGINT           NOT NULL,
    running_jobs         TEXT             NOT NULL,
    finished             BOOLEAN          NOT NULL,
    failure_count        INTEGER          NOT NULL,
    enrolment_hash       TEXT,
    runner_hash          TEXT,
    gitlab_runner_id     BIGINT,
    cloud_id             TEXT,
    slot                 TEXT,
    row_version          BIGINT           NOT NULL
);
CREATE INDEX runners_live ON runners (egg_name, live, created_at, id);
CREATE INDEX runners_newest ON runners (created_at DESC, id DESC);
CREATE INDEX runners_egg_newest ON runners (egg_name, created_at DESC, id DESC);
CREATE INDEX runners_state_newest ON runners (state, created_at DESC, id DESC);
CREATE INDEX runners_egg_state_newest ON runners (egg_name, state, created_at DESC, id DESC);
CREATE INDEX runners_deadline ON runners (deadline_at, egg_name);
CREATE INDEX runners_next_action ON runners (next_action_at, egg_name);

CREATE TABLE capacity (
    egg_name    TEXT COLLATE "C" NOT NULL,
    pool        TEXT COLLATE "C" NOT NULL,
    used        INTEGER          NOT NULL,
    maximum     INTEGER          NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (egg_name, pool),
    CHECK (used >= 0)
);

CREATE TABLE deployment_plans (
    id             TEXT COLLATE "C" PRIMARY KEY,
    egg_name       TEXT COLLATE "C" NOT NULL,
    revision       BIGINT           NOT NULL,
    config_hash    TEXT             NOT NULL,
    git_commit     TEXT             NOT NULL,
    module_version TEXT             NOT NULL,
    tofu_version   TEXT             NOT NULL,
    inputs         TEXT             NOT NULL,
    changes        TEXT             NOT NULL,
    status         TEXT             NOT NULL,
    is_open        BOOLEAN          NOT NULL,
    plan_sha256    TEXT             NOT NULL,
    error          TEXT,
    created_at     TIMESTAMPTZ      NOT NULL,
    applied_at     TIMESTAMPTZ,
    row_version    BIGINT           NOT NULL
);
CREATE INDEX deployment_plans_newest ON deployment_plans (egg_name, created_at DESC, id DESC);
CREATE INDEX deployment_plans_open ON deployment_plans (egg_name, is_open, created_at, id);

CREATE TABLE tofu_runs (
    egg_name      TEXT COLLATE "C" NOT NULL,
    run_id        TEXT COLLATE "C" NOT NULL,
    fencing_token BIGINT           NOT NULL,
    host_id       TEXT             NOT NULL,
    phase         TEXT             NOT NULL,
    pid           BIGINT,
    pid_start     BIGINT,
    kill_by       TIMESTAMPTZ      NOT NULL,
    started_at    TIMESTAMPTZ      NOT NULL,
    finished_at   TIMESTAMPTZ,
    outcome       TEXT,
    open_egg      TEXT COLLATE "C",
    row_version   BIGINT           NOT NULL,
    PRIMARY KEY (egg_name, run_id)
);
-- At most one run of an egg is open; closed ones have no value here and do not collide.
CREATE UNIQUE INDEX tofu_runs_open ON tofu_runs (open_egg);
CREATE INDEX tofu_runs_newest ON tofu_runs (egg_name, started_at DESC, run_id DESC);

CREATE TABLE leases (
    "key"       TEXT COLLATE "C" PRIMARY KEY,
    owner       TEXT,
    token       BIGINT           NOT NULL,
    renewals    BIGINT           NOT NULL,
    renewed_at  TIMESTAMPTZ,
    next_at     TIMESTAMPTZ,
    row_version BIGINT           NOT NULL
);

CREATE TABLE audit_logs (
    id            TEXT COLLATE "C" PRIMARY KEY,
    "timestamp"   TIMESTAMPTZ      NOT NULL,
    actor         TEXT             NOT NULL,
    action        TEXT             NOT NULL,
    resource_type TEXT             NOT NULL,
    resource_id   TEXT             NOT NULL,
    details       TEXT             NOT NULL,
    row_version   BIGINT           NOT NULL
);
CREATE INDEX audit_logs_resource ON audit_logs (resource_type, resource_id, "timestamp" DESC, id DESC);

CREATE TABLE nest_head (
    id          TEXT COLLATE "C" PRIMARY KEY,
    git_commit  TEXT             NOT NULL,
    applied_at  TIMESTAMPTZ      NOT NULL,
    checked_at  TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL
);

CREATE TABLE sync_history (
    id               TEXT COLLATE "C" PRIMARY KEY,
    git_commit       TEXT,
    sync_type        TEXT             NOT NULL,
    status           TEXT             NOT NULL,
    changes_detected TEXT             NOT NULL,
    findings         TEXT             NOT NULL,
    error_message    TEXT,
    synced_at        TIMESTAMPTZ      NOT NULL,
    duration_ms      BIGINT           NOT NULL,
    row_version      BIGINT           NOT NULL
);
CREATE INDEX sync_history_newest ON sync_history (synced_at DESC, id DESC);

CREATE TABLE uf_config (
    id          TEXT COLLATE "C" PRIMARY KEY,
    config      TEXT             NOT NULL,
    git_commit  TEXT             NOT NULL,
    synced_at   TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL
);

CREATE TABLE reconcile_decisions (
    egg_name    TEXT COLLATE "C" NOT NULL,
    generation  BIGINT           NOT NULL,
    at          TIMESTAMPTZ      NOT NULL,
    demand      TEXT             NOT NULL,
    reasons     TEXT             NOT NULL,
    row_version BIGINT           NOT NULL,
    PRIMARY KEY (egg_name, generation)
);

CREATE TABLE operations (
    id          TEXT COLLATE "C" PRIMARY KEY,
    type        TEXT             NOT NULL,
    status      TEXT             NOT NULL,
    actor       TEXT             NOT NULL,
    problem     TEXT,
    created_at  TIMESTAMPTZ      NOT NULL,
    finished_at TIMESTAMPTZ,
    row_version BIGINT           NOT NULL
);

CREATE TABLE webhook_deliveries (
    "key"       TEXT COLLATE "C" PRIMARY KEY,
    server      TEXT COLLATE "C" NOT NULL,
    target      TEXT             NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    outcome     TEXT             NOT NULL,
    reason      TEXT             NOT NULL,
    received_at TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL
);
CREATE INDEX webhook_deliveries_received ON webhook_deliveries (received_at);

CREATE TABLE api_tokens (
    id          TEXT COLLATE "C" PRIMARY KEY,
    name        TEXT COLLATE "C" NOT NULL,
    role        TEXT             NOT NULL,
    hash        TEXT             NOT NULL,
    created_at  TIMESTAMPTZ      NOT NULL,
    expires_at  TIMESTAMPTZ      NOT NULL,
    row_version BIGINT           NOT NULL
);
CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (hash);
