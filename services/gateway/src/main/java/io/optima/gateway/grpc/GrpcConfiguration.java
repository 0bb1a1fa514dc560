package io.optima.gateway.grpc;

import io.grpc.BindableService;
import io.grpc.netty.NettyServerBuilder;
import io.optima.gateway.Callers;
import io.optima.gateway.Catalog;
import io.optima.gateway.Discovery;
import io.optima.gateway.Downloads;
import io.optima.gateway.Operations;
import io.optima.gateway.Proofs;
import io.optima.gateway.Publishing;
import io.optima.gateway.Runs;
import io.optima.gateway.Watching;
import io.optima.gateway.stream.Groups;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.Streams;
import io.optima.gateway.stream.Subscriptions;
import io.optima.runtime.thread.Threads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** The gRPC port with the services of optima.v1. */
@Configuration(proxyBeanMethods = false)
public class GrpcConfiguration {
  private static final ExecutorService CALLS = Threads.perTask("grpc-call");

  /** Rows in batches of 65,536 and statements with bound parameters must fit. */
  private static final int LARGEST_MESSAGE_BYTES = 64 << 20;

  /** A client that vanished without a word is noticed within a minute. */
  @Bean
  ServerBuilderCustomizer<NettyServerBuilder> grpcConnections() {
    return builder ->
        builder
            .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(20, TimeUnit.SECONDS)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
  }

  /** Handlers may block: each call has a virtual thread. */
  @Bean
  GrpcServerExecutorProvider grpcCallThreads() {
    return () -> CALLS;
  }

  @Bean
  BindableService datasetGrpc(
      Callers callers,
      Catalog catalog,
      Discovery discovery,
      Watching watching,
      Publishing publishing,
      Downloads downloads,
      Proofs proofs) {
    ContentGrpc content = new ContentGrpc(callers, publishing, downloads, proofs);
    return new DatasetGrpc(callers, catalog, discovery, watching, content);
  }

  @Bean
  BindableService transformationGrpc(Callers callers, Runs runs) {
    return new TransformationGrpc(callers, runs);
  }

  @Bean
  BindableService lineageGrpc(Callers callers, Discovery discovery) {
    return new LineageGrpc(callers, discovery);
  }

  @Bean
  BindableService streamGrpc(
      Callers callers,
      Streams streams,
      Publications publications,
      Subscriptions subscriptions,
      Groups groups) {
    return new StreamGrpc(callers, streams, publications, subscriptions, groups);
  }

  @Bean
  BindableService operationsGrpc(Callers callers, Operations operations) {
    return new OperationsGrpc(callers, operations);
  }
}
