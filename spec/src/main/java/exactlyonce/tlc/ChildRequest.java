package exactlyonce.tlc;

import java.util.List;
import java.util.Map;

/**
 * What the parent writes to a child, as one line of JSON.
 *
 * @param directories where the configuration and the modules are
 * @param arguments TLC's
 * @param properties system properties for the time of the run
 */
record ChildRequest(
    List<String> directories, List<String> arguments, Map<String, String> properties) {}
