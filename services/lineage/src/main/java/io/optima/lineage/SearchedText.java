package io.optima.lineage;

import io.optima.model.dataset.LogEntry;
import java.util.List;

/** The words of a dataset by where they stand: a hit in the name counts most. */
public record SearchedText(
    List<String> name, List<String> labels, List<String> columns, List<String> description) {
  public static SearchedText of(LogEntry dataset) {
    return new SearchedText(
        Words.of(dataset.dataset().toString()),
        Words.of(Snippet.labels(dataset)),
        Words.of(Snippet.columns(dataset)),
        Words.of(dataset.settings().description()));
  }
}
