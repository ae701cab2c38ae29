/** The contracts of the stores in memory. */
@NullMarked
package io.polargosling.testkit.memory;

import org.jspecify.annotations.NullMarked;
