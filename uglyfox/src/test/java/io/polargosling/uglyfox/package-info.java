/** Tests of the program as a whole. */
@NullMarked
package io.polargosling.uglyfox;

import org.jspecify.annotations.NullMarked;
