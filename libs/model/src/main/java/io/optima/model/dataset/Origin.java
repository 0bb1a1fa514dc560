package io.optima.model.dataset;

/** The run that made a version. */
public record Origin(String transformation, long revision, String run) {}
