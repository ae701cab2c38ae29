package io.polargosling.worker.tofu;

import io.polargosling.domain.run.FailureCause;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells from what OpenTofu, a provider or a cloud said why something failed. Both clouds put their error's code into the
 * text of a diagnostic, which is all that is handed on.
 */
final class FailureTexts {

    private record Rule(FailureCause cause, Pattern text) {}

    /** The first that is found decides, so what could be taken for something else comes first. */
    private static final List<Rule> RULES = List.of(
            rule(FailureCause.LOCKED, "error acquiring the state lock|state lock is held|ConditionalCheckFailed"),
            rule(
                    FailureCause.HOST,
                    "no space left on device|disk quota exceeded|cannot allocate memory|out of memory"
                            + "|too many open files|read-only file system|file too large|file size limit exceeded"),
            rule(
                    FailureCause.THROTTLED,
                    "Throttl|RequestLimitExceeded|TooManyRequests|Too Many Requests|rate exceeded|rate limit|SlowDown"
                            + "|StatusCode: 429"),
            rule(
                    FailureCause.NO_CAPACITY,
                    "Insufficient(Instance|Host|Reserved\\w*|Free\\w*)?Capacity|InsufficientAddressCapacity"
                            + "|UnfulfillableCapacity|SpotMaxPriceTooLow|Capacity is unavailable|not enough resources"
                            + "|no available resources|not supported in your requested Availability Zone"
                            + "|no capacity"),
            rule(
                    FailureCause.QUOTA,
                    "(Instance|Vcpu|Address|Volume|Resource)\\w*LimitExceeded|MaxSpotInstanceCountExceeded|quota"
                            + "|ResourceExhausted|limit on (the )?maximum number|LimitExceededException"
                            + "|TooManyFunctions|CodeStorageExceeded"),
            rule(
                    FailureCause.CREDENTIALS,
                    "UnauthorizedOperation|AccessDenied|PermissionDenied|Permission denied to|Unauthenticated"
                            + "|AuthFailure|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch"
                            + "|UnrecognizedClient|no valid credential|not authorized to perform"
                            + "|one of 'token' or 'service_account_key_file'|iam token"),
            rule(
                    FailureCause.IMAGE,
                    "InvalidAMI|\\bAMI\\b.*(not exist|not found)|image[^.]{0,120}(not found|does not exist|not exist)"
                            + "|(failed|unable) to (resolve|find)[^.]{0,40}image|CannotPullContainer|ImageNotFound"
                            + "|InvalidImage|query returned no results"),
            rule(FailureCause.TIMEOUT, "timeout while waiting|timed out waiting|operation timed out"),
            rule(
                    FailureCause.NETWORK,
                    "connection refused|connection reset|connection timed out|no such host|i/o timeout|TLS handshake"
                            + "|deadline ?exceeded|network is unreachable|no route to host|unexpected EOF"
                            + "|server misbehaving|code = Unavailable|StatusCode: 50[0234]|InternalError"
                            + "|ServiceUnavailable|request send failed"),
            rule(
                    FailureCause.TEMPLATE,
                    "Invalid value for|Unsupported (argument|attribute|block|Terraform|OpenTofu)|Missing required"
                            + "|Invalid (reference|function|expression|template|index|combination|argument|count|for_each)"
                            + "|undeclared|definition required|Module not installed|Unreadable module"
                            + "|InvalidParameter|InvalidArgument|ValidationError|ValidationException|MissingParameter"
                            + "|plugins? (are|is) not installed|query available provider|dependency lock file"
                            + "|precondition failed|Duplicate|Failed to read module|Error in function call"));

    private FailureTexts() {}

    /** The cause that {@code text} speaks of; OTHER when it is none that is known. */
    static FailureCause causeOf(String text) {
        return RULES.stream()
                .filter(rule -> rule.text().matcher(text).find())
                .map(Rule::cause)
                .findFirst()
                .orElse(FailureCause.OTHER);
    }

    /** True when what was initialised before is not what is needed now, so that it has to be done again. */
    static boolean asksForInit(String text) {
        return ASKS_FOR_INIT.matcher(text).find();
    }

    private static final Pattern ASKS_FOR_INIT = Pattern.compile(
            "tofu init|Module not installed|plugins? (are|is) not installed|Backend initialization required"
                    + "|Inconsistent dependency lock file|Could not load plugin|Failed to (load|read) plugin",
            Pattern.CASE_INSENSITIVE);

    private static Rule rule(FailureCause cause, String text) {
        return new Rule(cause, Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }
}
