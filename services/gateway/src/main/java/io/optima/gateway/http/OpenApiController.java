package io.optima.gateway.http;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of this API, {@code docs/spec/openapi.yaml}; open to all. */
@RestController
final class OpenApiController {
  private static final Resource DOCUMENT = new ClassPathResource("openapi.yaml");

  @GetMapping("/openapi")
  ResponseEntity<Resource> document() {
    // registered by RFC 9512
    return ResponseEntity.ok().header("content-type", "application/yaml").body(DOCUMENT);
  }
}
