package io.polargosling.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The worker as a program of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WorkerConfiguration.class)
public class MotherGooseWorker {

    /** For Spring. */
    public MotherGooseWorker() {}

    /** Starts the worker. */
    public static void main(String[] arguments) {
        SpringApplication.run(MotherGooseWorker.class, arguments);
    }
}
