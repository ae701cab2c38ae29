/** Long work that a caller can ask about. */
@NullMarked
package io.polargosling.domain.operation;

import org.jspecify.annotations.NullMarked;
