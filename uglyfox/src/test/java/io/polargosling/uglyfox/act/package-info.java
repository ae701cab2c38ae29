/** Tests of this package. */
@NullMarked
package io.polargosling.uglyfox.act;

import org.jspecify.annotations.NullMarked;
