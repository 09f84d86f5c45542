/**
 * The command line that every application gets from its descriptors.
 *
 * <p>{@link dev.cnv.runtime.cli.CnvCli} makes it; {@link dev.cnv.runtime.cli.ApplicationRuntime}
 * gives it callers and a runtime. docs/cli.md says what users of it see.
 */
package dev.cnv.runtime.cli;
