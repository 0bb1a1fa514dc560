package io.optima.model.dataset;

import org.jspecify.annotations.Nullable;

/**
 * How CSV is written; what is null is found out by reading, or the usual when writing.
 *
 * @param delimiter one character
 * @param quote one character, or empty for none
 * @param escape one character, or empty for none
 * @param nullText what stands for null
 */
public record CsvOptions(
    @Nullable Boolean header,
    @Nullable String delimiter,
    @Nullable String quote,
    @Nullable String escape,
    @Nullable String nullText) {
  public static final CsvOptions DETECT = new CsvOptions(null, null, null, null, null);
}
