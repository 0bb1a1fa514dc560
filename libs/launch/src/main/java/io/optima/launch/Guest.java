package io.optima.launch;

/**
 * A service that is no part of Optima, with a sidecar and a state file of its own on the same
 * control plane.
 *
 * @param name of the program; its Dapr app id begins with it
 * @param mainClass takes Spring properties as Optima's services do
 */
public record Guest(String name, String classPath, String mainClass) {}
