package io.polargosling.storage.jdbc.ydbdouble;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** The server of all databases of this process; a call names its database in a header. */
final class DoubleServer implements ServerInterceptor {

    private static final Metadata.Key<String> DATABASE =
            Metadata.Key.of("x-ydb-database", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> NAME = Context.key("database");

    private final Map<String, YdbDouble> databases = new ConcurrentHashMap<>();
    private final Server server;

    private DoubleServer() {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(this)
                .addService(new DiscoveryEndpoint(this))
                .addService(new SchemeEndpoint(this))
                .addService(new TableEndpoint(this))
                .addService(new QueryEndpoint(this))
                .maxInboundMessageSize(64 << 20)
                .build();
        try {
            var _ = server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final DoubleServer SHARED = new DoubleServer();
    }

    static DoubleServer shared() {
        return Holder.SHARED;
    }

    int port() {
        return server.getPort();
    }

    void add(YdbDouble made) {
        databases.put("/" + made.name(), made);
    }

    void remove(YdbDouble gone) {
        databases.remove("/" + gone.name());
    }

    /** The database of the call under way. */
    YdbDouble current() {
        var found = databases.get(NAME.get());
        if (found == null) {
            throw YdbError.of(StatusCode.UNAVAILABLE, "no database " + NAME.get());
        }
        return found;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        var name = headers.get(DATABASE);
        return Contexts.interceptCall(Context.current().withValue(NAME, name == null ? "" : name), call, headers, next);
    }
}
