package io.optima.bench;

import io.optima.client.Progress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * lineitem from CSV: sent to Optima, hashed, stored and committed, against nothing but DuckDB's
 * conversion to Parquet. Optima is sent one row less in every round: content that it has already
 * would not be stored again.
 */
final class PublishWorkload implements Workload {
  @Override
  public String name() {
    return "publish";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    Path csv = bench.data().csv("lineitem");
    Optima optima = bench.optima();
    Path parquet = bench.work().resolve("lineitem.parquet");
    try (Duck duck = new Duck()) {
      String copy =
          "copy (from read_csv(%s)) to %s (format parquet, compression snappy)"
              .formatted(Duck.text(csv), Duck.text(parquet));
      Rounds rounds =
          Rounds.of(
              bench,
              bench.sizes().rounds(),
              round -> publish(optima, csv, round),
              round -> duck.execute(copy));
      return List.of(rounds.speed("publish lineitem CSV", "DuckDB: COPY csv to parquet", 0.6));
    } finally {
      Files.deleteIfExists(parquet);
    }
  }

  private static void publish(Optima optima, Path csv, int round) throws IOException {
    try (InputStream rows = without(csv, round)) {
      optima
          .client()
          .datasets()
          .publish(Tpch.header("bench/lineitem-" + round), rows, Progress.NONE);
    }
  }

  /** The file without its first rows. */
  static InputStream without(Path csv, int rows) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(csv), 1 << 18);
    byte[] header = line(in);
    for (int row = 0; row < rows; row++) {
      line(in);
    }
    return new SequenceInputStream(new java.io.ByteArrayInputStream(header), in);
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    do {
      next = in.read();
      line.write(next);
    } while (next != '\n' && next >= 0);
    return line.toByteArray();
  }
}
