package io.optima.query.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.ArrowSchemas;
import io.optima.identity.CanonicalRows;
import io.optima.identity.TableDigest;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import io.optima.query.csv.UnusualCsvException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** CSV that is read while it arrives is read as carefully as if every field were looked at. */
class UsualCsvPropertiesTest {
  private static final ScratchDuckDb SCRATCH = ScratchDuckDb.open();

  /** Fields of a column, most of one kind. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of("1", "-1", "0", "42", "123456789012345678", "9223372036854775807", "007", "1e3"),
          List.of("1.5", "-0.0", "0.1", "1e300", "123456789.123456789", "5", "1.", "inf", " 2.5"),
          List.of("2024-02-29", "1969-12-31", "0001-01-01", "2024-1-1", "9999-12-31"),
          List.of("10:00:00", "23:59:59.999999", "00:00:00.1", "24:00:00", "10:00"),
          List.of("2024-02-29 10:00:00", "1969-12-31T23:59:59.5", "2024-01-01", "2024-01-01 10:00"),
          List.of(
              "2024-02-29T10:00:00Z", "2024-01-01 10:00:00+02", "1970-01-01 00:00:00-05:30", "now"),
          List.of("true", "false", "TRUE", "False", "t", "yes"),
          List.of("a", "é", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\"", " x ", "NA", "\"NA\"", "\"\""));

  @AfterContainer
  static void close() throws IOException {
    SCRATCH.close();
  }

  /** A CSV file with how it is to be read. */
  record Sample(String text, CsvOptions options) {}

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<List<Integer>> kinds =
        Arbitraries.integers().between(0, KINDS.size() - 1).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<String> lineEnds = Arbitraries.of("\n", "\n", "\n", "\r\n", "\r");
    Arbitrary<CsvOptions> options =
        Arbitraries.of(
            CsvOptions.DETECT,
            new CsvOptions(true, ",", "\"", "\"", null),
            new CsvOptions(null, null, null, null, "NA"));
    return kinds.flatMap(
        columns ->
            Combinators.combine(
                    row(columns).list().ofMaxSize(20),
                    lineEnds,
                    Arbitraries.of(true, false),
                    options)
                .as(
                    (rows, lineEnd, open, how) ->
                        sample(columns.size(), rows, lineEnd, open, how)));
  }

  /** Mostly the first fields of a kind, which are written as usual. */
  private static Arbitrary<String> row(List<Integer> kinds) {
    List<Arbitrary<String>> fields =
        kinds.stream()
            .map(
                kind -> {
                  List<String> values = KINDS.get(kind);
                  return Arbitraries.frequencyOf(
                      Tuple.of(40, Arbitraries.of(values.subList(0, 3))),
                      Tuple.of(4, Arbitraries.of("")),
                      Tuple.of(2, Arbitraries.of(values)));
                })
            .toList();
    return Combinators.combine(fields).as(values -> String.join(",", values));
  }

  private static Sample sample(
      int columns, List<String> rows, String lineEnd, boolean open, CsvOptions options) {
    String header =
        IntStream.range(0, columns).mapToObj(i -> "column" + i).collect(Collectors.joining(","));
    String text =
        Stream.concat(Stream.of(header), rows.stream()).collect(Collectors.joining(lineEnd));
    return new Sample(open ? text : text + lineEnd, options);
  }

  @Property(tries = 600)
  void bothReadTheSame(@ForAll("samples") Sample sample) throws IOException, SQLException {
    Path file = Files.writeString(SCRATCH.folder().resolve("sample.csv"), sample.text());
    try (BufferAllocator allocator = new RootAllocator()) {
      FileRows files = new FileRows(SCRATCH.duckDb(), allocator);
      Optional<ContentId> usual = usual(files, file, sample.options(), allocator);
      if (usual.isPresent()) {
        try (OpenRows rows = files.open(file, Format.CSV, sample.options(), null)) {
          assertThat(usual).contains(id(rows.reader(), allocator));
        }
      }
    }
  }

  private static Optional<ContentId> usual(
      FileRows files, Path file, CsvOptions options, BufferAllocator allocator)
      throws IOException, SQLException {
    Optional<ArrowReader> reader = files.usual(file, options, () -> input(file));
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    try (ArrowReader rows = reader.get()) {
      return Optional.of(id(rows, allocator));
    } catch (UnusualCsvException e) {
      return Optional.empty();
    }
  }

  private static InputStream input(Path file) {
    try {
      return new FileInputStream(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContentId id(ArrowReader rows, BufferAllocator allocator) throws IOException {
    TableSchema schema = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema(), rows);
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, schema);
    while (rows.loadNextBatch()) {
      try (VectorSchemaRoot batch =
          CanonicalRows.normalize(rows.getVectorSchemaRoot(), rows, 0, allocator)) {
        digest.add(batch);
      }
    }
    return digest.finish().id();
  }
}
