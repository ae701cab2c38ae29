/** A cloud in memory that stands in for real ones. */
@NullMarked
package io.polargosling.testkit.cloud;

import org.jspecify.annotations.NullMarked;
