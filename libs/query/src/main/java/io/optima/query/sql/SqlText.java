package io.optima.query.sql;

/** The little that has to be known of SQL as text; what it means only the parser knows. */
final class SqlText {
  private SqlText() {}

  /** The text up to the first semicolon outside of strings, names and comments. */
  static String statement(String sql) {
    int at = 0;
    while (at < sql.length() && sql.charAt(at) != ';') {
      at = afterToken(sql, at);
    }
    return sql.substring(0, Math.min(at, sql.length()));
  }

  private static int afterToken(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'' && at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')) {
      return afterEscaped(sql, at + 1);
    }
    if (c == '\'' || c == '"') {
      return after(sql, String.valueOf(c), at + 1);
    }
    if (sql.startsWith("--", at)) {
      return after(sql, "\n", at);
    }
    if (sql.startsWith("/*", at)) {
      return after(sql, "*/", at + 2);
    }
    return c == '$' ? afterDollar(sql, at) : at + 1;
  }

  /** Behind {@code $tag$ … $tag$}, or behind the dollar of a parameter. */
  private static int afterDollar(String sql, int at) {
    int end = at + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    boolean quote = end < sql.length() && sql.charAt(end) == '$';
    return quote ? after(sql, sql.substring(at, end + 1), end + 1) : at + 1;
  }

  private static int afterEscaped(String sql, int from) {
    int at = from;
    while (at < sql.length() && sql.charAt(at) != '\'') {
      at += sql.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int after(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }
}
