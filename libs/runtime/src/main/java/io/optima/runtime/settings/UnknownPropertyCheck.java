package io.optima.runtime.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses to start with an {@code optima.*} property that nothing reads. Environment variables are
 * left alone: {@code OPTIMA_…} also belongs to the launcher and the command line.
 */
public final class UnknownPropertyCheck implements EnvironmentPostProcessor, Ordered {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Set<String> given =
        environment.getPropertySources().stream()
            .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
            .filter(EnumerablePropertySource.class::isInstance)
            .map(EnumerablePropertySource.class::cast)
            .flatMap(source -> Arrays.stream(source.getPropertyNames()))
            .filter(name -> name.startsWith(KnownProperties.PREFIX))
            .collect(Collectors.toSet());
    Set<String> unknown = KnownProperties.load(getClass().getClassLoader()).unknown(given);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "unknown configuration " + unknown + ": docs/guides/operations.md lists what there is");
    }
  }

  /** After the configuration files were read. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 10;
  }
}
