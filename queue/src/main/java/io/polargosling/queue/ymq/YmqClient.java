package io.polargosling.queue.ymq;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/**
 * The SDK's client interface for standard queues, over the protocol of forms and XML. What is not needed for commands
 * (FIFO queues, tags, permissions, binary attributes) is not here and fails as unsupported. Refusals are the exceptions
 * of the SDK's own client.
 */
public final class YmqClient implements SqsAsyncClient {

    private final Wire wire;

    private YmqClient(Wire wire) {
        this.wire = wire;
    }

    /** A client of the queues at {@code endpoint}; sends nothing until used. */
    public static YmqClient of(
            URI endpoint, Region region, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        return new YmqClient(new Wire(endpoint, region, credentials, Clock.systemUTC()));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public CompletableFuture<GetQueueUrlResponse> getQueueUrl(GetQueueUrlRequest request) {
        return wire.call(Form.of("GetQueueUrl").with("QueueName", request.queueName()))
                .thenApply(answer -> GetQueueUrlResponse.builder()
                        .queueUrl(result(answer, "GetQueueUrl").text("QueueUrl").orElse(""))
                        .build());
    }

    @Override
    public CompletableFuture<CreateQueueResponse> createQueue(CreateQueueRequest request) {
        return wire.call(Form.of("CreateQueue")
                        .with("QueueName", request.queueName())
                        .withMap("Attribute", request.attributesAsStrings()))
                .thenApply(answer -> CreateQueueResponse.builder()
                        .queueUrl(result(answer, "CreateQueue").text("QueueUrl").orElse(""))
                        .build());
    }

    @Override
    public CompletableFuture<SetQueueAttributesResponse> setQueueAttributes(SetQueueAttributesRequest request) {
        return wire.call(of("SetQueueAttributes", request.queueUrl())
                        .withMap("Attribute", request.attributesAsStrings()))
                .thenApply(_ -> SetQueueAttributesResponse.builder().build());
    }

    @Override
    public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
        return wire.call(of("GetQueueAttributes", request.queueUrl())
                        .withList("AttributeName", request.attributeNamesAsStrings()))
                .thenApply(answer -> GetQueueAttributesResponse.builder()
                        .attributesWithStrings(
                                result(answer, "GetQueueAttributes").pairs("Attribute"))
                        .build());
    }

