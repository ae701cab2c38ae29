package io.polargosling.storage.jdbc.ydbdouble;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;
import tech.ydb.proto.scheme.SchemeOperationProtos.Entry;
import tech.ydb.proto.table.YdbTable.ColumnMeta;
import tech.ydb.proto.table.YdbTable.CreateSessionRequest;
import tech.ydb.proto.table.YdbTable.CreateSessionResponse;
import tech.ydb.proto.table.YdbTable.CreateSessionResult;
import tech.ydb.proto.table.YdbTable.DeleteSessionRequest;
import tech.ydb.proto.table.YdbTable.DeleteSessionResponse;
import tech.ydb.proto.table.YdbTable.DescribeTableRequest;
import tech.ydb.proto.table.YdbTable.DescribeTableResponse;
import tech.ydb.proto.table.YdbTable.DescribeTableResult;
import tech.ydb.proto.table.YdbTable.ExecuteDataQueryRequest;
import tech.ydb.proto.table.YdbTable.ExecuteDataQueryResponse;
import tech.ydb.proto.table.YdbTable.ExecuteQueryResult;
import tech.ydb.proto.table.YdbTable.GlobalIndex;
import tech.ydb.proto.table.YdbTable.PrepareDataQueryRequest;
import tech.ydb.proto.table.YdbTable.PrepareDataQueryResponse;
import tech.ydb.proto.table.YdbTable.PrepareQueryResult;
import tech.ydb.proto.table.YdbTable.TableIndexDescription;
import tech.ydb.proto.table.v1.TableServiceGrpc.TableServiceImplBase;

/** The older service, which the driver asks for a table's columns, a statement's parameters and the version. */
final class TableEndpoint extends TableServiceImplBase {

    private final DoubleServer server;

    TableEndpoint(DoubleServer server) {
        this.server = server;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<CreateSessionResponse> caller) {
        Operations.answer(
                caller,
                operation -> CreateSessionResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> CreateSessionResult.newBuilder()
                        .setSessionId("ydb://session/3?node_id=1&id=" + UUID.randomUUID())
                        .build());
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<DeleteSessionResponse> caller) {
        Operations.answer(
                caller,
                operation -> DeleteSessionResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                Empty::getDefaultInstance);
    }

    @Override
    public void describeTable(DescribeTableRequest request, StreamObserver<DescribeTableResponse> caller) {
        Operations.answer(
                caller,
                operation -> DescribeTableResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> {
                    var found = server.current();
                    var name = request.getPath().substring(found.name().length() + 2);
                    return description(found.database()
                            .shape(name)
                            .orElseThrow(() ->
                                    YdbError.of(StatusCode.SCHEME_ERROR, "Path not found: " + request.getPath())));
                });
    }

    private static DescribeTableResult description(Shape shape) {
        var result = DescribeTableResult.newBuilder()
                .setSelf(Entry.newBuilder().setName(shape.name()).setType(Entry.Type.TABLE))
                .addAllPrimaryKey(shape.key());
        shape.columns()
                .values()
                .forEach(column -> result.addColumns(ColumnMeta.newBuilder()
                        .setName(column.name())
                        .setType(Wire.type(column))
                        .setNotNull(column.notNull())));
        shape.indexes()
                .values()
                .forEach(index -> result.addIndexes(TableIndexDescription.newBuilder()
                        .setName(index.name())
                        .setGlobalIndex(GlobalIndex.getDefaultInstance())
                        .addAllIndexColumns(index.columns())));
        return result.build();
    }

    @Override
    public void prepareDataQuery(PrepareDataQueryRequest request, StreamObserver<PrepareDataQueryResponse> caller) {
        Operations.answer(
                caller,
                operation -> PrepareDataQueryResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> {
                    var result = PrepareQueryResult.newBuilder()
                            .setQueryId(UUID.randomUUID().toString());
                    YqlParser.parse(request.getYqlText())
                            .declared()
                            .forEach((name, type) ->
                                    Wire.declaredType(type).ifPresent(wire -> result.putParametersTypes(name, wire)));
                    return result.build();
                });
    }

    @Override
    public void executeDataQuery(ExecuteDataQueryRequest request, StreamObserver<ExecuteDataQueryResponse> caller) {
        Operations.answer(
                caller,
                operation -> ExecuteDataQueryResponse.newBuilder()
                        .setOperation(operation)
                        .build(),
                () -> {
                    if (!request.getQuery().getYqlText().equals("SELECT version();")) {
                        throw YdbError.refused("a statement through the table service, which truncates at 1000 rows");
                    }
                    var column = new Shape.Column("column0", ColumnType.BYTES, true);
                    var version = ByteString.copyFromUtf8("double");
                    return ExecuteQueryResult.newBuilder()
                            .addResultSets(Wire.result(new Result(List.of(column), List.of(List.of(version)))))
                            .build();
                });
    }
}
