/** Stored versions of programs: listing, uploading, choosing the active one. */
@NullMarked
package io.polargosling.api.binary;

import org.jspecify.annotations.NullMarked;
