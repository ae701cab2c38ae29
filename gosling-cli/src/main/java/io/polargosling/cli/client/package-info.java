/** Talking to the control plane's API. */
@NullMarked
package io.polargosling.cli.client;

import org.jspecify.annotations.NullMarked;
