/** Plans: the saved outcome of one OpenTofu plan and what became of it. */
@NullMarked
package io.polargosling.domain.plan;

import org.jspecify.annotations.NullMarked;
