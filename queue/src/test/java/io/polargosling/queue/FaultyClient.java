package io.polargosling.queue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A client of a queue that misbehaves as told; all else reaches the client behind it. */
final class FaultyClient implements InvocationHandler {

    private final SqsAsyncClient real;
    private final AtomicInteger deletionsToForget = new AtomicInteger();
    private final List<SendMessageBatchRequest> sent = new ArrayList<>();
    private volatile Predicate<String> refused = text -> false;
    private volatile boolean away;

    FaultyClient(SqsAsyncClient real) {
        this.real = real;
    }

    SqsAsyncClient client() {
        return (SqsAsyncClient) Proxy.newProxyInstance(
                SqsAsyncClient.class.getClassLoader(), new Class<?>[] {SqsAsyncClient.class}, this);
    }

    void refuse(Predicate<String> texts) {
        refused = texts;
    }

    void cut(boolean cut) {
        away = cut;
    }

    void forgetDeletions(int count) {
        deletionsToForget.set(count);
    }

    /** The requests of several messages there were. */
    synchronized List<SendMessageBatchRequest> sent() {
        return List.copyOf(sent);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        var argument = arguments == null || arguments.length == 0 ? "" : arguments[0];
        if (argument instanceof Consumer && method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (argument) {
            case SendMessageRequest _ when away -> noAnswer();
            case SendMessageBatchRequest _ when away -> noAnswer();
            case SendMessageBatchRequest request -> send(request);
            case DeleteMessageBatchRequest request
            when deletionsToForget.getAndUpdate(n -> Math.max(0, n - 1)) > 0 -> forgotten(request);
            default -> real(method, arguments);
        };
    }

    private static CompletableFuture<?> noAnswer() {
        return CompletableFuture.failedFuture(SdkClientException.create("cut off"));
    }

    private CompletableFuture<?> send(SendMessageBatchRequest request) {
        synchronized (this) {
            sent.add(request);
        }
        var taken = request.entries().stream()
                .filter(entry -> !refused.test(entry.messageBody()))
                .toList();
        var failed = request.entries().stream()
                .filter(entry -> refused.test(entry.messageBody()))
                .map(FaultyClient::refusal)
                .toList();
        return (taken.isEmpty()
                        ? CompletableFuture.completedFuture(
                                SendMessageBatchResponse.builder().build())
                        : real.sendMessageBatch(
                                request.toBuilder().entries(taken).build()))
                .thenApply(answer -> answer.toBuilder().failed(failed).build());
    }

    private static BatchResultErrorEntry refusal(SendMessageBatchRequestEntry entry) {
        return BatchResultErrorEntry.builder()
                .id(entry.id())
                .code("InternalError")
                .senderFault(false)
                .build();
    }

    private static CompletableFuture<?> forgotten(DeleteMessageBatchRequest request) {
        return CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder()
                .successful(request.entries().stream()
                        .map(entry -> DeleteMessageBatchResultEntry.builder()
                                .id(entry.id())
                                .build())
                        .toList())
                .build());
    }

    private @Nullable Object real(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
