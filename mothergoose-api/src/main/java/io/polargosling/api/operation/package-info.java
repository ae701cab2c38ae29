/** Long work that a caller asks about. */
@NullMarked
package io.polargosling.api.operation;

import org.jspecify.annotations.NullMarked;
