package io.optima.lineage.sql;

import io.optima.lineage.SearchedText;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the two databases differ: full-text search, and how writers wait for each other. */
interface Dialect {
  /** Folder of the migrations on the class path. */
  String migrations();

  /** Lets one transaction write at a time, from here to its end. */
  void lock(JdbcClient transaction);

  /** Replaces the words of a dataset. */
  void write(JdbcClient transaction, long dataset, SearchedText text);

  void remove(JdbcClient transaction, long dataset);

  /** Query for {@code id} of where all words of {@code :words} occur. */
  String matches();

  /** Query for {@code id} and {@code score} of where {@code :words} occur, the lowest the best. */
  String ranked();

  /** Value of {@code :words}: each must occur, or a longer one that begins with it. */
  String query(List<String> words);
}
