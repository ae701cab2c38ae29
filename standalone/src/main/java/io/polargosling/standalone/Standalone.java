package io.polargosling.standalone;

import io.polargosling.api.ApiConfiguration;
import io.polargosling.uglyfox.UglyFoxConfiguration;
import io.polargosling.worker.WorkerConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** All services in one process, on the embedded defaults. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ApiConfiguration.class, WorkerConfiguration.class, UglyFoxConfiguration.class})
public final class Standalone {

    private Standalone() {}

    /** Runs until it is stopped. */
    public static void main(String[] args) {
        SpringApplication.run(Standalone.class, args);
    }
}
