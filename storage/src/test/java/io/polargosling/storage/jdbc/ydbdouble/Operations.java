package io.polargosling.storage.jdbc.ydbdouble;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import tech.ydb.proto.OperationProtos.Operation;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;
import tech.ydb.proto.YdbIssueMessage.IssueMessage;

/** Answers in the envelope that most services use. */
final class Operations {

    private static final int ERROR = 1;

    private Operations() {}

    /** Answers with what {@code work} makes, or with its error. */
    static <T> void answer(StreamObserver<T> caller, Function<Operation, T> envelope, Supplier<Message> work) {
        Operation operation;
        try {
            operation = operation(StatusCode.SUCCESS)
                    .setResult(Any.pack(work.get()))
                    .build();
        } catch (YdbError e) {
            operation = operation(e.status()).addAllIssues(issues(e)).build();
        }
        caller.onNext(envelope.apply(operation));
        caller.onCompleted();
    }

    static List<IssueMessage> issues(YdbError error) {
        return List.of(IssueMessage.newBuilder()
                .setMessage(error.text())
                .setSeverity(ERROR)
                .build());
    }

    private static Operation.Builder operation(StatusCode status) {
        return Operation.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setReady(true)
                .setStatus(status);
    }
}
