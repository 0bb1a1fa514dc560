package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Catalog;
import io.optima.gateway.Catalog.Described;
import io.optima.gateway.Catalog.VersionPage;
import io.optima.gateway.Discovery;
import io.optima.gateway.Watching;
import io.optima.gateway.wire.DatasetProtos;
import io.optima.gateway.wire.RequestProtos;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.lineage.LineageQueries.DatasetPage;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DescribeVersionRequest;
import io.optima.v1.DescribeVersionResponse;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.ListDatasetsResponse;
import io.optima.v1.ListVersionsRequest;
import io.optima.v1.ListVersionsResponse;
import io.optima.v1.ProveRequest;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.RangeProof;
import io.optima.v1.ReadRequest;
import io.optima.v1.ReadResponse;
import io.optima.v1.UndropDatasetRequest;
import io.optima.v1.UpdateDatasetRequest;
import io.optima.v1.VerifyRequest;
import io.optima.v1.VerifyResponse;
import io.optima.v1.WatchRequest;

/** Datasets and their versions on gRPC; content goes through {@link ContentGrpc}. */
final class DatasetGrpc extends DatasetServiceGrpc.DatasetServiceImplBase {
  private final Callers callers;
  private final Catalog catalog;
  private final Discovery discovery;
  private final Watching watching;
  private final ContentGrpc content;

  DatasetGrpc(
      Callers callers,
      Catalog catalog,
      Discovery discovery,
      Watching watching,
      ContentGrpc content) {
    this.callers = callers;
    this.catalog = catalog;
    this.discovery = discovery;
    this.watching = watching;
    this.content = content;
  }

  @Override
  public void createDataset(CreateDatasetRequest request, StreamObserver<Dataset> answer) {
    Answers.one(
        answer,
        DatasetProtos.dataset(catalog.create(callers.current(), RequestProtos.creation(request))));
  }

  @Override
  public void describeDataset(DescribeDatasetRequest request, StreamObserver<Dataset> answer) {
    Answers.one(
        answer,
        DatasetProtos.dataset(
            catalog.describe(callers.current(), DatasetName.parse(request.getName()))));
  }

  @Override
  public void listDatasets(
      ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> answer) {
    DatasetPage page =
        discovery.list(
            callers.current(),
            RequestProtos.filter(request),
            request.getPageSize(),
            request.getPageToken());
    Answers.one(answer, DatasetProtos.page(page));
  }

  @Override
  public void listVersions(
      ListVersionsRequest request, StreamObserver<ListVersionsResponse> answer) {
    VersionPage page =
        catalog.versions(
            callers.current(),
            DatasetName.parse(request.getName()),
            request.getPageSize(),
            request.getPageToken());
    Answers.one(answer, DatasetProtos.page(page));
  }

  @Override
  public void describeVersion(
      DescribeVersionRequest request, StreamObserver<DescribeVersionResponse> answer) {
    Described described =
        catalog.version(callers.current(), DatasetRef.parse(request.getReference()));
    Answers.one(answer, DatasetProtos.described(described));
  }

  @Override
  public void updateDataset(UpdateDatasetRequest request, StreamObserver<Dataset> answer) {
    Answers.one(
        answer,
        DatasetProtos.dataset(catalog.update(callers.current(), RequestProtos.update(request))));
  }

  @Override
  public void dropDataset(DropDatasetRequest request, StreamObserver<Dataset> answer) {
    Answers.one(
        answer,
        DatasetProtos.dataset(
            catalog.drop(
                callers.current(),
                DatasetName.parse(request.getName()),
                RequestProtos.key(request.getIdempotencyKey()))));
  }

  @Override
  public void undropDataset(UndropDatasetRequest request, StreamObserver<Dataset> answer) {
    Answers.one(
        answer,
        DatasetProtos.dataset(
            catalog.undrop(
                callers.current(),
                DatasetName.parse(request.getName()),
                RequestProtos.key(request.getIdempotencyKey()))));
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<Dataset> answer) {
    Caller caller = callers.current();
    ServerStream.start(
        answer,
        stream ->
            watching.watch(
                caller,
                request.getName().isEmpty() ? null : DatasetName.parse(request.getName()),
                request.getAfterSequence(),
                new StreamWatcher(stream)));
  }

  @Override
  public StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> answer) {
    return content.publish(answer);
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
    content.read(request, answer);
  }

  @Override
  public void prove(ProveRequest request, StreamObserver<RangeProof> answer) {
    content.prove(request, answer);
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> answer) {
    content.verify(request, answer);
  }
}
