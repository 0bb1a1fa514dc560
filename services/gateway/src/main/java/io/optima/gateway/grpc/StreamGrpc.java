package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.stream.Groups;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.Streams;
import io.optima.gateway.stream.Subscriptions;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.DatasetName;
import io.optima.v1.ConsumeRequest;
import io.optima.v1.ConsumeResponse;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.ListGroupsRequest;
import io.optima.v1.ListGroupsResponse;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.PublishRecordResponse;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.SubscribeRequest;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.TruncateStreamRequest;
import io.optima.v1.UpdateStreamRequest;

/** Streams on gRPC. */
final class StreamGrpc extends StreamServiceGrpc.StreamServiceImplBase {
  private final Callers callers;
  private final Streams streams;
  private final Publications publications;
  private final Subscriptions subscriptions;
  private final Groups groups;

  StreamGrpc(
      Callers callers,
      Streams streams,
      Publications publications,
      Subscriptions subscriptions,
      Groups groups) {
    this.callers = callers;
    this.streams = streams;
    this.publications = publications;
    this.subscriptions = subscriptions;
    this.groups = groups;
  }

  @Override
  public void createStream(CreateStreamRequest request, StreamObserver<Stream> answer) {
    Answers.one(
        answer,
        StreamProtos.stream(streams.create(callers.current(), StreamProtos.creation(request))));
  }

  @Override
  public void describeStream(DescribeStreamRequest request, StreamObserver<Stream> answer) {
    Caller caller = callers.current();
    DatasetName name = DatasetName.parse(request.getName());
    Answers.one(
        answer,
        StreamProtos.stream(
            request.getSettingsOnly()
                ? streams.describeSettings(caller, name)
                : streams.describe(caller, name)));
  }

  @Override
  public void updateStream(UpdateStreamRequest request, StreamObserver<Stream> answer) {
    Answers.one(
        answer,
        StreamProtos.stream(streams.update(callers.current(), StreamProtos.update(request))));
  }

  @Override
  public void truncate(TruncateStreamRequest request, StreamObserver<Stream> answer) {
    Answers.one(
        answer,
        StreamProtos.stream(
            streams.truncate(
                callers.current(),
                DatasetName.parse(request.getName()),
                StreamProtos.retention(request.getKeep()))));
  }

  @Override
  public void seal(SealStreamRequest request, StreamObserver<Stream> answer) {
    Answers.one(
        answer,
        StreamProtos.stream(streams.seal(callers.current(), DatasetName.parse(request.getName()))));
  }

  @Override
  public void publish(PublishRecordRequest request, StreamObserver<PublishRecordResponse> answer) {
    Answers.one(
        answer,
        StreamProtos.event(
            publications.event(
                callers.current(),
                DatasetName.parse(request.getTopic()),
                StreamProtos.event(request))));
  }

  @Override
  public void publishBatch(
      PublishBatchRequest request, StreamObserver<PublishBatchResponse> answer) {
    Answers.one(
        answer,
        StreamProtos.batch(
            publications.batch(
                callers.current(),
                DatasetName.parse(request.getStream()),
                StreamProtos.batch(request))));
  }

  @Override
  public StreamObserver<PublishBatchRequest> publishStream(
      StreamObserver<PublishBatchResponse> answer) {
    return PublishStreamCall.start(publications, callers.current(), answer);
  }

  @Override
  public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> answer) {
    return SubscribeCall.start(subscriptions, callers.current(), answer);
  }

  @Override
  public StreamObserver<ConsumeRequest> consume(StreamObserver<ConsumeResponse> answer) {
    return ConsumeCall.start(groups, callers.current(), answer);
  }

  @Override
  public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> answer) {
    DatasetName stream = DatasetName.parse(request.getStream());
    Answers.one(
        answer,
        ListGroupsResponse.newBuilder()
            .addAllGroups(
                groups.list(callers.current(), stream).stream().map(StreamProtos::group).toList())
            .build());
  }
}
