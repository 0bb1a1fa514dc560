package io.optima.client;

import io.grpc.Channel;
import io.optima.v1.ConsumeStart;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.ListGroupsRequest;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.PublishRecordResponse;
import io.optima.v1.Retention;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingV2Stub;
import io.optima.v1.SubscribeStart;
import io.optima.v1.TruncateStreamRequest;
import io.optima.v1.UpdateStreamRequest;
import java.util.List;

/** Streams and their records. */
public final class StreamClient {
  private final Channel channel;
  private final StreamServiceBlockingV2Stub stub;

  StreamClient(Channel channel) {
    this.channel = channel;
    this.stub = StreamServiceGrpc.newBlockingV2Stub(channel);
  }

  public Stream create(CreateStreamRequest request) {
    return Errors.mapped(() -> stub.createStream(request));
  }

  public Stream describe(String name) {
    return Errors.mapped(
        () -> stub.describeStream(DescribeStreamRequest.newBuilder().setName(name).build()));
  }

  /** The stream without its partitions, of which there may be many. */
  public Stream describeSettings(String name) {
    return Errors.mapped(
        () ->
            stub.describeStream(
                DescribeStreamRequest.newBuilder().setName(name).setSettingsOnly(true).build()));
  }

  /** Changes settings; what the request does not say stays. */
  public Stream update(UpdateStreamRequest request) {
    return Errors.mapped(() -> stub.updateStream(request));
  }

  /** Moves what lies in the journal to chunks now. */
  public Stream seal(String name) {
    return Errors.mapped(() -> stub.seal(SealStreamRequest.newBuilder().setName(name).build()));
  }

  /**
   * Drops chunks from the heads of all partitions that are not to be kept, once.
   *
   * @param keep at least one limit
   */
  public Stream truncate(String name, Retention keep) {
    return Errors.mapped(
        () ->
            stub.truncate(TruncateStreamRequest.newBuilder().setName(name).setKeep(keep).build()));
  }

  /** One event, when it is stored; many are published faster by {@link #publisher}. */
  public PublishRecordResponse publish(PublishRecordRequest event) {
    return Errors.mapped(() -> stub.publish(event));
  }

  /** Publishes many records; close it. */
  public StreamPublisher publisher(String stream, PublisherSettings settings) {
    int partitions = describeSettings(stream).getSettings().getPartitions();
    return new StreamPublisher(channel, stream, partitions, settings);
  }

  /**
   * A member of a consumer group; close it.
   *
   * @param start its credit is how many bytes may be on their way; 0: a few megabytes
   */
  public GroupMember consume(ConsumeStart start) {
    return new GroupMember(stub, start);
  }

  /** Consumer groups that ever read the stream, and how far they have come. */
  public List<ConsumerGroup> groups(String stream) {
    return Errors.mapped(
        () ->
            stub.listGroups(ListGroupsRequest.newBuilder().setStream(stream).build())
                .getGroupsList());
  }

  /**
   * Records from where the request says; close it.
   *
   * @param start its credit is how many bytes may be on their way; 0: a few megabytes
   */
  public StreamRecords subscribe(SubscribeStart start) {
    return new StreamRecords(this, stub, start);
  }
}
