package io.optima.testing.system;

import io.optima.launch.Layout;

/** Four services, each with its own sidecar. */
class ServicesTraceIT extends TraceContract {
  @Override
  Layout layout() {
    return Layout.SERVICES;
  }

  @Override
  String service(String name) {
    return "optima-" + name;
  }

  @Override
  String sidecar(String name) {
    return "optima-" + name + "-";
  }
}
