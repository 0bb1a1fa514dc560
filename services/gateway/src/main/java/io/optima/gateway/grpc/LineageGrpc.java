package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Callers;
import io.optima.gateway.Discovery;
import io.optima.gateway.wire.LineageProtos;
import io.optima.model.DatasetRef;
import io.optima.model.lineage.LineageQueries.AuditPage;
import io.optima.v1.GetLineageRequest;
import io.optima.v1.Lineage;
import io.optima.v1.LineageServiceGrpc;
import io.optima.v1.ListAuditRequest;
import io.optima.v1.ListAuditResponse;
import io.optima.v1.SearchRequest;
import io.optima.v1.SearchResponse;

/** Lineage, search and audit on gRPC. */
final class LineageGrpc extends LineageServiceGrpc.LineageServiceImplBase {
  private final Callers callers;
  private final Discovery discovery;

  LineageGrpc(Callers callers, Discovery discovery) {
    this.callers = callers;
    this.discovery = discovery;
  }

  @Override
  public void getLineage(GetLineageRequest request, StreamObserver<Lineage> answer) {
    Answers.one(
        answer,
        LineageProtos.lineage(
            discovery.graph(
                callers.current(),
                DatasetRef.parse(request.getReference()),
                LineageProtos.direction(request.getDirection()),
                request.getDepth(),
                request.getColumn())));
  }

  @Override
  public void search(SearchRequest request, StreamObserver<SearchResponse> answer) {
    Answers.one(
        answer,
        SearchResponse.newBuilder()
            .addAllHits(
                discovery
                    .search(callers.current(), request.getText(), request.getLimit())
                    .hits()
                    .stream()
                    .map(LineageProtos::hit)
                    .toList())
            .build());
  }

  @Override
  public void listAudit(ListAuditRequest request, StreamObserver<ListAuditResponse> answer) {
    AuditPage page =
        discovery.audit(
            callers.current(),
            request.getPrincipal(),
            request.getSubject(),
            request.getPageSize(),
            request.getPageToken());
    Answers.one(
        answer,
        ListAuditResponse.newBuilder()
            .addAllRecords(page.records().stream().map(LineageProtos::audit).toList())
            .setNextPageToken(page.next())
            .build());
  }
}
