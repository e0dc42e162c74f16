package exactlyonce.stress.exploration;

import java.util.List;

/**
 * An execution that must not be.
 *
 * @param reason what is wrong
 * @param steps its accesses: there is none with fewer bursts
 */
public record Violation(String reason, List<Step> steps) {}
