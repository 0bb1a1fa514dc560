package io.optima.model.transform;

import java.time.Instant;

/** One applied state of a definition; a changed definition is a new revision, numbered from 1. */
public record Revision(Definition definition, long number, String author, Instant time) {}
