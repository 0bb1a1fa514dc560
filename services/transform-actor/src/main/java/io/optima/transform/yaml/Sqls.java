package io.optima.transform.yaml;

import io.optima.model.OptimaException;
import io.optima.yaml.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refusals of SQL name a place in it; people look for the document's line. */
final class Sqls {
  private static final Pattern AT = Pattern.compile("SQL at position (\\d{1,9}): ");
  private static final Pattern IN =
      Pattern.compile("SQL in line (\\d{1,9}) at column (\\d{1,9}): ");

  private Sqls() {}

  static OptimaException at(Value value, OptimaException refusal) {
    boolean text = value.kind() != Value.Kind.MAPPING && value.kind() != Value.Kind.LIST;
    Matcher at = AT.matcher(refusal.text());
    if (text && at.lookingAt()) {
      return refused(value, Integer.parseInt(at.group(1)) - 1, refusal, at.end());
    }
    Matcher in = IN.matcher(refusal.text());
    if (text && in.lookingAt()) {
      int before = lineBegin(value.text(), Integer.parseInt(in.group(1)));
      return refused(value, before + Integer.parseInt(in.group(2)) - 1, refusal, in.end());
    }
    return value.place().refused(refusal);
  }

  private static OptimaException refused(
      Value value, int offset, OptimaException refusal, int problem) {
    return value.place(offset).refused(refusal.text().substring(problem));
  }

  /** Code points before the line, which counts from 1. */
  private static int lineBegin(String text, int line) {
    return text.lines()
        .limit(line - 1L)
        .mapToInt(each -> each.codePointCount(0, each.length()) + 1)
        .sum();
  }
}
