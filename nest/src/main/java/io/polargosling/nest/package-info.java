/** A Nest's files to domain records, findings and differences. */
@NullMarked
package io.polargosling.nest;

import org.jspecify.annotations.NullMarked;
