package io.optima.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lines in columns, aligned; numbers to the right. */
public final class Table {
  private static final int WIDEST = 60;

  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> right = new HashSet<>();

  public Table(String... titles) {
    this(Arrays.asList(titles));
  }

  public Table(List<String> titles) {
    this.titles = List.copyOf(titles);
  }

  public Table right(int... columns) {
    for (int column : columns) {
      right.add(column);
    }
    return this;
  }

  public void add(String... cells) {
    add(Arrays.asList(cells));
  }

  public void add(List<String> cells) {
    rows.add(cells.stream().map(Table::oneLine).toList());
  }

  public int size() {
    return rows.size();
  }

  public void print(PrintWriter out) {
    int[] widths = new int[titles.size()];
    measure(titles, widths);
    rows.forEach(row -> measure(row, widths));
    print(out, titles, widths);
    out.println(String.join("  ", Arrays.stream(widths).mapToObj("─"::repeat).toList()));
    rows.forEach(row -> print(out, row, widths));
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < row.size(); i++) {
      widths[i] = Math.max(widths[i], width(row.get(i)));
    }
  }

  private void print(PrintWriter out, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String pad = " ".repeat(widths[i] - width(row.get(i)));
      line.append(right.contains(i) ? pad + row.get(i) : row.get(i) + pad);
      line.append(i + 1 < row.size() ? "  " : "");
    }
    out.println(line.toString().stripTrailing());
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String oneLine(String cell) {
    String line = cell.replaceAll("\\p{Cntrl}", " ");
    return width(line) <= WIDEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }
}
