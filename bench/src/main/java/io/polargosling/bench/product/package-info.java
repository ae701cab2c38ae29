/** The product as a process of its own, and the requests it is sent. */
@NullMarked
package io.polargosling.bench.product;

import org.jspecify.annotations.NullMarked;
