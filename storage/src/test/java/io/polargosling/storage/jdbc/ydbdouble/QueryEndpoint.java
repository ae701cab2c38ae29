package io.polargosling.storage.jdbc.ydbdouble;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;
import tech.ydb.proto.query.YdbQuery.AttachSessionRequest;
import tech.ydb.proto.query.YdbQuery.CommitTransactionRequest;
import tech.ydb.proto.query.YdbQuery.CommitTransactionResponse;
import tech.ydb.proto.query.YdbQuery.CreateSessionRequest;
import tech.ydb.proto.query.YdbQuery.CreateSessionResponse;
import tech.ydb.proto.query.YdbQuery.DeleteSessionRequest;
import tech.ydb.proto.query.YdbQuery.DeleteSessionResponse;
import tech.ydb.proto.query.YdbQuery.ExecuteQueryRequest;
import tech.ydb.proto.query.YdbQuery.ExecuteQueryResponsePart;
import tech.ydb.proto.query.YdbQuery.RollbackTransactionRequest;
import tech.ydb.proto.query.YdbQuery.RollbackTransactionResponse;
import tech.ydb.proto.query.YdbQuery.SessionState;
import tech.ydb.proto.query.YdbQuery.TransactionControl;
import tech.ydb.proto.query.YdbQuery.TransactionMeta;
import tech.ydb.proto.query.YdbQuery.TransactionSettings.TxModeCase;
import tech.ydb.proto.query.v1.QueryServiceGrpc.QueryServiceImplBase;

/** The service that executes statements and ends transactions. */
final class QueryEndpoint extends QueryServiceImplBase {

    private final DoubleServer server;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    QueryEndpoint(DoubleServer server) {
        this.server = server;
    }

    /** A session, which ends when its database is told so; any error in a transaction ends the transaction. */
    private static final class Session {
        final Map<String, Transaction> transactions = new ConcurrentHashMap<>();
        volatile @Nullable StreamObserver<SessionState> attached;
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<CreateSessionResponse> caller) {
        var id = "ydb://session/3?node_id=1&id=" + UUID.randomUUID();
        sessions.put(id, new Session());
        caller.onNext(CreateSessionResponse.newBuilder()
                .setStatus(StatusCode.SUCCESS)
                .setSessionId(id)
                .setNodeId(1)
                .build());
        caller.onCompleted();
    }

    @Override
    public void attachSession(AttachSessionRequest request, StreamObserver<SessionState> caller) {
        session(request.getSessionId()).attached = caller;
        caller.onNext(SessionState.newBuilder().setStatus(StatusCode.SUCCESS).build());
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<DeleteSessionResponse> caller) {
        var gone = sessions.remove(request.getSessionId());
        caller.onNext(
                DeleteSessionResponse.newBuilder().setStatus(StatusCode.SUCCESS).build());
        caller.onCompleted();
        if (gone != null && gone.attached != null) {
            gone.attached.onCompleted();
        }
    }

    @Override
    public void executeQuery(ExecuteQueryRequest request, StreamObserver<ExecuteQueryResponsePart> caller) {
        var part = ExecuteQueryResponsePart.newBuilder();
        try {
            var answer = request.hasTxControl() ? inTransaction(request) : outside(request);
            part = answer.setStatus(StatusCode.SUCCESS);
        } catch (YdbError e) {
            part = part.setStatus(e.status()).addAllIssues(Operations.issues(e));
        }
        caller.onNext(part.build());
        caller.onCompleted();
    }

    private ExecuteQueryResponsePart.Builder outside(ExecuteQueryRequest request) {
        server.current().changeScheme(request.getQueryContent().getText());
        return ExecuteQueryResponsePart.newBuilder();
    }

    private ExecuteQueryResponsePart.Builder inTransaction(ExecuteQueryRequest request) {
        var found = server.current();
        var session = session(request.getSessionId());
        var control = request.getTxControl();
        var transaction = transaction(found, session, control);
        var result = found.execute(
                transaction, request.getQueryContent().getText(), Wire.arguments(request.getParametersMap()));
        var part = ExecuteQueryResponsePart.newBuilder();
        if (!result.columns().isEmpty()) {
            part = part.setResultSetIndex(0).setResultSet(Wire.result(result));
        }
        if (control.getCommitTx()) {
            found.commit(transaction);
            return part;
        }
        // Kept only now: a statement that failed has ended its transaction.
        var id = control.hasTxId() ? control.getTxId() : UUID.randomUUID().toString();
        session.transactions.put(id, transaction);
        return part.setTxMeta(TransactionMeta.newBuilder().setId(id));
    }

    private static Transaction transaction(YdbDouble found, Session session, TransactionControl control) {
        if (control.hasTxId()) {
            return taken(session, control.getTxId());
        }
        var mode = control.getBeginTx().getTxModeCase();
        return found.database().begin(mode != TxModeCase.SERIALIZABLE_READ_WRITE);
    }

    @Override
    public void commitTransaction(CommitTransactionRequest request, StreamObserver<CommitTransactionResponse> caller) {
        var response = CommitTransactionResponse.newBuilder();
        try {
            server.current().commit(taken(session(request.getSessionId()), request.getTxId()));
            response = response.setStatus(StatusCode.SUCCESS);
        } catch (YdbError e) {
            response = response.setStatus(e.status()).addAllIssues(Operations.issues(e));
        }
        caller.onNext(response.build());
        caller.onCompleted();
    }

    @Override
    public void rollbackTransaction(
            RollbackTransactionRequest request, StreamObserver<RollbackTransactionResponse> caller) {
        var session = sessions.get(request.getSessionId());
        boolean known = session != null && session.transactions.remove(request.getTxId()) != null;
        caller.onNext(RollbackTransactionResponse.newBuilder()
                .setStatus(known ? StatusCode.SUCCESS : StatusCode.NOT_FOUND)
                .build());
        caller.onCompleted();
    }

    private Session session(String id) {
        var session = sessions.get(id);
        if (session == null) {
            throw YdbError.of(StatusCode.BAD_SESSION, "Session not found: " + id);
        }
        return session;
    }

    private static Transaction taken(Session session, String id) {
        var transaction = session.transactions.remove(id);
        if (transaction == null) {
            throw YdbError.of(StatusCode.NOT_FOUND, "Transaction not found: " + id);
        }
        return transaction;
    }
}
