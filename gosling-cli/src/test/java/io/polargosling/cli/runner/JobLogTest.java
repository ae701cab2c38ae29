package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLogTest {

    private static final String RECEIVED =
            "Checking for jobs... received                       job=700411 repo_url=https://gitlab.example/a/b.git"
                    + " runner=Zy3xk";

    private final JobLog jobs = new JobLog();

    @Test
    void read_jobReceived_isRunning() {
        assertThat(jobs.read(RECEIVED))
                .hasValueSatisfying(now -> assertThat(now).containsExactly(700411L));
        assertThat(jobs.started()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job succeeded                                       duration_s=2.4 job=700411 project=7 runner=Zy3xk",
                "WARNING: Job failed: exit status 1                  duration_s=0.9 job=700411 project=7 runner=Zy3xk",
                "ERROR: Job failed (system failure): preparing environment: job=5 is odd  job=700411 runner=Zy3xk",
                "\u001b[0;33mWARNING: Job failed: canceled\u001b[0;m          \u001b[0;33mjob\u001b[0;m=700411 runner=x",
                "time=\"2026-01-01T00:00:00Z\" level=info msg=\"Job succeeded\" duration_s=1 job=700411 runner=x",
                "{\"duration_s\":1.5,\"job\":700411,\"level\":\"info\",\"msg\":\"Job succeeded\",\"runner\":\"x\"}"
            })
    void read_jobEnds_isNoLongerRunning(String line) {
        jobs.read(RECEIVED);
        assertThat(jobs.read(line)).hasValueSatisfying(now -> assertThat(now).isEmpty());
    }

    @Test
    void read_twoJobs_areKeptApart() {
        jobs.read(RECEIVED);
        jobs.read(RECEIVED.replace("700411", "9"));
        assertThat(jobs.read("Job succeeded  job=700411"))
                .hasValueSatisfying(now -> assertThat(now).containsExactly(9L));
        assertThat(jobs.started()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Checking for jobs...nothing                          runner=Zy3xk",
                "Appending trace to coordinator...ok                 code=202 job=700411 job-log=0-441 runner=Zy3xk",
                "Checking for jobs... received",
                "Job succeeded  job=99999999999999999999999",
                "Job succeeded  job=1"
            })
    void read_lineThatChangesNothing_isEmpty(String line) {
        assertThat(jobs.read(line)).isEmpty();
        assertThat(jobs.started()).isZero();
    }

    @Test
    void read_sameJobTwice_countsOnce() {
        jobs.read(RECEIVED);
        assertThat(jobs.read(RECEIVED)).isEmpty();
        assertThat(jobs.started()).isEqualTo(1);
    }
}
