package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the readers of one file's blocks share.
 *
 * @param complete false when parsing lost items; then what is missing is not reported
 * @param sensitive paths of the attributes read so far whose values must not be shown; grows while reading
 */
record DecodeContext(
        Evaluator evaluator, Diagnostics diagnostics, Checkers checkers, boolean complete, Set<String> sensitive) {

    DecodeContext(Evaluator evaluator, Diagnostics diagnostics, Checkers checkers, boolean complete) {
        this(evaluator, diagnostics, checkers, complete, new HashSet<>());
    }

    DecodeContext withRoot(String name, FlyValue value) {
        return new DecodeContext(evaluator.withRoot(name, value), diagnostics, checkers, complete, sensitive);
    }

    void error(String code, String summary, String detail, SourceRange range) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range));
    }

    void error(String code, String summary, String detail, SourceRange range, Optional<String> advice) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range).suggesting(advice));
    }

    void outOfRange(String detail, SourceRange range) {
        error("out-of-range", "Value out of range", detail, range);
    }

    void missing(String what, String where, String detail, SourceRange range) {
        if (complete) {
            error(
                    "missing",
                    "Missing " + what,
                    "The " + where + (where.equals("file") ? "" : " block") + " needs " + detail + ".",
                    range);
        }
    }
}
