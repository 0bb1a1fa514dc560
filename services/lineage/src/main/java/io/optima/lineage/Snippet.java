package io.optima.lineage;

import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.schema.TableSchema;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows where in a dataset's texts the words were found, each between « and ». */
public final class Snippet {
  private static final int BEFORE = 40;
  private static final int AFTER = 120;

  private Snippet() {}

  /** The text in which most of the words occur, cut around the first of them. */
  public static String of(LogEntry dataset, List<String> words) {
    return texts(dataset)
        .max(Comparator.comparingLong((String text) -> found(text, words)))
        .map(text -> marked(text, words))
        .orElse("");
  }

  /** The texts of a dataset that are searched, the most telling last: it wins a tie. */
  private static Stream<String> texts(LogEntry dataset) {
    return Stream.of(
            dataset.dataset().toString(),
            labels(dataset),
            columns(dataset),
            dataset.settings().description())
        .filter(text -> !text.isEmpty());
  }

  static String labels(LogEntry dataset) {
    return dataset.settings().labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }

  static String columns(LogEntry dataset) {
    Version latest = dataset.latest();
    TableSchema schema = latest == null ? null : latest.schema();
    return schema == null ? "" : String.join(", ", schema.names());
  }

  private static long found(String text, List<String> words) {
    List<String> there = Words.of(text);
    return words.stream()
        .filter(word -> there.stream().anyMatch(each -> each.startsWith(word)))
        .count();
  }

  private static String marked(String text, List<String> words) {
    List<MatchResult> hits =
        Words.matches(text).filter(match -> isHit(match.group(), words)).toList();
    int first = hits.isEmpty() ? 0 : hits.getFirst().start();
    int start = first <= BEFORE ? 0 : first - BEFORE;
    int end = Math.min(text.length(), first + AFTER);
    StringBuilder snippet = new StringBuilder(start > 0 ? "…" : "");
    int at = start;
    for (MatchResult hit : hits) {
      if (hit.end() <= end) {
        snippet.append(text, at, hit.start()).append('«').append(hit.group()).append('»');
        at = hit.end();
      }
    }
    snippet.append(text, at, end).append(end < text.length() ? "…" : "");
    return snippet.toString().replaceAll("\\s+", " ");
  }

  private static boolean isHit(String text, List<String> words) {
    String folded = Words.fold(text);
    return words.stream().anyMatch(folded::startsWith);
  }
}
