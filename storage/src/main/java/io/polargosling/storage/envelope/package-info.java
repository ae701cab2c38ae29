/** Encryption of what is sensitive in a row without being a secret itself. */
@NullMarked
package io.polargosling.storage.envelope;

import org.jspecify.annotations.NullMarked;
