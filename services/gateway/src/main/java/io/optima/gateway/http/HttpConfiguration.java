package io.optima.gateway.http;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The public part of the HTTP port. */
@Configuration(proxyBeanMethods = false)
@Import({
  ContentController.class,
  DatasetController.class,
  LineageController.class,
  OpenApiController.class,
  OperationsController.class,
  SqlController.class,
  StreamController.class,
  TransformationController.class
})
public class HttpConfiguration {
  /** Bodies are content, whatever type a client declares: none is a form to be parsed. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesAreContent() {
    return factory ->
        factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
  }
}
