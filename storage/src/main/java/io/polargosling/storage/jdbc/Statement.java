package io.polargosling.storage.jdbc;

import java.util.List;

/**
 * A statement in the words of one database.
 *
 * @param parameters what stands for each question mark, as the driver takes it
 */
record Statement(String text, List<Object> parameters) {}
