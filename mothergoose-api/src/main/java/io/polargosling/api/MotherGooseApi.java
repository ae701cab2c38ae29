package io.polargosling.api;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The program {@code mothergoose-api}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ApiConfiguration.class)
public final class MotherGooseApi {

    private MotherGooseApi() {}

    /** Runs until it is stopped. */
    public static void main(String[] args) {
        var application = new SpringApplication(MotherGooseApi.class);
        application.setDefaultProperties(Map.of(
                "spring.application.name", "mothergoose-api",
                "spring.threads.virtual.enabled", "true",
                "server.shutdown", "graceful"));
        application.run(args);
    }
}
