package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Message;
import java.util.List;

/**
 * One access in an execution.
 *
 * @param thread its number
 * @param access what was done, with the mode that was taken
 * @param effect how it went
 * @param unseen what was written to the location later than what was read
 */
public record Step(int thread, Access access, Effect effect, List<Message> unseen) {}
