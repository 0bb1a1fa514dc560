/** Objects kept as files of a directory. */
@org.jspecify.annotations.NullMarked
package io.optima.store.file;
