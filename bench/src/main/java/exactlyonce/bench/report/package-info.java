/**
 * The report: every measurement in JVMs of its own, in interleaved order, judged, and written as
 * HTML, Markdown, charts and raw data.
 *
 * <p>Reading order: {@link exactlyonce.bench.report.Report}, the command; {@link
 * exactlyonce.bench.report.Plan}, what is measured and for how long; {@link
 * exactlyonce.bench.report.Fork}, one measurement in a JVM of its own; {@link
 * exactlyonce.bench.report.Series}, the figures of one case, with {@link
 * exactlyonce.bench.report.Summary}, their median; {@link exactlyonce.bench.report.Ratio}, two
 * medians compared; {@link exactlyonce.bench.report.Targets}, what the library must reach; {@link
 * exactlyonce.bench.report.Sections}, the text.
 */
@NullMarked
package exactlyonce.bench.report;

import org.jspecify.annotations.NullMarked;
