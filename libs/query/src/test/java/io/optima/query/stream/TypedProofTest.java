package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.optima.identity.PartitionIdentity;
import io.optima.identity.RecordDigest;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.StreamRecord;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.PublishSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Records of a stream with a schema are proven by the bytes that were published. */
class TypedProofTest {
  private static final SealedStreams STREAMS = new SealedStreams();
  private static final DigestAlgorithm SHA256 = DigestAlgorithm.SHA256;
  private static final SealSettings SETTINGS = new SealSettings(512_000, 1_000);
  private static final RowMessages ORDER =
      RowMessages.declared(
          """
          syntax = "proto3";
          message Order {
            int64 id = 1;
            optional string name = 2;
          }
          """,
          "");

  @AfterAll
  static void close() throws IOException {
    STREAMS.close();
  }

  /** Written in either order of fields, which is the same row and another record. */
  private static byte[] order(int id, boolean nameFirst) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      if (nameFirst) {
        out.writeString(2, "name " + id);
      }
      out.writeInt64(1, id);
      if (!nameFirst) {
        out.writeString(2, "name " + id);
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte @Nullable [] order(int id) {
    return id % 5 == 4 ? null : order(id, id % 2 == 0);
  }

  private static List<StreamRecord> orders(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new StreamRecord(1_000_000L + i, null, order(i), List.of()))
        .toList();
  }

  private static SealedManifest sealed(@Nullable SealedManifest base, List<StreamRecord> records) {
    return STREAMS.seal(SETTINGS, SHA256, ORDER.schema(), base, List.of(records));
  }

  private static ContentId proven(SealedManifest manifest, long from, List<StreamRecord> records) {
    RecordDigest digest = new RecordDigest(SHA256);
    return STREAMS
        .records()
        .prove(manifest, from, from + records.size())
        .id(manifest.stream(), manifest.partition(), records.stream().map(digest::of).toList());
  }

  @Test
  void recordsAreProvenInTheChunksTheyWereSealedToMergedAndBehindDroppedOnes() {
    List<StreamRecord> records = orders(80);
    SealedManifest manifest = sealed(null, records.subList(0, 10));
    for (int i = 10; i < 80; i += 10) {
      manifest = sealed(manifest, records.subList(i, i + 10));
    }
    ContentId id =
        PartitionIdentity.of(
            SealedStreams.STREAM, SealedStreams.PARTITION, SealedStreams.peaks(SHA256, 0, records));
    assertThat(manifest.chunks()).hasSize(8);
    everyRangeIsProven(manifest, records, id);
    everyRangeIsProven(merged(manifest), records, id);
    SealedManifest truncated = truncated(manifest, 30);
    everyRangeIsProven(truncated, records, id);
  }

  private static void everyRangeIsProven(
      SealedManifest manifest, List<StreamRecord> records, ContentId id) {
    for (int from = (int) manifest.begin(); from < records.size(); from += 7) {
      for (int end = from; end <= records.size(); end += 11) {
        assertThat(proven(manifest, from, records.subList(from, end))).isEqualTo(id);
      }
    }
  }

  @Test
  void theSameRowInOtherBytesIsNotTheRecord() {
    List<StreamRecord> records = orders(20);
    SealedManifest manifest = sealed(null, records);
    List<StreamRecord> others = new ArrayList<>(records.subList(6, 9));
    ContentId id = proven(manifest, 6, others);
    others.set(1, new StreamRecord(others.get(1).timestamp(), null, order(7, true), List.of()));
    assertThat(proven(manifest, 6, others)).isNotEqualTo(id);
  }

  private static SealedManifest merged(SealedManifest manifest) {
    try (PublishSession session = STREAMS.store().publish()) {
      Sealing.Sealed merged =
          new Compaction(STREAMS.duckDb(), SETTINGS, STREAMS.store().chunks(), STREAMS.allocator())
              .compact(session, manifest, SealedStreams::fail)
              .orElseThrow();
      session.release();
      assertThat(merged.content().chunks()).hasSize(1);
      return STREAMS.stored(merged);
    }
  }

  private static SealedManifest truncated(SealedManifest manifest, long offset) {
    try (PublishSession session = STREAMS.store().publish()) {
      Sealing.Sealed truncated = Truncation.before(session, manifest, offset).orElseThrow();
      session.release();
      assertThat(truncated.content().begin()).isEqualTo(offset);
      return STREAMS.stored(truncated);
    }
  }
}
