package io.optima.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Kafka broker that is its own controller (KRaft), in a JVM of its own. */
public final class KafkaServer implements AutoCloseable {
  private static final String PROPERTIES = "server.properties";
  private static final String CLUSTER = "b3B0aW1hLXRlc3RzLTAwMQ";

  private final Path folder;
  private final List<String> options;
  private final int port;
  private ServerProcess process;

  private KafkaServer(Path folder, List<String> options, int port) {
    this.folder = folder;
    this.options = options;
    this.port = port;
    this.process = run(folder, options, port);
  }

  public static KafkaServer start(Path folder) {
    return start(folder, ServerProcess.SMALL);
  }

  /**
   * @param options of its JVM
   */
  public static KafkaServer start(Path folder, List<String> options) {
    int port = ServerProcess.freePort();
    Path properties = configuration(folder, port, ServerProcess.freePort());
    format(folder, properties);
    return new KafkaServer(folder, options, port);
  }

  private static ServerProcess run(Path folder, List<String> options, int port) {
    String properties = folder.resolve(PROPERTIES).toString();
    return ServerProcess.start("kafka", folder, kafka(options, "kafka.Kafka", properties))
        .await(() -> ServerProcess.accepts(port));
  }

  /** Kills it; {@link #restart} has it back with what it stored. */
  public void stop() {
    process.close();
  }

  /** At the same address as before. */
  public void restart() {
    process = run(folder, options, port);
  }

  /** {@code host:port} */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** A log directory must carry the cluster's id before a broker opens it. */
  private static void format(Path folder, Path properties) {
    ServerProcess process =
        ServerProcess.start(
            "kafka-format",
            folder,
            kafka(
                ServerProcess.SMALL,
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                CLUSTER,
                "--config",
                properties.toString()));
    try (process) {
      process.await(() -> Files.exists(folder.resolve("log/meta.properties")));
      process.awaitEnd();
    }
  }

  private static List<String> kafka(List<String> options, String main, String... arguments) {
    List<String> command =
        ServerProcess.java(options, "-cp", ServerProcess.program("kafka-broker") + "/*", main);
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path configuration(Path folder, int port, int controller) {
    String text =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=true
        """
            .formatted(port, controller, folder.resolve("log"));
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(PROPERTIES), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the configuration of Kafka", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
