/** The runner mode: enrols a machine, keeps its GitLab agent running and reports to the control plane. */
@NullMarked
package io.polargosling.cli.runner;

import org.jspecify.annotations.NullMarked;
