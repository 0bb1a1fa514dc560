/** The one choke point: rows and bytes of a version leave through here or not at all. */
@org.jspecify.annotations.NullMarked
package io.optima.query.secure;
