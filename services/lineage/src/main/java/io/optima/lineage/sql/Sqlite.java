package io.optima.lineage.sql;

import io.optima.lineage.SearchedText;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** SQLite with FTS5. */
final class Sqlite implements Dialect {
  @Override
  public String migrations() {
    return "classpath:db/lineage/sqlite";
  }

  /** Its transactions begin immediate: there is one writer from the start. */
  @Override
  public void lock(JdbcClient transaction) {}

  @Override
  public void write(JdbcClient transaction, long dataset, SearchedText text) {
    remove(transaction, dataset);
    transaction
        .sql(
            "INSERT INTO words (rowid, name, labels, columns, description)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(
            dataset,
            String.join(" ", text.name()),
            String.join(" ", text.labels()),
            String.join(" ", text.columns()),
            String.join(" ", text.description()))
        .update();
  }

  @Override
  public void remove(JdbcClient transaction, long dataset) {
    transaction.sql("DELETE FROM words WHERE rowid = ?").param(dataset).update();
  }

  @Override
  public String matches() {
    return "SELECT rowid AS id FROM words WHERE words MATCH :words";
  }

  @Override
  public String ranked() {
    return "SELECT rowid AS id, bm25(words, 10, 4, 4, 1) AS score FROM words"
        + " WHERE words MATCH :words";
  }

  @Override
  public String query(List<String> words) {
    return words.stream().map(word -> '"' + word + "\"*").collect(Collectors.joining(" AND "));
  }
}
