/** Reading single files and printing what they say. */
@NullMarked
package io.polargosling.cli.parse;

import org.jspecify.annotations.NullMarked;
