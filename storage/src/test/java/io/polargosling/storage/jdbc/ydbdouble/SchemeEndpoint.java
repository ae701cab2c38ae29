package io.polargosling.storage.jdbc.ydbdouble;

import io.grpc.stub.StreamObserver;
import tech.ydb.proto.scheme.SchemeOperationProtos.Entry;
import tech.ydb.proto.scheme.SchemeOperationProtos.ListDirectoryRequest;
import tech.ydb.proto.scheme.SchemeOperationProtos.ListDirectoryResponse;
import tech.ydb.proto.scheme.SchemeOperationProtos.ListDirectoryResult;
import tech.ydb.proto.scheme.v1.SchemeServiceGrpc.SchemeServiceImplBase;

/** Lists the tables. */
final class SchemeEndpoint extends SchemeServiceImplBase {

    private final DoubleServer server;

    SchemeEndpoint(DoubleServer server) {
        this.server = server;
    }

    @Override
    public void listDirectory(ListDirectoryRequest request, StreamObserver<ListDirectoryResponse> caller) {
        Operations.answer(
                caller,
                operation -> ListDirectoryResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> {
                    var found = server.current();
                    var result = ListDirectoryResult.newBuilder()
                            .setSelf(Entry.newBuilder().setName(found.name()).setType(Entry.Type.DATABASE));
                    found.database()
                            .tableNames()
                            .forEach(name -> result.addChildren(
                                    Entry.newBuilder().setName(name).setType(Entry.Type.TABLE)));
                    return result.build();
                });
    }
}
