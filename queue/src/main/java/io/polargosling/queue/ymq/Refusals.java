package io.polargosling.queue.ymq;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.RequestThrottledException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** The exceptions that the SDK's own client throws for the same refusals. */
final class Refusals {

    private static final String OLD_PREFIX = "AWS.SimpleQueueService.";

    private static final Set<String> PASSING =
            Set.of("RequestThrottled", "ThrottlingException", "Throttling", "ServiceUnavailable", "InternalFailure");

    private static final Map<String, Supplier<? extends SqsException.Builder>> KINDS = Map.ofEntries(
            Map.entry("NonExistentQueue", QueueDoesNotExistException::builder),
            Map.entry("QueueDoesNotExist", QueueDoesNotExistException::builder),
            Map.entry("QueueAlreadyExists", QueueNameExistsException::builder),
            Map.entry("QueueNameExists", QueueNameExistsException::builder),
            Map.entry("QueueDeletedRecently", QueueDeletedRecentlyException::builder),
            Map.entry("ReceiptHandleIsInvalid", ReceiptHandleIsInvalidException::builder),
            Map.entry("MessageNotInflight", MessageNotInflightException::builder),
            Map.entry("InvalidMessageContents", InvalidMessageContentsException::builder),
            Map.entry("InvalidAttributeName", InvalidAttributeNameException::builder),
            Map.entry("InvalidAttributeValue", InvalidAttributeValueException::builder),
            Map.entry("OverLimit", OverLimitException::builder),
            Map.entry("RequestThrottled", RequestThrottledException::builder),
            Map.entry("TooManyEntriesInBatchRequest", TooManyEntriesInBatchRequestException::builder),
            Map.entry("BatchRequestTooLong", BatchRequestTooLongException::builder));

    private Refusals() {}

    /** The exception for an answer that is no success. */
    static SqsException of(int status, Answer answer) {
        var error = answer.at("Error");
        return of(
                status,
                error.text("Code").orElse("HTTP " + status),
                error.text("Message").orElse(""));
    }

    /** The exception for a refusal called {@code code}. */
    static SqsException of(int status, String code, String message) {
        String kind = code.startsWith(OLD_PREFIX) ? code.substring(OLD_PREFIX.length()) : code;
        var details = AwsErrorDetails.builder()
                .serviceName("Sqs")
                .errorCode(code)
                .errorMessage(message)
                .build();
        var builder = KINDS.getOrDefault(kind, SqsException::builder).get();
        return (SqsException) builder.statusCode(status)
                .awsErrorDetails(details)
                .message(message)
                .build();
    }

    /** True when the same call may succeed soon. */
    static boolean passes(SqsException refusal) {
        return refusal.statusCode() >= 500
                || refusal.statusCode() == 429
                || PASSING.contains(refusal.awsErrorDetails().errorCode());
    }
}
