package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Downloads;
import io.optima.gateway.Downloads.Download;
import io.optima.gateway.Downloads.Request;
import io.optima.gateway.Proofs;
import io.optima.gateway.Publishing;
import io.optima.gateway.wire.ContentProtos;
import io.optima.gateway.wire.DatasetProtos;
import io.optima.model.DatasetRef;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.ProveRequest;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.RangeProof;
import io.optima.v1.ReadHeader;
import io.optima.v1.ReadRequest;
import io.optima.v1.ReadResponse;
import io.optima.v1.VerifyRequest;
import io.optima.v1.VerifyResponse;
import java.io.OutputStream;

/** What versions hold: publishing, reading, proving and verifying on gRPC. */
final class ContentGrpc {
  private final Callers callers;
  private final Publishing publishing;
  private final Downloads downloads;
  private final Proofs proofs;

  ContentGrpc(Callers callers, Publishing publishing, Downloads downloads, Proofs proofs) {
    this.callers = callers;
    this.publishing = publishing;
    this.downloads = downloads;
    this.proofs = proofs;
  }

  StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> answer) {
    return PublishCall.start(publishing, callers.current(), answer);
  }

  void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
    Caller caller = callers.current();
    ServerStream.start(answer, stream -> read(caller, request, stream));
  }

  private void read(Caller caller, ReadRequest request, ServerStream<ReadResponse> stream)
      throws Exception {
    Request wanted = ContentProtos.request(request);
    try (Download download = downloads.open(caller, wanted);
        OutputStream out = new StreamOutput(stream)) {
      stream.send(ReadResponse.newBuilder().setHeader(header(download)).build());
      download.writeTo(out);
    }
  }

  private static ReadHeader header(Download download) {
    return ReadHeader.newBuilder()
        .setVersion(DatasetProtos.version(download.version()))
        .setMediaType(download.format().mediaType())
        .setTotalBytes(download.totalBytes())
        .build();
  }

  void prove(ProveRequest request, StreamObserver<RangeProof> answer) {
    Caller caller = callers.current();
    DatasetRef reference = DatasetRef.parse(request.getReference());
    long offset = request.getRows().getOffset();
    long limit = request.getRows().getLimit();
    Answers.one(
        answer,
        ContentProtos.proof(
            request.getComplete()
                ? proofs.proveLeaves(caller, reference, offset, limit)
                : proofs.prove(caller, reference, request.getColumnsList(), offset, limit)));
  }

  void verify(VerifyRequest request, StreamObserver<VerifyResponse> answer) {
    Caller caller = callers.current();
    DatasetRef reference = DatasetRef.parse(request.getReference());
    ServerStream.start(
        answer,
        stream ->
            stream.send(
                ContentProtos.verified(
                    proofs.verify(
                        caller, reference, bytes -> stream.send(ContentProtos.verifying(bytes))))));
  }
}
