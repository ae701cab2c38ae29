package io.polargosling.uglyfox;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The program {@code uglyfox}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(UglyFoxConfiguration.class)
public class UglyFox {

    /** For Spring. */
    public UglyFox() {}

    /** Runs until it is stopped. */
    public static void main(String[] arguments) {
        var application = new SpringApplication(UglyFox.class);
        // It offers no HTTP and its threads are virtual, so nothing else would keep the process alive.
        application.setDefaultProperties(Map.of(
                "spring.application.name", "uglyfox",
                "spring.main.keep-alive", "true",
                "spring.main.web-application-type", "none"));
        application.run(arguments);
    }
}
