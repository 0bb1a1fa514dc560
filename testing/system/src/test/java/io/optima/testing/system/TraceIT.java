package io.optima.testing.system;

import io.optima.launch.Layout;

class TraceIT extends TraceContract {
  @Override
  Layout layout() {
    return Layout.EMBEDDED;
  }

  @Override
  String service(String name) {
    return "optima-standalone";
  }

  @Override
  String sidecar(String name) {
    return "optima";
  }
}
