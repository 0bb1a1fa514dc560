/** The journal's files on a real disk. */
@org.jspecify.annotations.NullMarked
package io.optima.log.file;
