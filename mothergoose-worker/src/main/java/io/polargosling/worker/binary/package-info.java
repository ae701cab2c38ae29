/** The programs a worker starts: which version, its verified copy on this host, and the look for new releases. */
@NullMarked
package io.polargosling.worker.binary;

import org.jspecify.annotations.NullMarked;
