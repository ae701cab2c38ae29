package io.polargosling.storage;

import java.net.URI;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Several services of AWS in one container, for the tests of {@code -Pcontainers}. */
public final class LocalStack extends GenericContainer<LocalStack> {

    private static final int PORT = 4566;

    private static final LocalStack SHARED = new LocalStack();

    private LocalStack() {
        super(DockerImageName.parse("localstack/localstack:4"));
        var _ = withExposedPorts(PORT)
                .withEnv("SERVICES", "dynamodb,s3")
                .waitingFor(Wait.forHttp("/_localstack/health").forPort(PORT));
    }

    /** Where it answers; starts it the first time. The container ends with the test JVM. */
    public static synchronized URI address() {
        if (!SHARED.isRunning()) {
            SHARED.start();
        }
        return URI.create("http://127.0.0.1:" + SHARED.getMappedPort(PORT));
    }
}
