package dev.cnv.runtime.graph;

/**
 * The types of a verb.
 *
 * @param input what it takes, an object
 * @param output what it returns
 */
public record VerbSchemas(SchemaDocument input, SchemaDocument output) {}
