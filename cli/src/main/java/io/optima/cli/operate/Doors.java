package io.optima.cli.operate;

import io.optima.launch.Home;
import io.optima.launch.RunRecord;
import java.io.PrintWriter;

/** Where a running Optima can be reached. */
final class Doors {
  private Doors() {}

  static void print(PrintWriter out, Home home, RunRecord record) {
    out.printf("  Flight, Flight SQL, gRPC  grpc://127.0.0.1:%d%n", record.grpcPort());
    out.printf("  HTTP                      http://127.0.0.1:%d%n", record.httpPort());
    out.printf("  home                      %s%n", home.folder());
    out.flush();
  }
}
