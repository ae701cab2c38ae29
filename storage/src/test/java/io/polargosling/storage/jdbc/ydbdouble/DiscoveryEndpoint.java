package io.polargosling.storage.jdbc.ydbdouble;

import io.grpc.stub.StreamObserver;
import tech.ydb.proto.discovery.DiscoveryProtos.EndpointInfo;
import tech.ydb.proto.discovery.DiscoveryProtos.ListEndpointsRequest;
import tech.ydb.proto.discovery.DiscoveryProtos.ListEndpointsResponse;
import tech.ydb.proto.discovery.DiscoveryProtos.ListEndpointsResult;
import tech.ydb.proto.discovery.v1.DiscoveryServiceGrpc.DiscoveryServiceImplBase;

/** Tells the driver that this server is the only one. */
final class DiscoveryEndpoint extends DiscoveryServiceImplBase {

    private final DoubleServer server;

    DiscoveryEndpoint(DoubleServer server) {
        this.server = server;
    }

    @Override
    public void listEndpoints(ListEndpointsRequest request, StreamObserver<ListEndpointsResponse> caller) {
        Operations.answer(
                caller,
                operation -> ListEndpointsResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> {
                    var _ = server.current();
                    return ListEndpointsResult.newBuilder()
                            .addEndpoints(EndpointInfo.newBuilder()
                                    .setAddress("localhost")
                                    .setPort(server.port())
                                    .setNodeId(1))
                            .build();
                });
    }
}
