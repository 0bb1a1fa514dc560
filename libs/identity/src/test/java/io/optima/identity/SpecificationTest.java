package io.optima.identity;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The specification's vectors, which another implementation computed. */
final class SpecificationTest {
  private static final HexFormat HEX = HexFormat.of();

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  static Stream<SpecVectors.Table> tables() {
    return SpecVectors.tables();
  }

  static Stream<SpecVectors.Table> encodedTables() {
    return SpecVectors.tables().filter(table -> !table.list("arrow").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tableHasItsDigestsAndId(SpecVectors.Table table) {
    try (VectorSchemaRoot rows = Cells.rows(table.schema(), table.rows(), allocator)) {
      TableIdentity identity = identity(table, rows);
      LeafIndex leaves = identity.leaves();
      assertThat(
              java.util.stream.IntStream.range(0, leaves.leaves())
                  .boxed()
                  .flatMap(leaf -> columns(leaves, leaf))
                  .collect(toList()))
          .isEqualTo(table.columnDigests());
      assertThat(identity.root()).isEqualTo(table.text("root"));
      assertThat(identity.id()).isEqualTo(ContentId.parse(table.text("id")));
      assertThat(HEX.formatHex(leaves.encode())).isEqualTo(table.text("index"));
      assertThat(LeafIndex.decode(leaves.encode()).root()).isEqualTo(table.text("root"));
    }
  }

  private static Stream<String> columns(LeafIndex leaves, int leaf) {
    return java.util.stream.IntStream.range(0, leaves.columns())
        .mapToObj(column -> HEX.formatHex(leaves.columnDigest(leaf, column)));
  }

  private static TableIdentity identity(SpecVectors.Table table, VectorSchemaRoot rows) {
    TableDigest digest = new TableDigest(table.algorithm(), table.schema());
    digest.add(rows);
    return digest.finish();
  }

  @ParameterizedTest
  @MethodSource("encodedTables")
  void otherArrowLayoutsHaveTheSameId(SpecVectors.Table table) {
    for (String encoding : table.list("arrow")) {
      var dictionaries = new DictionaryProvider.MapDictionaryProvider();
      try (VectorSchemaRoot rows = Cells.rows(table.schema(), table.rows(), allocator);
          FieldVector encoded =
              new Encodings(allocator, dictionaries).encode(rows.getVector(0), encoding);
          VectorSchemaRoot canonical =
              CanonicalRows.normalize(renamed(encoded), dictionaries, 0, allocator)) {
        assertThat(ArrowSchemas.fromArrow(canonical.getSchema())).isEqualTo(table.schema());
        assertThat(identity(table, canonical).id().toString())
            .as(encoding)
            .isEqualTo(table.text("id"));
      } finally {
        dictionaries.close();
      }
    }
  }

  private static VectorSchemaRoot renamed(FieldVector column) {
    return new VectorSchemaRoot(List.of(column));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void proofsHaveTheirPath(SpecVectors.Table table) {
    LeafIndex leaves = LeafIndex.decode(HEX.parseHex(table.text("index")));
    for (JsonNode expected : table.json().get("proofs")) {
      LeafRange range = new LeafRange(expected.get("first").asInt(), expected.get("end").asInt());
      RangeProof proof = RangeProof.prove(table.schema(), leaves, range, List.of());
      assertThat(proof.path().stream().map(HEX::formatHex))
          .isEqualTo(expected.get("path").valueStream().map(JsonNode::asString).toList());
    }
  }

  @Test
  void blobsHaveTheDigestOfTheirBytes() throws IOException {
    for (JsonNode blob : SpecVectors.read().get("blobs")) {
      DigestAlgorithm algorithm = DigestAlgorithm.parse(blob.get("algorithm").asString());
      byte[] bytes = HEX.parseHex(blob.get("bytes").asString());
      assertThat(MessageDigests.ofBytes(algorithm, new ByteArrayInputStream(bytes)))
          .hasToString(blob.get("id").asString());
    }
  }

  @Test
  void anotherImplementationInPythonAgrees() throws IOException, InterruptedException {
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-B", "identity.py", "identity-vectors.json")
              .directory(SpecVectors.folder().toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3 here");
      return;
    }
    String said =
        new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
  }
}
