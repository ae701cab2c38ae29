/** Tests of the program as a whole. */
@NullMarked
package io.polargosling.standalone;

import org.jspecify.annotations.NullMarked;
