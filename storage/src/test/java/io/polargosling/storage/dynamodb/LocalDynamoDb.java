package io.polargosling.storage.dynamodb;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import io.polargosling.domain.store.Storage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Amazon's own stand-in for DynamoDB, in this process and in memory; one server for all tests of a JVM. */
final class LocalDynamoDb {

    private static final LocalDynamoDb SHARED = start("-inMemory", "-sharedDb", freePort());

    private final DynamoDBProxyServer server;
    private final URI endpoint;

    private LocalDynamoDb(DynamoDBProxyServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** A server with these two words more. */
    static LocalDynamoDb start(String one, String other, int port) {
        try {
            var server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {one, other, "-disableTelemetry", "-port", Integer.toString(port)});
            server.start();
            return new LocalDynamoDb(server, URI.create("http://127.0.0.1:" + port));
        } catch (Exception e) {
            throw new IllegalStateException("starting DynamoDB Local", e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("looking for a free port", e);
        }
    }

    /** Where the shared server is. */
    static URI endpoint() {
        return SHARED.endpoint;
    }

    /** Options for a table of its own on the shared server. */
    static DynamoDbStorage.Options newTable() {
        return options(UUID.randomUUID() + "-");
    }

    /** A storage whose calls {@code interceptor} sees. */
    static Storage open(DynamoDbStorage.Options options, ExecutionInterceptor interceptor) {
        return DynamoDbStorage.open(
                options,
                builder -> builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(interceptor)
                        .build()));
    }

    static DynamoDbStorage.Options options(String prefix) {
        return new DynamoDbStorage.Options(prefix, 64, true, Optional.of(endpoint()));
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("stopping DynamoDB Local", e);
        }
    }
}
