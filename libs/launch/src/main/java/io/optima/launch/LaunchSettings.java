package io.optima.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start and how.
 *
 * @param components folder of Dapr components; null: the installation's for the layout. The
 *     variables they refer to come from {@code environment}, else from this process's
 * @param redis {@code host:port} of a Redis to use; null: start one when the components refer to
 *     {@code OPTIMA_REDIS} and nothing says where it is
 * @param jvmOptions for every service's JVM, behind the defaults
 * @param properties {@code optima.*} and Spring properties of every service
 * @param environment of every process
 * @param stayBehind the processes go on when this JVM ends; otherwise they end with it
 * @param usualPorts take 8815 and 8816 when they are free, not any ports
 * @param patience how long everything may take to be ready
 */
public record LaunchSettings(
    Home home,
    Layout layout,
    @Nullable Path components,
    @Nullable String redis,
    List<String> jvmOptions,
    Map<String, String> properties,
    Map<String, String> environment,
    boolean stayBehind,
    boolean usualPorts,
    Duration patience) {
  public LaunchSettings {
    jvmOptions = List.copyOf(jvmOptions);
    properties = Map.copyOf(properties);
    environment = Map.copyOf(environment);
  }

  /** An embedded Optima on any ports that ends with this JVM: what tests and benchmarks want. */
  public static LaunchSettings attached(Path home) {
    return new LaunchSettings(
        new Home(home),
        Layout.EMBEDDED,
        null,
        null,
        List.of(),
        Map.of(),
        Map.of(),
        false,
        false,
        Duration.ofMinutes(2));
  }

  /** An Optima on the usual ports that stays when this JVM ends: what {@code optima up} wants. */
  public static LaunchSettings standing(Home home, Layout layout) {
    return attached(home.folder()).with(layout).onUsualPorts().stayingBehind();
  }

  public LaunchSettings with(Layout other) {
    return new LaunchSettings(
        home,
        other,
        components,
        redis,
        jvmOptions,
        properties,
        environment,
        stayBehind,
        usualPorts,
        patience);
  }

  public LaunchSettings withComponents(Path other) {
    return new LaunchSettings(
        home,
        layout,
        other,
        redis,
        jvmOptions,
        properties,
        environment,
        stayBehind,
        usualPorts,
        patience);
  }

  public LaunchSettings withRedis(String hostAndPort) {
    return new LaunchSettings(
        home,
        layout,
        components,
        hostAndPort,
        jvmOptions,
        properties,
        environment,
        stayBehind,
        usualPorts,
        patience);
  }

  public LaunchSettings withJvmOptions(String... other) {
    return new LaunchSettings(
        home,
        layout,
        components,
        redis,
        List.of(other),
        properties,
        environment,
        stayBehind,
        usualPorts,
        patience);
  }

  /** One more property, for example {@code optima.faults.crash-at}. */
  public LaunchSettings withProperty(String key, String value) {
    return new LaunchSettings(
        home,
        layout,
        components,
        redis,
        jvmOptions,
        plus(properties, key, value),
        environment,
        stayBehind,
        usualPorts,
        patience);
  }

  public LaunchSettings withEnvironment(String key, String value) {
    return new LaunchSettings(
        home,
        layout,
        components,
        redis,
        jvmOptions,
        properties,
        plus(environment, key, value),
        stayBehind,
        usualPorts,
        patience);
  }

  /** With ports 8815 and 8816 when they are free. */
  public LaunchSettings onUsualPorts() {
    return new LaunchSettings(
        home,
        layout,
        components,
        redis,
        jvmOptions,
        properties,
        environment,
        stayBehind,
        true,
        patience);
  }

  private LaunchSettings stayingBehind() {
    return new LaunchSettings(
        home,
        layout,
        components,
        redis,
        jvmOptions,
        properties,
        environment,
        true,
        usualPorts,
        patience);
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(key, value);
    return all;
  }
}
