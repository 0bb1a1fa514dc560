package io.optima.lineage.sql;

import io.optima.lineage.SearchedText;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL with text search vectors. */
final class Postgres implements Dialect {
  /** Any number; advisory locks have one space for the whole database. */
  private static final long LOCK = 0x6f7074696d61L;

  /** Positions in a text search vector end here. */
  private static final int LAST_POSITION = 16_383;

  @Override
  public String migrations() {
    return "classpath:db/lineage/postgresql";
  }

  /**
   * Without it two processes could take in the same entry twice, and change positions could become
   * visible out of order.
   */
  @Override
  public void lock(JdbcClient transaction) {
    transaction
        .sql("SELECT pg_advisory_xact_lock(?)")
        .param(LOCK)
        .query((row, number) -> number)
        .list();
  }

  @Override
  public void write(JdbcClient transaction, long dataset, SearchedText text) {
    StringBuilder document = new StringBuilder();
    append(document, text.name(), 'A');
    append(document, text.labels(), 'B');
    append(document, text.columns(), 'B');
    append(document, text.description(), 'D');
    transaction
        .sql(
            "INSERT INTO words (id, document) VALUES (?, CAST(? AS tsvector))"
                + " ON CONFLICT (id) DO UPDATE SET document = excluded.document")
        .params(dataset, document.toString())
        .update();
  }

  /** The words are letters and digits only, so nothing needs escaping. */
  private static void append(StringBuilder document, List<String> words, char weight) {
    int position = 1;
    for (String word : words) {
      document.append('\'').append(word).append("':");
      document.append(Math.min(position++, LAST_POSITION)).append(weight).append(' ');
    }
  }

  @Override
  public void remove(JdbcClient transaction, long dataset) {
    transaction.sql("DELETE FROM words WHERE id = ?").param(dataset).update();
  }

  @Override
  public String matches() {
    return "SELECT id FROM words WHERE document @@ CAST(:words AS tsquery)";
  }

  @Override
  public String ranked() {
    return "SELECT id, -ts_rank(document, CAST(:words AS tsquery)) AS score FROM words"
        + " WHERE document @@ CAST(:words AS tsquery)";
  }

  @Override
  public String query(List<String> words) {
    return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
  }
}
