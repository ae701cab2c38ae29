/** Calls of cloud schedulers. */
@NullMarked
package io.polargosling.api.trigger;

import org.jspecify.annotations.NullMarked;
