package io.optima.gateway.wire;

import io.optima.gateway.Catalog.Creation;
import io.optima.gateway.Catalog.Update;
import io.optima.gateway.Discovery.Filter;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Kind;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.UpdateDatasetRequest;
import java.util.Set;
import java.util.UUID;

/** Requests from protobuf to the domain's commands. */
public final class RequestProtos {
  private RequestProtos() {}

  /** The caller's idempotency key; without one every call is a change of its own. */
  public static String key(String key) {
    return key.isEmpty() ? UUID.randomUUID().toString() : key;
  }

  public static Creation creation(CreateDatasetRequest request) {
    return new Creation(
        DatasetName.parse(request.getName()),
        request.getKind() == io.optima.v1.Kind.KIND_STREAM ? Kind.STREAM : Kind.IMMUTABLE,
        algorithm(request.getDigest()),
        request.getDescription(),
        request.getLabelsMap(),
        Set.copyOf(request.getReadersList()),
        key(request.getIdempotencyKey()));
  }

  public static DigestAlgorithm algorithm(String digest) {
    return digest.isEmpty() ? DigestAlgorithm.SHA256 : DigestAlgorithm.parse(digest);
  }

  public static Update update(UpdateDatasetRequest request) {
    return new Update(
        DatasetName.parse(request.getName()),
        request.hasOwner() ? request.getOwner() : null,
        request.hasDescription() ? request.getDescription() : null,
        request.getSetLabelsMap(),
        Set.copyOf(request.getRemoveLabelsList()),
        Set.copyOf(request.getAddReadersList()),
        Set.copyOf(request.getRemoveReadersList()),
        key(request.getIdempotencyKey()));
  }

  public static Filter filter(ListDatasetsRequest request) {
    return new Filter(
        request.getGroup(),
        request.getLabelsMap(),
        request.getOwner(),
        request.getText(),
        request.getDropped());
  }

  public static CsvOptions csv(io.optima.v1.CsvOptions csv) {
    return new CsvOptions(
        csv.hasHeader() ? csv.getHeader() : null,
        csv.hasDelimiter() ? csv.getDelimiter() : null,
        csv.hasQuote() ? csv.getQuote() : null,
        csv.hasEscape() ? csv.getEscape() : null,
        csv.hasNullText() ? csv.getNullText() : null);
  }
}
