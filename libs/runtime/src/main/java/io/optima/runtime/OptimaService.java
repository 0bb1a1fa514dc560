package io.optima.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/** Starts a process: one service, or all of them. */
public final class OptimaService {
  /** Dapr app id of all services in one process, and the beginning of every other one. */
  public static final String APP = "optima";

  private static final List<String> SERVICES =
      List.of("gateway", "dataset", "transform", "lineage");

  private OptimaService() {}

  /** One service in a process of its own; the others have sidecars and app ids of their own. */
  public static void run(Class<?> service, String name, String[] arguments) {
    Map<String, Object> defaults = new HashMap<>();
    SERVICES.forEach(other -> defaults.put("optima.apps." + other + ".id", appId(other)));
    start(service, name, defaults, arguments);
  }

  /** All services in this process, behind one app id. */
  public static void runAll(Class<?> services, String[] arguments) {
    Map<String, Object> defaults = new HashMap<>();
    SERVICES.forEach(other -> defaults.put("optima.apps." + other + ".id", APP));
    start(services, "standalone", defaults, arguments);
  }

  private static void start(
      Class<?> main, String name, Map<String, Object> defaults, String[] arguments) {
    defaults.put("spring.application.name", appId(name));
    // a declared schema stands in the URL of an upload
    defaults.put("server.max-http-request-header-size", "64KB");
    SpringApplication application = new SpringApplication(main);
    application.setDefaultProperties(defaults);
    application.run(arguments);
  }

  private static String appId(String service) {
    boolean actors = service.equals("dataset") || service.equals("transform");
    return APP + "-" + service + (actors ? "-actor" : "");
  }
}
