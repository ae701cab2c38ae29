/** Samples of domain values, plain ones and ones drawn from a seed. */
@NullMarked
package io.polargosling.testkit.gen;

import org.jspecify.annotations.NullMarked;
