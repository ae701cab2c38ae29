package io.polargosling.worker;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The worker, on the adapters that the context holds. */
@Configuration(proxyBeanMethods = false)
public class WorkerConfiguration {

    /** For Spring. */
    public WorkerConfiguration() {}

    @Bean
    WorkerRuntime workerRuntime(
            Storage storage,
            SqsQueue queue,
            Secrets secrets,
            GitLab gitlab,
            BinaryLibrary binaries,
            Settings settings,
            Environment environment) {
        var apiUrl = settings.api()
                .publicUrl()
                .orElseGet(() -> "http://127.0.0.1:" + environment.getProperty("server.port", "8080"));
        return new WorkerRuntime(
                new WorkerRuntime.Adapters(storage, queue, secrets, gitlab, binaries),
                settings,
                apiUrl,
                System.getenv());
    }
}
