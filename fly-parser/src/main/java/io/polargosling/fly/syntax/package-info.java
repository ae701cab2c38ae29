/** Text to tokens to a syntax tree, with recovery so that one call reports every independent error. */
@NullMarked
package io.polargosling.fly.syntax;

import org.jspecify.annotations.NullMarked;
