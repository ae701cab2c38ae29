/**
 * The demo and the sandbox: a GitLab stand-in, the product and a Nest as processes and files of one folder.
 *
 * <p>Everything is seen from outside, through HTTP, files and the process table; no class of a service is used.
 */
@NullMarked
package io.polargosling.standalone.demo;

import org.jspecify.annotations.NullMarked;
