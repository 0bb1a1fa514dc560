package io.optima.client;

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
import io.optima.v1.TransformationServiceGrpc.TransformationServiceBlockingStub;
import io.optima.v1.TransformationServiceGrpc.TransformationServiceBlockingV2Stub;
import io.optima.v1.WatchRunRequest;
import java.util.stream.Stream;

/** Transformations and their runs. */
public final class TransformationClient {
  private final TransformationServiceBlockingStub stub;
  private final TransformationServiceBlockingV2Stub streams;

  TransformationClient(
      TransformationServiceBlockingStub stub, TransformationServiceBlockingV2Stub streams) {
    this.stub = stub;
    this.streams = streams;
  }

  /**
   * @param yaml the definition, as docs/guides/transformations.md has it
   */
  public Transformation apply(String yaml) {
    return Errors.mapped(
        () ->
            stub.applyTransformation(
                ApplyTransformationRequest.newBuilder().setYaml(yaml).build()));
  }

  public Transformation get(String name) {
    return Errors.mapped(
        () -> stub.getTransformation(GetTransformationRequest.newBuilder().setName(name).build()));
  }

  public Stream<Transformation> list() {
    return Pages.stream(
        token ->
            stub.listTransformations(
                ListTransformationsRequest.newBuilder().setPageToken(token).build()),
        ListTransformationsResponse::getTransformationsList,
        ListTransformationsResponse::getNextPageToken);
  }

  public Run start(StartRunRequest request) {
    return Errors.mapped(() -> stub.startRun(request));
  }

  public Run run(String id) {
    return Errors.mapped(() -> stub.getRun(GetRunRequest.newBuilder().setId(id).build()));
  }

  /**
   * Newest first.
   *
   * @param transformation empty: of all
   */
  public Stream<Run> runs(String transformation) {
    return Pages.stream(
        token ->
            stub.listRuns(
                ListRunsRequest.newBuilder()
                    .setTransformation(transformation)
                    .setPageToken(token)
                    .build()),
        ListRunsResponse::getRunsList,
        ListRunsResponse::getNextPageToken);
  }

  public Run cancel(String id) {
    return Errors.mapped(() -> stub.cancelRun(CancelRunRequest.newBuilder().setId(id).build()));
  }

  /** Starts no more steps; those that run are finished. */
  public Run pause(String id) {
    return Errors.mapped(() -> stub.pauseRun(PauseRunRequest.newBuilder().setId(id).build()));
  }

  /** Has a paused run go on. */
  public Run resume(String id) {
    return Errors.mapped(() -> stub.resumeRun(ResumeRunRequest.newBuilder().setId(id).build()));
  }

  /** The run whenever it changes, until it has ended. */
  public Watch<Run> watch(String id) {
    return new Watch<>(streams.watchRun(WatchRunRequest.newBuilder().setId(id).build()));
  }
}
