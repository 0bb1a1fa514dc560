package io.optima.rules;

import java.util.regex.Pattern;

/**
 * The regular expressions that RE2/J, which CEL uses, and RE2, which DuckDB uses, are known to take
 * for the same: ASCII literals, sets without negation, groups, alternatives, anchors and {@code * +
 * ?}, all as the syntax of RE2 has them.
 */
final class SafeRegex {
  private static final String LITERAL = "[A-Za-z0-9 _@#%&=:;,<>/!~'\"-]";
  private static final String ESCAPED = "\\\\[.dDwW+*?()\\[\\]{}^$|/\\\\-]";
  private static final String SET = "\\[(?:[A-Za-z0-9 _@.,:/](?:-[A-Za-z0-9])?)+\\]";
  private static final Pattern SAFE =
      Pattern.compile(
          "\\^?(?:(?:%s|%s|%s|\\((?:\\?:)?|\\||\\))[*+?]?+)*\\$?".formatted(LITERAL, ESCAPED, SET));
  private static final int LONGEST = 200;

  private SafeRegex() {}

  static boolean matches(String regex) {
    if (regex.length() > LONGEST || !SAFE.matcher(regex).matches()) {
      return false;
    }
    try {
      var _ = com.google.re2j.Pattern.compile(regex);
      return true;
    } catch (com.google.re2j.PatternSyntaxException e) {
      return false;
    }
  }
}
