package io.optima.transform.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Names of processes that tell whether one of this machine has ended. */
public final class Processes {
  private final String host;
  private final String self;

  public Processes() {
    this(host());
  }

  Processes(String host) {
    this.host = host;
    this.self = name(ProcessHandle.current());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return UUID.randomUUID().toString();
    }
  }

  String name(ProcessHandle process) {
    return host + "#" + process.pid() + "#" + started(process);
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  public String self() {
    return self;
  }

  /** Whether the process is known to have ended; false when that cannot be told. */
  public boolean isGone(String name) {
    String[] parts = name.split("#", -1);
    if (parts.length != 3 || !parts[0].equals(host)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    return process.isEmpty() || !name(process.get()).equals(name);
  }
}
