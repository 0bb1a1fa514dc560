package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Runs;
import io.optima.gateway.wire.TransformationProtos;
import io.optima.model.transform.TransformQueries.RevisionPage;
import io.optima.model.transform.TransformQueries.RunPage;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.ApplyTransformationRequest;
import io.optima.v1.CancelRunRequest;
import io.optima.v1.GetRunRequest;
import io.optima.v1.GetTransformationRequest;
import io.optima.v1.ListRunsRequest;
import io.optima.v1.ListRunsResponse;
import io.optima.v1.ListTransformationsRequest;
import io.optima.v1.ListTransformationsResponse;
import io.optima.v1.PauseRunRequest;
import io.optima.v1.ResumeRunRequest;
import io.optima.v1.Run;
import io.optima.v1.StartRunRequest;
import io.optima.v1.Transformation;
import io.optima.v1.TransformationServiceGrpc;
import io.optima.v1.WatchRunRequest;

/** Transformations and runs on gRPC. */
final class TransformationGrpc extends TransformationServiceGrpc.TransformationServiceImplBase {
  private final Callers callers;
  private final Runs runs;

  TransformationGrpc(Callers callers, Runs runs) {
    this.callers = callers;
    this.runs = runs;
  }

  @Override
  public void applyTransformation(
      ApplyTransformationRequest request, StreamObserver<Transformation> answer) {
    Answers.one(
        answer,
        TransformationProtos.transformation(runs.apply(callers.current(), request.getYaml())));
  }

  @Override
  public void getTransformation(
      GetTransformationRequest request, StreamObserver<Transformation> answer) {
    Answers.one(
        answer,
        TransformationProtos.transformation(runs.get(callers.current(), request.getName())));
  }

  @Override
  public void listTransformations(
      ListTransformationsRequest request, StreamObserver<ListTransformationsResponse> answer) {
    RevisionPage page = runs.list(callers.current(), request.getPageSize(), request.getPageToken());
    Answers.one(
        answer,
        ListTransformationsResponse.newBuilder()
            .addAllTransformations(
                page.transformations().stream().map(TransformationProtos::transformation).toList())
            .setNextPageToken(page.next())
            .build());
  }

  @Override
  public void startRun(StartRunRequest request, StreamObserver<Run> answer) {
    Answers.one(
        answer,
        TransformationProtos.run(
            runs.start(
                callers.current(),
                request.getTransformation(),
                request.getParametersMap(),
                request.getOutput(),
                request.getIdempotencyKey())));
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> answer) {
    Answers.one(answer, TransformationProtos.run(runs.run(callers.current(), request.getId())));
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> answer) {
    RunPage page =
        runs.runs(
            callers.current(),
            request.getTransformation(),
            request.getPageSize(),
            request.getPageToken());
    Answers.one(
        answer,
        ListRunsResponse.newBuilder()
            .addAllRuns(page.runs().stream().map(TransformationProtos::run).toList())
            .setNextPageToken(page.next())
            .build());
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<Run> answer) {
    Answers.one(answer, TransformationProtos.run(runs.cancel(callers.current(), request.getId())));
  }

  @Override
  public void pauseRun(PauseRunRequest request, StreamObserver<Run> answer) {
    Answers.one(answer, TransformationProtos.run(runs.pause(callers.current(), request.getId())));
  }

  @Override
  public void resumeRun(ResumeRunRequest request, StreamObserver<Run> answer) {
    Answers.one(answer, TransformationProtos.run(runs.resume(callers.current(), request.getId())));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<Run> answer) {
    Caller caller = callers.current();
    ServerStream.start(
        answer,
        stream ->
            runs.watch(
                caller,
                request.getId(),
                run -> stream.send(TransformationProtos.run(run)),
                stream::isCancelled));
  }
}
