package exactlyonce.stress.bytecode;

import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;

/**
 * A call of a VarHandle or an atomic in the text of a class.
 *
 * @param site the name of its {@link exactlyonce.stress.model.Site}
 * @param method the called method
 * @param kind what it does
 * @param mode its mode
 */
public record Call(String site, String method, Kind kind, Mode mode) {}
