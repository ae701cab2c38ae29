/** Checking the files of a Nest before they are pushed. */
@NullMarked
package io.polargosling.cli.check;

import org.jspecify.annotations.NullMarked;
