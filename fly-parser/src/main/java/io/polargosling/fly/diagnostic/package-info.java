/** Problems as values with a place, a summary, a detail and advice, and their drawing with the source line. */
@NullMarked
package io.polargosling.fly.diagnostic;

import org.jspecify.annotations.NullMarked;
