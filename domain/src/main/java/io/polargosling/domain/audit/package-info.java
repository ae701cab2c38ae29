/** The append-only record of who changed what. */
@NullMarked
package io.polargosling.domain.audit;

import org.jspecify.annotations.NullMarked;
