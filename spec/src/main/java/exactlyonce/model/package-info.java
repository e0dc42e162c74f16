/**
 * The models and what is expected of them.
 *
 * <p>{@link exactlyonce.model.Manifest} lists the models of all folders, {@link exactlyonce.model.Specifications} holds
 * their modules, {@link exactlyonce.model.ModelChecker} runs them and compares each result with what
 * the manifest expects.
 */
@NullMarked
package exactlyonce.model;

import org.jspecify.annotations.NullMarked;
