package io.optima.client;

import io.optima.v1.AuditRecord;
import io.optima.v1.GetLineageRequest;
import io.optima.v1.Lineage;
import io.optima.v1.LineageServiceGrpc.LineageServiceBlockingStub;
import io.optima.v1.ListAuditRequest;
import io.optima.v1.ListAuditResponse;
import io.optima.v1.SearchHit;
import io.optima.v1.SearchRequest;
import java.util.List;
import java.util.stream.Stream;

/** What came from what, who did what, and where to find it. */
public final class LineageClient {
  private final LineageServiceBlockingStub stub;

  LineageClient(LineageServiceBlockingStub stub) {
    this.stub = stub;
  }

  public Lineage graph(GetLineageRequest request) {
    return Errors.mapped(() -> stub.getLineage(request));
  }

  public List<SearchHit> search(SearchRequest request) {
    return Errors.mapped(() -> stub.search(request)).getHitsList();
  }

  /** Newest first; the request's page token is not used. */
  public Stream<AuditRecord> audit(ListAuditRequest request) {
    return Pages.stream(
        token -> stub.listAudit(request.toBuilder().setPageToken(token).build()),
        ListAuditResponse::getRecordsList,
        ListAuditResponse::getNextPageToken);
  }
}
