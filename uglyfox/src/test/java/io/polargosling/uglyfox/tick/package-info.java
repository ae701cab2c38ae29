/** Tests of this package. */
@NullMarked
package io.polargosling.uglyfox.tick;

import org.jspecify.annotations.NullMarked;
