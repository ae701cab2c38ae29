package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What machines call. */
@Configuration(proxyBeanMethods = false)
public final class HeartbeatConfiguration {

    @Bean
    EnrolmentController apiEnrolmentController(
            Storage storage, Secrets secrets, GitLab gitlab, ApiClock clock, Settings settings) {
        return new EnrolmentController(new Enrolment(
                storage, secrets, gitlab.runners(), clock, settings.runner().heartbeat()));
    }

    @Bean
    HeartbeatController apiHeartbeatController(Storage storage, CommandQueue queue, ApiClock clock, Settings settings) {
        return new HeartbeatController(
                storage.runners(), queue, clock, settings.runner().heartbeat());
    }
}
