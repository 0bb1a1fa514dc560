package io.optima.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.BlockingClientCall;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc.DatasetServiceBlockingStub;
import io.optima.v1.DatasetServiceGrpc.DatasetServiceBlockingV2Stub;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DescribeVersionRequest;
import io.optima.v1.DescribeVersionResponse;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.ListDatasetsResponse;
import io.optima.v1.ListVersionsRequest;
import io.optima.v1.ListVersionsResponse;
import io.optima.v1.ProveRequest;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import io.optima.v1.RangeProof;
import io.optima.v1.ReadHeader;
import io.optima.v1.ReadRequest;
import io.optima.v1.ReadResponse;
import io.optima.v1.UndropDatasetRequest;
import io.optima.v1.UpdateDatasetRequest;
import io.optima.v1.VerifyRequest;
import io.optima.v1.VerifyResponse;
import io.optima.v1.Version;
import io.optima.v1.WatchRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Datasets and their versions: everything but rows as Arrow, which {@link Rows} reads. */
public final class DatasetClient {
  private static final int BLOCK = 256 * 1024;

  private final DatasetServiceBlockingStub stub;
  private final DatasetServiceBlockingV2Stub streams;

  DatasetClient(DatasetServiceBlockingStub stub, DatasetServiceBlockingV2Stub streams) {
    this.stub = stub;
    this.streams = streams;
  }

  public Dataset create(CreateDatasetRequest request) {
    return Errors.mapped(() -> stub.createDataset(request));
  }

  /** Dropped datasets are found too. */
  public Dataset describe(String name) {
    return Errors.mapped(
        () -> stub.describeDataset(DescribeDatasetRequest.newBuilder().setName(name).build()));
  }

  /** All datasets that the request names, page after page; its page token is not used. */
  public Stream<Dataset> list(ListDatasetsRequest request) {
    return Pages.stream(
        token -> stub.listDatasets(request.toBuilder().setPageToken(token).build()),
        ListDatasetsResponse::getDatasetsList,
        ListDatasetsResponse::getNextPageToken);
  }

  /** Newest first. */
  public Stream<Version> versions(String name) {
    return Pages.stream(
        token ->
            stub.listVersions(
                ListVersionsRequest.newBuilder().setName(name).setPageToken(token).build()),
        ListVersionsResponse::getVersionsList,
        ListVersionsResponse::getNextPageToken);
  }

  /**
   * @param reference {@code group/name}, {@code group/name@3} or {@code group/name@sha256:…}
   */
  public DescribeVersionResponse describeVersion(String reference) {
    return Errors.mapped(
        () ->
            stub.describeVersion(
                DescribeVersionRequest.newBuilder().setReference(reference).build()));
  }

  public Dataset update(UpdateDatasetRequest request) {
    return Errors.mapped(() -> stub.updateDataset(request));
  }

  public Dataset drop(DropDatasetRequest request) {
    return Errors.mapped(() -> stub.dropDataset(request));
  }

  public Dataset undrop(UndropDatasetRequest request) {
    return Errors.mapped(() -> stub.undropDataset(request));
  }

  /** Publishes a file; see {@link #publish(PublishHeader, InputStream, Progress)}. */
  public PublishResponse publish(PublishHeader header, Path file, Progress progress)
      throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return publish(header, bytes, progress);
    }
  }

  /**
   * Publishes all bytes of the stream as one version. Never holds more than a few blocks of 256
   * KiB: it reads on only when the server took what was sent. An error of the server ends it at
   * once.
   *
   * @throws IOException of the stream; the publish then leaves no trace
   */
  public PublishResponse publish(PublishHeader header, InputStream bytes, Progress progress)
      throws IOException {
    BlockingClientCall<PublishRequest, PublishResponse> call = streams.publish();
    try {
      send(call, PublishRequest.newBuilder().setHeader(header).build());
      long sent = 0;
      for (byte[] block = bytes.readNBytes(BLOCK);
          block.length > 0;
          block = bytes.readNBytes(BLOCK)) {
        ByteString data = UnsafeByteOperations.unsafeWrap(block);
        if (!send(call, PublishRequest.newBuilder().setData(data).build())) {
          break;
        }
        sent += block.length;
        progress.bytes(sent);
      }
      call.halfClose();
      return answer(call);
    } catch (IOException | RuntimeException e) {
      call.cancel("the source could not be sent", e);
      throw e;
    }
  }

  private static boolean send(
      BlockingClientCall<PublishRequest, PublishResponse> call, PublishRequest request) {
    return Errors.mapped(() -> call.write(request));
  }

  private static PublishResponse answer(BlockingClientCall<PublishRequest, PublishResponse> call) {
    PublishResponse answer = Errors.mapped(call::read);
    if (answer == null) {
      throw new OptimaException(ErrorCode.INTERNAL, "the server ended the publish silently");
    }
    return answer;
  }

  /**
   * Writes a version's content to {@code out} in the format asked for, block by block.
   *
   * @return what is known of the content
   * @throws IOException of the stream; the read is then cancelled
   */
  public ReadHeader read(ReadRequest request, OutputStream out, Progress progress)
      throws IOException {
    return read(request, header -> {}, out, progress);
  }

  /** The same; {@code started} is told the header before the first byte is written. */
  public ReadHeader read(
      ReadRequest request, Consumer<ReadHeader> started, OutputStream out, Progress progress)
      throws IOException {
    try (Watch<ReadResponse> parts = new Watch<>(streams.read(request))) {
      ReadHeader header = ReadHeader.getDefaultInstance();
      long received = 0;
      while (parts.hasNext()) {
        ReadResponse part = parts.next();
        if (part.hasHeader()) {
          header = part.getHeader();
          started.accept(header);
        } else {
          part.getData().writeTo(out);
          received += part.getData().size();
          progress.bytes(received);
        }
      }
      return header;
    }
  }

  /** Digests for a reader of rows; {@link Rows#readVerified} asks for and checks them. */
  public RangeProof prove(ProveRequest request) {
    return Errors.mapped(() -> stub.prove(request));
  }

  /**
   * Every change from now on.
   *
   * @param name empty: of all datasets that the caller may read
   * @param afterSequence with a name: changes after this entry of the log come first
   */
  public Watch<Dataset> watch(String name, long afterSequence) {
    return new Watch<>(
        streams.watch(
            WatchRequest.newBuilder().setName(name).setAfterSequence(afterSequence).build()));
  }

  /** The server reads every stored byte again: progress, and at last the result. */
  public Watch<VerifyResponse> verify(String reference) {
    return new Watch<>(streams.verify(VerifyRequest.newBuilder().setReference(reference).build()));
  }
}
