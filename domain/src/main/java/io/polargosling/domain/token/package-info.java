/** API tokens and the hashes that stand for secrets in rows. */
@NullMarked
package io.polargosling.domain.token;

import org.jspecify.annotations.NullMarked;
