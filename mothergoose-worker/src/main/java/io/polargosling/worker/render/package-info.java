/** Renders an egg's OpenTofu workspace from templates. */
@NullMarked
package io.polargosling.worker.render;

import org.jspecify.annotations.NullMarked;
