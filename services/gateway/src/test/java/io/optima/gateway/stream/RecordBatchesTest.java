package io.optima.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordBatchesTest {
  private static RecordBatch batch(int records) {
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    for (int i = 0; i < records; i++) {
      batch.addRecords(
          Record.newBuilder()
              .setTimestamp(i == 1 ? 0 : 1000L + i)
              .setKey(ByteString.copyFromUtf8("key " + i))
              .setValue(ByteString.copyFromUtf8("value ".repeat(i * 20)))
              .addHeaders(RecordHeader.newBuilder().setName("n").setValue(ByteString.EMPTY)));
    }
    return batch.build();
  }

  @Test
  void whatProtobufWritesIsABatch() {
    RecordBatches.check(batch(9).toByteString(), 9, null);
    RecordBatches.check(
        RecordBatch.newBuilder().addRecords(Record.getDefaultInstance()).build().toByteString(),
        1,
        null);
  }

  @Test
  void aWrongCountIsRefused() {
    assertThatThrownBy(() -> RecordBatches.check(batch(9).toByteString(), 8, null))
        .hasMessageContaining("has 9 records and says it has 8");
    assertThatThrownBy(() -> RecordBatches.check(ByteString.EMPTY, 0, null))
        .isInstanceOf(OptimaException.class);
  }

  @Test
  void timestampsThatNobodyCanMeanAreRefused() {
    ByteString nanos =
        RecordBatch.newBuilder()
            .addRecords(Record.newBuilder().setTimestamp(1_700_000_000_000_000_000L))
            .build()
            .toByteString();
    assertThatThrownBy(() -> RecordBatches.check(nanos, 1, null))
        .hasMessageContaining("microseconds");
  }

  /** What gets in must be readable by all behind: whatever is accepted, protobuf parses. */
  @Test
  void whateverIsAcceptedCanBeParsed() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] whole = batch(5).toByteArray();
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        RecordBatches.check(ByteString.copyFrom(damaged), 5, null);
      } catch (OptimaException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        continue;
      }
      accepted++;
      assertThat(RecordBatch.parseFrom(damaged).getRecordsCount()).as("seed %d", seed).isEqualTo(5);
    }
    assertThat(accepted).as("seed %d", seed).isPositive();
  }

  @Test
  void partsAreTheRecordsBetween() throws Exception {
    RecordBatch whole = batch(6);
    Stored stored = new Stored(0, 10, 6, whole.toByteString(), 0);
    Stored part = stored.within(12, 15);
    assertThat(part.firstOffset()).isEqualTo(12);
    assertThat(part.end()).isEqualTo(15);
    assertThat(RecordBatch.parseFrom(part.records()).getRecordsList())
        .isEqualTo(whole.getRecordsList().subList(2, 5));
    assertThat(stored.within(0, 100)).isSameAs(stored);
  }

  @Test
  void timesAreFoundAlsoOfRecordsThatCarryNone() {
    ByteString records = batch(4).toByteString();
    assertThat(RecordBatches.find(records, 5000, 1001)).hasValue(1);
    assertThat(RecordBatches.find(records, 0, 1001)).hasValue(2);
    assertThat(RecordBatches.find(records, 0, 1000)).hasValue(0);
    assertThat(RecordBatches.find(records, 0, 2000)).isEmpty();
  }
}
