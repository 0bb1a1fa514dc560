package io.optima.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tree of a partition, known by its peaks. */
class PeaksTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final UUID STREAM = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");

  static Stream<JsonNode> vectors() {
    return SpecVectors.read().get("streams").valueStream();
  }

  static Stream<JsonNode> moments() {
    return SpecVectors.read().get("moments").valueStream();
  }

  /** Record {@code i} of the specification's formula. */
  private static StreamRecord record(int i) {
    List<StreamRecord.Header> headers = new ArrayList<>();
    for (int j = 0; j < i % 3; j++) {
      headers.add(new StreamRecord.Header("h" + j, j == 1 ? null : new byte[] {(byte) j}));
    }
    return new StreamRecord(
        1_700_000_000_000_000L + 1000L * i,
        i % 3 == 2 ? null : ("k" + i % 4).getBytes(UTF_8),
        i % 5 == 4 ? null : ("value " + i).getBytes(UTF_8),
        headers);
  }

  private static List<byte[]> digests(DigestAlgorithm algorithm, int first, int end) {
    return digests(algorithm, first, end, Set.of());
  }

  private static List<byte[]> digests(
      DigestAlgorithm algorithm, int first, int end, Set<Integer> absent) {
    RecordDigest digest = new RecordDigest(algorithm);
    return IntStream.range(first, end)
        .mapToObj(i -> absent.contains(i) ? digest.absent() : digest.of(record(i)))
        .toList();
  }

  private static Peaks peaks(int first, int end) {
    return Peaks.of(DigestAlgorithm.SHA256, first, digests(DigestAlgorithm.SHA256, first, end));
  }

  private static byte[] rootByTheBook(int records) {
    List<byte[]> leaves = digests(DigestAlgorithm.SHA256, 0, records);
    return new MerkleTree(DigestAlgorithm.SHA256).root(records, leaves::get);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vectorsOfTheSpecificationHold(JsonNode vector) {
    DigestAlgorithm algorithm = DigestAlgorithm.parse(vector.get("algorithm").asString());
    UUID stream = UUID.fromString(vector.get("stream").asString());
    int partition = vector.get("partition").asInt();
    Set<Integer> absent =
        vector.path("absent").valueStream().map(JsonNode::asInt).collect(Collectors.toSet());
    assertThat(
            digests(algorithm, 0, vector.get("records").size(), absent).stream()
                .map(HEX::formatHex))
        .isEqualTo(vector.get("records").valueStream().map(JsonNode::asString).toList());
    for (int i = 0; i < vector.get("at").size(); i++) {
      int end = vector.get("at").get(i).asInt();
      Peaks all = Peaks.of(algorithm, 0, digests(algorithm, 0, end, absent));
      assertThat(PartitionIdentity.of(stream, partition, all))
          .hasToString(vector.get("ids").get(i).asString());
    }
    for (JsonNode of : vector.get("peaks")) {
      int first = of.get("first").asInt();
      Peaks some =
          Peaks.of(algorithm, first, digests(algorithm, first, of.get("end").asInt(), absent));
      assertThat(HEX.formatHex(some.encode())).isEqualTo(of.get("encoded").asString());
      assertThat(Peaks.decode(some.encode())).isEqualTo(some);
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void vectorsOfMomentsHold(JsonNode vector) {
    DigestAlgorithm algorithm = DigestAlgorithm.parse(vector.get("algorithm").asString());
    UUID stream = UUID.fromString(vector.get("stream").asString());
    List<PartitionIdentity.Shown> shown = new ArrayList<>();
    for (JsonNode lane : vector.get("partitions")) {
      Peaks all = Peaks.of(algorithm, 0, digests(algorithm, 0, lane.get("count").asInt()));
      shown.add(
          new PartitionIdentity.Shown(
              lane.get("begin").asLong(), PartitionIdentity.of(stream, shown.size(), all)));
    }
    assertThat(PartitionIdentity.ofStream(algorithm, stream, shown))
        .hasToString(vector.get("id").asString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 100})
  void theirRootIsThatOfTheTree(int records) {
    assertThat(peaks(0, records).root()).isEqualTo(rootByTheBook(records));
  }

  @Test
  void neighboursJoinWhereverTheyAreCut() {
    int records = 37;
    for (int first = 0; first <= records; first++) {
      for (int cut = first; cut <= records; cut++) {
        assertThat(peaks(first, cut).then(peaks(cut, records))).isEqualTo(peaks(first, records));
      }
    }
  }

  @Test
  void offsetsWithoutRecordsAreLeavesLikeOthers() {
    byte[] leaf = MessageDigests.of(DigestAlgorithm.SHA256).digest(new byte[] {10});
    for (int first = 0; first < 20; first++) {
      for (int end = first; end < 40; end++) {
        assertThat(Peaks.absent(DigestAlgorithm.SHA256, first, end))
            .isEqualTo(
                Peaks.of(DigestAlgorithm.SHA256, first, Collections.nCopies(end - first, leaf)));
      }
    }
    long far = 1L << 40;
    Peaks head = Peaks.absent(DigestAlgorithm.SHA256, 0, far + 3);
    assertThat(head.then(Peaks.none(DigestAlgorithm.SHA256, far + 3)).root())
        .isNotEqualTo(Peaks.absent(DigestAlgorithm.SHA256, 0, far + 4).root());
  }

  @Test
  void recordsAreProvenAfterTheHeadWasDropped() {
    int dropped = 11;
    int records = 45;
    ContentId trusted = PartitionIdentity.of(STREAM, 3, peaks(0, records));
    Peaks head = Peaks.decode(peaks(0, dropped).encode());
    for (int first = dropped; first < records; first++) {
      for (int end = first; end <= records; end++) {
        Peaks before = head.then(peaks(dropped, first));
        List<byte[]> some = digests(DigestAlgorithm.SHA256, first, end);
        assertThat(PartitionIdentity.with(STREAM, 3, before, some, peaks(end, records)))
            .isEqualTo(trusted);
      }
    }
  }

  @Test
  void anOldIdIsAnEarlierStateOfTheNewOne() {
    Peaks old = peaks(0, 21);
    ContentId before = PartitionIdentity.of(STREAM, 0, old);
    ContentId after = PartitionIdentity.of(STREAM, 0, old.then(peaks(21, 50)));
    assertThat(before).isEqualTo(PartitionIdentity.of(STREAM, 0, peaks(0, 21)));
    assertThat(after).isEqualTo(PartitionIdentity.of(STREAM, 0, peaks(0, 50)));
  }

  @Test
  void whatIsChangedGivesAnotherId() {
    Peaks before = peaks(0, 5);
    Peaks behind = peaks(9, 20);
    List<byte[]> records = digests(DigestAlgorithm.SHA256, 5, 9);
    ContentId id = PartitionIdentity.with(STREAM, 0, before, records, behind);
    List<byte[]> swapped = new ArrayList<>(records);
    swapped.addFirst(swapped.removeLast());
    assertThat(PartitionIdentity.with(STREAM, 0, before, swapped, behind)).isNotEqualTo(id);
    assertThat(PartitionIdentity.with(STREAM, 1, before, records, behind)).isNotEqualTo(id);
    byte[] encoded = behind.encode();
    for (int at = 24; at < encoded.length; at++) {
      byte[] changed = encoded.clone();
      changed[at] ^= 1;
      assertThat(PartitionIdentity.with(STREAM, 0, before, records, Peaks.decode(changed)))
          .isNotEqualTo(id);
    }
  }

  @Test
  void absentIsNotEmptyAndFieldsDoNotRunTogether() {
    byte[] none = {};
    byte[] a = {'a'};
    RecordDigest digest = new RecordDigest(DigestAlgorithm.SHA256);
    List<StreamRecord> records =
        List.of(
            new StreamRecord(0, null, null, List.of()),
            new StreamRecord(0, none, null, List.of()),
            new StreamRecord(0, null, none, List.of()),
            new StreamRecord(0, a, null, List.of()),
            new StreamRecord(0, null, a, List.of()),
            new StreamRecord(1, null, null, List.of()),
            new StreamRecord(0, null, null, List.of(new StreamRecord.Header("a", null))),
            new StreamRecord(0, null, null, List.of(new StreamRecord.Header("", a))));
    assertThat(records.stream().map(digest::of).map(HEX::formatHex)).doesNotHaveDuplicates();
  }

  @Test
  void peaksThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> peaks(0, 4).then(peaks(5, 6)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("do not go on where those of sha256 until 4 end");
    assertThatThrownBy(() -> peaks(1, 4).root())
        .hasMessage("records before offset 1 are not in these peaks");
    byte[] encoded = peaks(0, 7).encode();
    assertThatThrownBy(() -> Peaks.decode(Arrays.copyOf(encoded, encoded.length - 1)))
        .hasMessageStartingWith("the peaks are damaged: 119 bytes do not fit records 0 to 7");
    encoded[0] = 0;
    assertThatThrownBy(() -> Peaks.decode(encoded)).hasMessageContaining("do not start like peaks");
  }
}
