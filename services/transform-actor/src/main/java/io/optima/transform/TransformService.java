package io.optima.transform;

import io.optima.runtime.OptimaService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The transform-actor service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(TransformConfiguration.class)
public class TransformService {
  public static void main(String[] arguments) {
    OptimaService.run(TransformService.class, "transform", arguments);
  }
}
