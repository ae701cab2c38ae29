/** Run records: one execution of OpenTofu for an egg, and who may close it. */
@NullMarked
package io.polargosling.domain.run;

import org.jspecify.annotations.NullMarked;
