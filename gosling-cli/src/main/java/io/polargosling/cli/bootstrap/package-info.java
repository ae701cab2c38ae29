/** {@code gosling bootstrap}: what must be there before a control plane can work; so far the cache of providers. */
@NullMarked
package io.polargosling.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
