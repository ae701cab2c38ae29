/** A syntax tree back to canonical text. */
@NullMarked
package io.polargosling.fly.print;

import org.jspecify.annotations.NullMarked;
