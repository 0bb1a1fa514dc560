package io.optima.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    return changed(draft -> draft.layout = other);
  }

  public LaunchSettings withComponents(Path other) {
    return changed(draft -> draft.components = other);
  }

  public LaunchSettings withRedis(String hostAndPort) {
    return changed(draft -> draft.redis = hostAndPort);
  }

  public LaunchSettings withJvmOptions(String... other) {
    return changed(draft -> draft.jvmOptions = List.of(other));
  }

  /** One more property, for example {@code optima.faults.crash-at}. */
  public LaunchSettings withProperty(String key, String value) {
    return changed(draft -> draft.properties = plus(properties, key, value));
  }

  public LaunchSettings withEnvironment(String key, String value) {
    return changed(draft -> draft.environment = plus(environment, key, value));
  }

  /** With ports 8815 and 8816 when they are free. */
  public LaunchSettings onUsualPorts() {
    return changed(draft -> draft.usualPorts = true);
  }

  private LaunchSettings stayingBehind() {
    return changed(draft -> draft.stayBehind = true);
  }

  private LaunchSettings changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new LaunchSettings(
        home,
        draft.layout,
        draft.components,
        draft.redis,
        draft.jvmOptions,
        draft.properties,
        draft.environment,
        draft.stayBehind,
        draft.usualPorts,
        patience);
  }

  /** What can be changed, while it is. */
  private static final class Draft {
    private Layout layout;
    private @Nullable Path components;
    private @Nullable String redis;
    private List<String> jvmOptions;
    private Map<String, String> properties;
    private Map<String, String> environment;
    private boolean stayBehind;
    private boolean usualPorts;

    Draft(LaunchSettings from) {
      layout = from.layout;
      components = from.components;
      redis = from.redis;
      jvmOptions = from.jvmOptions;
      properties = from.properties;
      environment = from.environment;
      stayBehind = from.stayBehind;
      usualPorts = from.usualPorts;
    }
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(key, value);
    return all;
  }
}
