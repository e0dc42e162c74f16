package exactlyonce.stress.twins;

/**
 * A change of the calls of one name in one method.
 *
 * @param owner the class, in the package {@code exactlyonce}
 * @param method the method; also its lambdas
 * @param call what is called: the name, and as much of the descriptor as is needed to tell it from others
 * @param place which of these calls, from 1; 0 for all of them
 * @param change what becomes of it
 * @param bug a method of {@link Bugs}, or empty
 */
record Edit(String owner, String method, String call, int place, Change change, String bug) {
  /** What becomes of a call. */
  enum Change {
    /** A method of {@link Bugs} is called in its place, with the same operands. */
    REPLACED,
    /** It is left out. */
    LEFT_OUT,
    /** A method of {@link Bugs} without operands is called after it. */
    FOLLOWED,
    /** The next conditional jump does not jump, whatever the call has returned. */
    NOT_HEEDED
  }

  static Edit replace(String owner, String method, String call, String bug) {
    return new Edit(owner, method, call, 0, Change.REPLACED, bug);
  }

  static Edit leaveOut(String owner, String method, String call) {
    return new Edit(owner, method, call, 0, Change.LEFT_OUT, "");
  }

  static Edit follow(String owner, String method, String call, String bug) {
    return new Edit(owner, method, call, 0, Change.FOLLOWED, bug);
  }

  static Edit ignore(String owner, String method, String call) {
    return new Edit(owner, method, call, 0, Change.NOT_HEEDED, "");
  }

  /** Returns the same for one of the calls, counted from 1. */
  Edit only(int newPlace) {
    return new Edit(owner, method, call, newPlace, change, bug);
  }

  /** Returns the name of the class, with slashes. */
  String className() {
    return "exactlyonce/" + owner;
  }

  boolean isIn(String name) {
    return name.equals(method) || name.startsWith("lambda$" + method + "$");
  }
}
