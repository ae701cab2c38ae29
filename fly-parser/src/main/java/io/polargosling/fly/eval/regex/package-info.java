/** Regular expressions in the syntax of RE2, matched in time linear in the text whatever the pattern is. */
@NullMarked
package io.polargosling.fly.eval.regex;

import org.jspecify.annotations.NullMarked;
