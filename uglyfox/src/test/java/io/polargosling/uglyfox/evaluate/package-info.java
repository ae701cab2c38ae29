/** Tests of this package. */
@NullMarked
package io.polargosling.uglyfox.evaluate;

import org.jspecify.annotations.NullMarked;
