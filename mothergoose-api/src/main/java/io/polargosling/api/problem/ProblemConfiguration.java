package io.polargosling.api.problem;

import io.polargosling.api.http.ApiJson;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How errors are answered. */
@Configuration(proxyBeanMethods = false)
public final class ProblemConfiguration {

    @Bean
    ProblemAdvice apiProblemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    ContainerErrors apiContainerErrors() {
        return new ContainerErrors();
    }

    @Bean
    ProblemWriter apiProblemWriter(ApiJson json) {
        return new ProblemWriter(json);
    }
}
