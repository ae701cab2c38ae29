/** Laying out the files of a Nest. */
@NullMarked
package io.polargosling.cli.format;

import org.jspecify.annotations.NullMarked;
