/** Judges runners against policy and orders their end. */
@NullMarked
package io.polargosling.uglyfox;

import org.jspecify.annotations.NullMarked;
