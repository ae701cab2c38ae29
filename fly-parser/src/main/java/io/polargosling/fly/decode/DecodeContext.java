package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import java.util.Optional;

/**
 * What the readers of one file's blocks share.
 *
 * @param complete false when parsing lost items; then what is missing is not reported
 */
record DecodeContext(Evaluator evaluator, Diagnostics diagnostics, Checkers checkers, boolean complete) {

    DecodeContext withRoot(String name, FlyValue value) {
        return new DecodeContext(evaluator.withRoot(name, value), diagnostics, checkers, complete);
    }

    void error(String code, String summary, String detail, SourceRange range) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range));
    }

    void error(String code, String summary, String detail, SourceRange range, Optional<String> advice) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range).suggesting(advice));
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
