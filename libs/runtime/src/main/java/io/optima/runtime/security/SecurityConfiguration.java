package io.optima.runtime.security;

import io.grpc.ServerInterceptor;
import io.optima.store.StoreSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/** Nobody comes in without being known. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSecret.class)
public class SecurityConfiguration {
  /** After telemetry and error mapping, before everything else. */
  private static final int ORDER = 0;

  @Bean
  public TokenAuthenticator tokenAuthenticator(StoreSettings settings) {
    return new TokenAuthenticator(settings.home().resolve("tokens.json"));
  }

  @Bean
  public SidecarToken sidecarToken(@Value("${APP_API_TOKEN:}") String secret) {
    return new SidecarToken(secret);
  }

  @Bean
  @GlobalServerInterceptor
  @Order(ORDER)
  ServerInterceptor grpcAuthentication(TokenAuthenticator tokens) {
    return new GrpcAuthentication(tokens);
  }

  @Bean
  FilterRegistrationBean<HttpAuthentication> httpAuthentication(
      TokenAuthenticator tokens, SidecarToken sidecar) {
    FilterRegistrationBean<HttpAuthentication> filter =
        new FilterRegistrationBean<>(new HttpAuthentication(tokens, sidecar));
    filter.setOrder(ORDER);
    return filter;
  }
}
