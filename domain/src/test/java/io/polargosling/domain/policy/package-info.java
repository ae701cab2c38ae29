/** Tests of the condition language. */
@NullMarked
package io.polargosling.domain.policy;

import org.jspecify.annotations.NullMarked;
