package io.polargosling.worker;

import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.simulator.server.GitLabSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Agents as GitLab sees them: entities that ask for a job. */
public final class SimulatedAgents {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SimulatedAgents() {}

    /** Makes the runner's entity, as the API does when a machine enrols. */
    public static CreatedGitLabRunner register(GitLabBench bench, RunnerId runner) {
        return bench.gitlab
                .runners()
                .createRunner(
                        bench.access(),
                        new NewGitLabRunner(
                                new TargetScope.Project(GitLabBench.PROJECT),
                                runner.value(),
                                new JobFilter(Set.of(GitLabBench.TAG), false, false),
                                Optional.empty()));
    }

    /** One poll for a job; true when one was given. */
    public static boolean poll(GitLabSimulator gitlab, CreatedGitLabRunner entity) {
        var body = "{\"token\":\"" + entity.token().reveal() + "\",\"system_id\":\"s_1\",\"info\":{}}";
        var request = HttpRequest.newBuilder(URI.create(gitlab.url() + "/api/v4/jobs/request"))
                .header("Content-Type", "application/json")
                .header("RUNNER-TOKEN", entity.token().reveal())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 201;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Registers the runner and gives it a job; the job's id. */
    public static long runJob(GitLabBench bench, RunnerId runner) {
        long job = bench.enqueue(GitLabBench.PROJECT);
        if (!poll(bench.simulator, register(bench, runner))) {
            throw new IllegalStateException("the job was not given to runner " + runner);
        }
        return job;
    }
}
