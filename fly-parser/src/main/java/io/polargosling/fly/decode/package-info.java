/** Bodies to typed configuration under a closed schema; strings are judged by checkers the caller hands in. */
@NullMarked
package io.polargosling.fly.decode;

import org.jspecify.annotations.NullMarked;
