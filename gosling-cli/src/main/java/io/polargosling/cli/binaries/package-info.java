/** Versions of programs in the control plane: listing, uploading, choosing the active one. */
@NullMarked
package io.polargosling.cli.binaries;

import org.jspecify.annotations.NullMarked;
