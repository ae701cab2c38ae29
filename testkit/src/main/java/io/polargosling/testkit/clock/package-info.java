/** Clocks that a test moves by hand. */
@NullMarked
package io.polargosling.testkit.clock;

import org.jspecify.annotations.NullMarked;
