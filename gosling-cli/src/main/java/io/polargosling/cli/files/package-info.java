/** The files and folders a command is given. */
@NullMarked
package io.polargosling.cli.files;

import org.jspecify.annotations.NullMarked;
