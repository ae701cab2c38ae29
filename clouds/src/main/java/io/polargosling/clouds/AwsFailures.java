package io.polargosling.clouds;

import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS and its client say, in the domain's words. Only AWS's code of a refusal is passed on, not its text. */
final class AwsFailures {

    private static final Set<String> NO_ROOM = Set.of(
            "InsufficientCapacity",
            "InsufficientHostCapacity",
            "InsufficientInstanceCapacity",
            "InsufficientReservedInstanceCapacity",
            "InstanceLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "VcpuLimitExceeded");
    private static final Set<String> GONE = Set.of(
            "InvalidInstanceID.NotFound",
            "ClusterNotFoundException",
            "ResourceNotFoundException",
            "ServiceNotActiveException",
            "ServiceNotFoundException");

    private AwsFailures() {}

    /** What {@code act} gives, or what went wrong in {@code what}. */
    static <T> T ask(String what, Supplier<T> act) {
        try {
            return act.get();
        } catch (SdkException e) {
            throw translated(what, e);
        }
    }

    /** Does {@code act}, or tells what went wrong in {@code what}. */
    static void run(String what, Runnable act) {
        try {
            act.run();
        } catch (SdkException e) {
            throw translated(what, e);
        }
    }

    /** True when it says that what it was about is not there. */
    static boolean isGone(SdkException e) {
        return GONE.contains(code(e));
    }

    /** Passes on everything but that. */
    static void unlessGone(SdkException e) {
        if (!isGone(e)) {
            throw e;
        }
    }

    static GoslingException translated(String what, SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new UnavailableException(what + ": interrupted", e);
        }
        var code = code(e);
        if (NO_ROOM.contains(code)) {
            return new CapacityException(what + ": AWS has no room, " + code);
        }
        if (isGone(e)) {
            return new NotFoundException(what + ": AWS does not know it, " + code, e);
        }
        if (code.isEmpty()) {
            return new UnavailableException(
                    what + ": AWS cannot be asked (expected: credentials, and an answer; try again later)", e);
        }
        return new UnavailableException(what + ": AWS answered " + code + " (try again later)", e);
    }

    private static String code(SdkException e) {
        if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return String.valueOf(answer.awsErrorDetails().errorCode());
        }
        return e instanceof AwsServiceException answer ? "HTTP " + answer.statusCode() : "";
    }
}
