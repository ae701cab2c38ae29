/** Tests of the generators. */
@NullMarked
package io.polargosling.testkit.gen;

import org.jspecify.annotations.NullMarked;
