package io.polargosling.worker.job;

import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.job.JobRuns.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells those a job names that a run of it failed: each is told once, and one that cannot be reached is not told. */
final class FailureNotices {

    private static final Logger log = LoggerFactory.getLogger(FailureNotices.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Storage storage;
    private final Function<Outside, HttpsPost> posts;

    /** @param posts sends to what may be told */
    FailureNotices(Storage storage, Function<Outside, HttpsPost> posts) {
        this.storage = storage;
        this.posts = posts;
    }

    static FailureNotices of(Storage storage) {
        return new FailureNotices(
                storage, outside -> new HttpsPost(outside, (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    void tell(List<Failure> failures) {
        failures.forEach(this::tell);
    }

    private void tell(Failure failure) {
        var row = storage.jobs().find(failure.run().job());
        var recipients = row.map(StoredJob::of).map(StoredJob::recipients).orElse(List.of());
        if (recipients.isEmpty()) {
            return;
        }
        var post = posts.apply(new Outside(notifyHosts(), InetAddress::getAllByName));
        String document = JSON.writeValueAsString(document(row.orElseThrow(), failure));
        for (var recipient : recipients) {
            if (recipient.startsWith("https://")) {
                tell(post, URI.create(recipient), document, failure);
            } else {
                log.info(
                        "not told of a failed run job={} reason=no-mail-server",
                        failure.run().job());
            }
        }
    }

    private static void tell(HttpsPost post, URI recipient, String document, Failure failure) {
        try {
            post.send(recipient, document);
        } catch (GoslingException e) {
            log.warn(
                    "not told of a failed run job={} cause=\"{}\"",
                    failure.run().job(),
                    e.getMessage());
        }
    }

    private Object document(JobRow row, Failure failure) {
        var run = failure.run();
        var document = new LinkedHashMap<String, Object>();
        document.put("job", row.name().value());
        document.put("run", run.startedAt().toString());
        document.put("trigger", run.trigger());
        document.put("status", run.progress().status().word());
        run.progress().error().ifPresent(error -> document.put("error", error));
        document.put("commit", row.declared().commit().value());
        failure.ciJob().flatMap(this::log).ifPresent(link -> document.put("log_url", link));
        return document;
    }

    private Optional<String> log(TrackedJob job) {
        var egg = job.egg().orElseThrow();
        return path(egg)
                .map(path -> job.id().server().url() + "/" + path + "/-/jobs/"
                        + job.id().number());
    }

    private Optional<String> path(EggName egg) {
        return storage.targets().ofEgg(egg, PageRequest.first(1)).items().stream()
                .flatMap(target -> target.fullPath().stream())
                .findFirst();
    }

    private Set<String> notifyHosts() {
        return storage.infrastructure()
                .current()
                .map(stored -> JSON.readTree(stored.config()).path("nest").path("notify_hosts"))
                .map(hosts -> hosts.valueStream().map(JsonNode::asString).collect(Collectors.toSet()))
                .orElse(Set.of());
    }
}
