package io.optima.query.pipe;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes in, bytes out, at the same time.
 *
 * @param name what it is called in messages, as {@code module tools/scorer@2}
 * @param input what it reads; throws an {@link java.io.IOException} once it does not read any more
 * @param output what it writes; throws an {@link io.optima.model.OptimaException} instead of ending
 *     when the process failed
 * @param stop stops it, if it still runs, and waits until it is gone
 */
public record PipedProcess(String name, OutputStream input, InputStream output, Runnable stop) {}
