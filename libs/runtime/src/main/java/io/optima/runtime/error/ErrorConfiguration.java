package io.optima.runtime.error;

import io.grpc.ServerInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/** One mapping of errors for each protocol. */
@Configuration(proxyBeanMethods = false)
@Import(HttpProblems.class)
public class ErrorConfiguration {
  @Bean
  @GlobalServerInterceptor
  @Order(-10)
  ServerInterceptor grpcErrorMapping() {
    return new GrpcErrorMapping();
  }
}
