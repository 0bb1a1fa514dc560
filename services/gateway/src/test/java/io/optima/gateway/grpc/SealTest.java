package io.optima.gateway.grpc;

import com.google.protobuf.util.Durations;
import io.optima.gateway.grpc.StreamCalls.Subscribed;
import io.optima.model.DatasetName;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.store.PartitionLog;
import io.optima.store.Store;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.SealPolicy;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.StreamSettings;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Tests of topics of a real broker whose records are copied to chunks. */
abstract class SealTest extends BrokerTest {
  static final SealPolicy.Builder SEALED =
      SealPolicy.newBuilder().setTopic(true).setAge(Durations.fromHours(1));

  Stream create(String topic, SealPolicy.Builder policy) throws Exception {
    broker.create(topic, 1, Map.of());
    return streams()
        .createStream(
            CreateStreamRequest.newBuilder()
                .setName("kafka/" + topic)
                .setSettings(
                    StreamSettings.newBuilder().setKafka(broker.topic(topic)).setSeal(policy))
                .build());
  }

  Partition seal(String topic) {
    return streams()
        .seal(SealStreamRequest.newBuilder().setName("kafka/" + topic).build())
        .getPartitions(0);
  }

  void delete(String topic, long offset) throws Exception {
    broker
        .admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  List<Object> read(String topic, PartitionStart.Builder from) throws Exception {
    Subscribed subscribed =
        Subscribed.to(
            ada,
            SubscribeStart.newBuilder()
                .setStream("kafka/" + topic)
                .addPartitions(from.setPartition(0))
                .setUntilNow(true)
                .setCredit(64 << 20));
    List<Object> values = new ArrayList<>();
    Object answer = subscribed.any();
    while (answer instanceof SubscribeResponse batch) {
      values.addAll(StreamCalls.values(batch));
      answer = subscribed.any();
    }
    values.add(answer);
    return values;
  }

  static PartitionStart.Builder earliest() {
    return PartitionStart.newBuilder().setAt(StartAt.newBuilder().setEarliest(true));
  }

  static PartitionStart.Builder at(long offset) {
    return PartitionStart.newBuilder().setOffset(offset);
  }

  private static PartitionRef partition(String topic) {
    return new PartitionRef(DatasetName.parse("kafka/" + topic), 0);
  }

  PartitionEntry head(String topic) {
    return log().head(partition(topic)).orElseThrow();
  }

  PartitionLog log() {
    return doors.part(Store.class).partitions();
  }
}
