package io.optima.gateway.flight;

import com.google.protobuf.Message;
import io.optima.gateway.Caller;
import io.optima.gateway.Catalog;
import io.optima.gateway.Proofs;
import io.optima.gateway.wire.ContentProtos;
import io.optima.gateway.wire.DatasetProtos;
import io.optima.gateway.wire.ProtoJson;
import io.optima.query.publish.VerifyResult;
import io.optima.store.Json;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.Result;

/**
 * What can be done with datasets over Flight beside reading and publishing. Bodies are references
 * or JSON objects as {@link Selection} has them.
 */
final class DatasetActions {
  private static final String DESCRIBE = "describe";
  private static final String PROVE = "prove";
  private static final String VERIFY = "verify";

  private static final Map<String, String> TYPES =
      Map.of(
          DESCRIBE,
          "Dataset and version named by the body, as one JSON object",
          PROVE,
          "Proof of a range of rows, as an optima.v1.RangeProof",
          VERIFY,
          "Reads every stored byte again; JSON objects with progress, then the result");

  private final Catalog catalog;
  private final Proofs proofs;

  DatasetActions(Catalog catalog, Proofs proofs) {
    this.catalog = catalog;
    this.proofs = proofs;
  }

  boolean knows(Action action) {
    return TYPES.containsKey(action.getType());
  }

  List<ActionType> types() {
    return TYPES.entrySet().stream()
        .map(type -> new ActionType(type.getKey(), type.getValue()))
        .toList();
  }

  void run(Caller caller, Action action, StreamListener<Result> listener) {
    Selection selection = Selection.parse(action.getBody());
    switch (action.getType()) {
      case PROVE -> listener.onNext(prove(caller, selection));
      case VERIFY -> verify(caller, selection, listener);
      default -> listener.onNext(describe(caller, selection));
    }
    listener.onCompleted();
  }

  private Result describe(Caller caller, Selection selection) {
    return json(DatasetProtos.described(catalog.version(caller, selection.dataset())));
  }

  private Result prove(Caller caller, Selection selection) {
    return new Result(
        ContentProtos.proof(
                proofs.prove(
                    caller,
                    selection.dataset(),
                    selection.columns(),
                    selection.offset(),
                    selection.limit()))
            .toByteArray());
  }

  private void verify(Caller caller, Selection selection, StreamListener<Result> listener) {
    VerifyResult result =
        proofs.verify(
            caller,
            selection.dataset(),
            bytes -> listener.onNext(json(ContentProtos.verifying(bytes))));
    listener.onNext(json(ContentProtos.verified(result)));
  }

  private static Result json(Message message) {
    return new Result(Json.bytes(ProtoJson.tree(message)));
  }
}
