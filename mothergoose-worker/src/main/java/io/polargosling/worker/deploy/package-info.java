/** Carries out what people order about eggs: deployments, rollbacks, runners by hand, and dry runs of these. */
@NullMarked
package io.polargosling.worker.deploy;

import org.jspecify.annotations.NullMarked;
