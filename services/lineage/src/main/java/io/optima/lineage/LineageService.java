package io.optima.lineage;

import io.optima.runtime.OptimaService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The lineage service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(LineageConfiguration.class)
public class LineageService {
  public static void main(String[] arguments) {
    OptimaService.run(LineageService.class, "lineage", arguments);
  }
}
