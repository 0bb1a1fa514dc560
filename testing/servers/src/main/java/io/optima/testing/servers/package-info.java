/**
 * Real servers for tests, each in a folder of its own on free ports of the loopback address. They
 * end when they are closed, or with the JVM that started them.
 */
@NullMarked
package io.optima.testing.servers;

import org.jspecify.annotations.NullMarked;
