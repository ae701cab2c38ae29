package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What DynamoDB and its client say, in the domain's words. */
final class Failures {

    private static final String REFUSED = "ConditionalCheckFailed";
    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");
    private static final Set<String> OUR_FAULT = Set.of("ValidationException", "SerializationException");

    private Failures() {}

    /** The actions whose conditions refused the transaction, by their place in it; none when something else did. */
    static List<Integer> refused(TransactionCanceledException e) {
        var reasons = e.cancellationReasons();
        return IntStream.range(0, reasons.size())
                .filter(index -> REFUSED.equals(reasons.get(index).code()))
                .boxed()
                .toList();
    }

    /** True when the same request may go through a moment later, though DynamoDB blames the request. */
    static boolean isPassing(Throwable e) {
        if (e instanceof TransactionConflictException || e instanceof TransactionInProgressException) {
            return true;
        }
        return e instanceof TransactionCanceledException canceled
                && refused(canceled).isEmpty()
                && canceled.cancellationReasons().stream().anyMatch(reason -> PASSING.contains(reason.code()));
    }

    static GoslingException translated(String what, SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new UnavailableException(what + ": interrupted", e);
        }
        if (e instanceof TransactionCanceledException canceled
                && canceled.cancellationReasons().stream().anyMatch(r -> "ValidationError".equals(r.code()))) {
            return new InternalException(what + ": the transaction is broken", e);
        }
        if (e instanceof ResourceNotFoundException) {
            return new UnavailableException(
                    what + ": the table is not there (expected: made beforehand; make it and try again)", e);
        }
        if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            String code = answer.awsErrorDetails().errorCode();
            if (OUR_FAULT.contains(code)) {
                String message = String.valueOf(answer.awsErrorDetails().errorMessage());
                return message.contains("maximum allowed size") || message.contains("size limit")
                        ? new InvalidException(what + ": a value is too large (expected: less than 400 KB)")
                        : new InternalException(what + ": the request is broken", e);
            }
            return new UnavailableException(what + ": DynamoDB answered " + code + " (try again later)", e);
        }
        return new UnavailableException(what + ": DynamoDB does not answer (try again later)", e);
    }
}
