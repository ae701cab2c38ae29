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
    MachineCalls apiMachineCalls(
            Storage storage, Secrets secrets, GitLab gitlab, ApiClock clock, CommandQueue queue, Settings settings) {
        return new MachineCalls(
                storage,
                secrets,
                gitlab,
                clock.source(),
                queue,
                settings.runner().heartbeat(),
                settings.limits().lifetimes());
    }

    @Bean
    EnrolmentController apiEnrolmentController(MachineCalls calls) {
        return new EnrolmentController(calls);
    }

    @Bean
    HeartbeatController apiHeartbeatController(MachineCalls calls) {
        return new HeartbeatController(calls);
    }
}