    @Override
    public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
        return wire.call(of("SendMessage", request.queueUrl())
                        .with("MessageBody", request.messageBody())
                        .with("DelaySeconds", request.delaySeconds())
                        .withAttributes("", request.messageAttributes()))
                .thenApply(answer -> {
                    var result = result(answer, "SendMessage");
                    return SendMessageResponse.builder()
                            .messageId(result.text("MessageId").orElse(null))
                            .md5OfMessageBody(result.text("MD5OfMessageBody").orElse(null))
                            .build();
                });
    }

    @Override
    public CompletableFuture<SendMessageBatchResponse> sendMessageBatch(SendMessageBatchRequest request) {
        var form = of("SendMessageBatch", request.queueUrl());
        for (int number = 1; number <= request.entries().size(); number++) {
            var entry = request.entries().get(number - 1);
            String prefix = "SendMessageBatchRequestEntry." + number + ".";
            form.with(prefix + "Id", entry.id())
                    .with(prefix + "MessageBody", entry.messageBody())
                    .with(prefix + "DelaySeconds", entry.delaySeconds())
                    .withAttributes(prefix, entry.messageAttributes());
        }
        return wire.call(form).thenApply(answer -> {
            var result = result(answer, "SendMessageBatch");
            return SendMessageBatchResponse.builder()
                    .successful(result.all("SendMessageBatchResultEntry")
                            .map(entry -> SendMessageBatchResultEntry.builder()
                                    .id(entry.text("Id").orElse(""))
                                    .messageId(entry.text("MessageId").orElse(null))
                                    .md5OfMessageBody(
                                            entry.text("MD5OfMessageBody").orElse(null))
                                    .build())
                            .toList())
                    .failed(refused(result))
                    .build();
        });
    }

    @Override
    public CompletableFuture<ReceiveMessageResponse> receiveMessage(ReceiveMessageRequest request) {
        return wire.call(of("ReceiveMessage", request.queueUrl())
                        .with("MaxNumberOfMessages", request.maxNumberOfMessages())
                        .with("VisibilityTimeout", request.visibilityTimeout())
                        .with("WaitTimeSeconds", request.waitTimeSeconds())
                        .withList("AttributeName", systemAttributes(request))
                        .withList("MessageAttributeName", request.messageAttributeNames()))
                .thenApply(answer -> ReceiveMessageResponse.builder()
                        .messages(result(answer, "ReceiveMessage")
                                .all("Message")
                                .map(YmqClient::message)
                                .toList())
                        .build());
    }

    @Override
    public CompletableFuture<DeleteMessageResponse> deleteMessage(DeleteMessageRequest request) {
        return wire.call(of("DeleteMessage", request.queueUrl()).with("ReceiptHandle", request.receiptHandle()))
                .thenApply(_ -> DeleteMessageResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
        var form = of("DeleteMessageBatch", request.queueUrl());
        for (int number = 1; number <= request.entries().size(); number++) {
            var entry = request.entries().get(number - 1);
            withMessage(form, "DeleteMessageBatch", number, entry.id(), entry.receiptHandle());
        }
        return wire.call(form).thenApply(answer -> {
            var result = result(answer, "DeleteMessageBatch");
            return DeleteMessageBatchResponse.builder()
                    .successful(ids(result, "DeleteMessageBatch")
                            .map(id -> DeleteMessageBatchResultEntry.builder()
                                    .id(id)
                                    .build())
                            .toList())
                    .failed(refused(result))
                    .build();
        });
    }

    @Override
    public CompletableFuture<ChangeMessageVisibilityResponse> changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        return wire.call(of("ChangeMessageVisibility", request.queueUrl())
                        .with("ReceiptHandle", request.receiptHandle())
                        .with("VisibilityTimeout", request.visibilityTimeout()))
                .thenApply(_ -> ChangeMessageVisibilityResponse.builder().build());
    }

    @Override
    public CompletableFuture<ChangeMessageVisibilityBatchResponse> changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        var form = of("ChangeMessageVisibilityBatch", request.queueUrl());
        for (int number = 1; number <= request.entries().size(); number++) {
            var entry = request.entries().get(number - 1);
            withMessage(form, "ChangeMessageVisibilityBatch", number, entry.id(), entry.receiptHandle())
                    .with(
                            "ChangeMessageVisibilityBatchRequestEntry." + number + ".VisibilityTimeout",
                            entry.visibilityTimeout());
        }
        return wire.call(form).thenApply(answer -> {
            var result = result(answer, "ChangeMessageVisibilityBatch");
            return ChangeMessageVisibilityBatchResponse.builder()
                    .successful(ids(result, "ChangeMessageVisibilityBatch")
                            .map(id -> ChangeMessageVisibilityBatchResultEntry.builder()
                                    .id(id)
                                    .build())
                            .toList())
                    .failed(refused(result))
                    .build();
        });
    }

    // The older of the two names is deprecated, and the one that Spring Cloud AWS uses.
    @SuppressWarnings("deprecation")
    private static List<String> systemAttributes(ReceiveMessageRequest request) {
        return Stream.concat(
                        request.attributeNamesAsStrings().stream(),
                        request.messageSystemAttributeNamesAsStrings().stream())
                .distinct()
                .toList();
    }

    private static Form of(String action, @Nullable String queueUrl) {
        return Form.of(action).with("QueueUrl", queueUrl);
    }

    private static Answer result(Answer answer, String action) {
        return answer.at(action + "Result");
    }

    private static Form withMessage(Form form, String action, int number, String id, String receiptHandle) {
        String prefix = action + "RequestEntry." + number + ".";
        return form.with(prefix + "Id", id).with(prefix + "ReceiptHandle", receiptHandle);
    }

    private static Stream<String> ids(Answer result, String action) {
        return result.all(action + "ResultEntry").map(entry -> entry.text("Id").orElse(""));
    }

    private static List<BatchResultErrorEntry> refused(Answer result) {
        var refused = new ArrayList<BatchResultErrorEntry>();
        result.all("BatchResultErrorEntry")
                .forEach(entry -> refused.add(BatchResultErrorEntry.builder()
                        .id(entry.text("Id").orElse(""))
                        .code(entry.text("Code").orElse(""))
                        .message(entry.text("Message").orElse(null))
                        .senderFault(entry.text("SenderFault")
                                .map(Boolean::parseBoolean)
                                .orElse(false))
                        .build()));
        return refused;
    }

    private static Message message(Answer message) {
        var attributes = new LinkedHashMap<String, MessageAttributeValue>();
        message.all("MessageAttribute").forEach(attribute -> {
            var value = attribute.at("Value");
            attributes.put(
                    attribute.text("Name").orElse(""),
                    MessageAttributeValue.builder()
                            .dataType(value.text("DataType").orElse("String"))
                            .stringValue(value.text("StringValue").orElse(null))
                            .build());
        });
        return Message.builder()
                .messageId(message.text("MessageId").orElse(""))
                .receiptHandle(message.text("ReceiptHandle").orElse(""))
                .md5OfBody(message.text("MD5OfBody").orElse(null))
                .body(message.text("Body").orElse(""))
                .attributesWithStrings(message.pairs("Attribute"))
                .messageAttributes(attributes)
                .build();
    }
}
