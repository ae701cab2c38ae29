package io.polargosling.cli.print;

import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;

/** The statuses a command ends with. */
public final class ExitCode {

    public static final int DONE = 0;
    /** A check or an operation failed. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    /** Not authenticated or not allowed. */
    public static final int NOT_ALLOWED = 4;

    public static final int NOT_FOUND = 5;
    public static final int CONFLICT = 6;
    /** With {@code --detailed-exitcode}: something would be changed. */
    public static final int PENDING = 10;

    public static final int INTERRUPTED = 130;
    /** Nobody reads the output any more: what a program ends with that the system ends for it. */
    public static final int CUT = 141;

    private ExitCode() {}

    /** The status that tells a script what {@code problem} is. */
    public static int of(GoslingException problem) {
        return switch (problem) {
            case NotFoundException e -> NOT_FOUND;
            case ConflictException e -> CONFLICT;
            case InvalidException e -> FAILED;
            case UnavailableException e -> UNREACHABLE;
            case CapacityException e -> FAILED;
            case InternalException e -> FAILED;
        };
    }
}
