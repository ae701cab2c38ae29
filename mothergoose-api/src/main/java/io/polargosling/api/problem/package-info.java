/** Errors as RFC 9457 problems. */
@NullMarked
package io.polargosling.api.problem;

import org.jspecify.annotations.NullMarked;
