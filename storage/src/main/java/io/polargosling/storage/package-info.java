/** The domain's store ports on SQL databases. */
@NullMarked
package io.polargosling.storage;

import org.jspecify.annotations.NullMarked;
