/** Contracts, clocks, doubles and architecture rules for tests. */
@NullMarked
package io.polargosling.testkit;

import org.jspecify.annotations.NullMarked;
