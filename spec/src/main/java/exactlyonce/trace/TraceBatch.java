package exactlyonce.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tlc2.value.impl.Value;

/**
 * The traces that one run of TLC explains: of one kind and window, and each for itself. To TLC their
 * threads are those of one trace; but when an event is explained, only the threads of its trace go on.
 * Not thread-safe.
 *
 * <p>A cursor holds, for each thread of all traces, how many of its events are explained. Threads are
 * numbered from 0.
 */
final class TraceBatch {
  /** One of the traces, whose threads begin at {@code first}. */
  private record Member(Trace trace, int first, Frontier frontier, SentFrames frames) {
    int threads() {
      return trace.threads().size();
    }
  }

  private final List<Member> members = new ArrayList<>();
  private final List<Member> byThread = new ArrayList<>();

  TraceBatch(List<Trace> traces) {
    for (Trace trace : traces) {
      Member member =
          new Member(trace, byThread.size(), new Frontier(trace), new SentFrames(trace));
      members.add(member);
      for (int i = 0; i < member.threads(); i++) {
        byThread.add(member);
      }
    }
  }

  int threads() {
    return byThread.size();
  }

  TraceEvent event(int thread, int number) {
    Member member = byThread.get(thread);
    return member.trace().threads().get(thread - member.first()).get(number);
  }

  /** The threads whose next event may be the next one. */
  List<Integer> ready(int[] cursor) {
    List<Integer> ready = new ArrayList<>();
    for (Member member : goingOn(cursor)) {
      for (int thread : member.frontier().ready(part(member, cursor))) {
        ready.add(member.first() + thread);
      }
    }
    return ready;
  }

  /** Whether the next event of a thread receives no frame, or one that was sent. */
  boolean frameWasSent(int[] cursor, int thread) {
    Member member = byThread.get(thread);
    return member.frames().wasSent(cursor, member.first(), thread - member.first(), cursor[thread]);
  }

  /** Whether all other events are explained, and had ended when the next event of a thread began. */
  boolean isLast(int[] cursor, int thread) {
    Member member = byThread.get(thread);
    return member.frontier().isLast(part(member, cursor), thread - member.first());
  }

  void reached(int[] cursor, Value memory) {
    for (Member member : goingOn(cursor)) {
      member.frontier().reached(part(member, cursor), memory);
    }
  }

  /** One verdict for each trace, in their order. */
  List<TraceVerdict> verdicts() {
    return members.stream().map(member -> member.frontier().verdict()).toList();
  }

  /** The trace of which an event is explained; all, before any is. */
  private List<Member> goingOn(int[] cursor) {
    for (int thread = 0; thread < cursor.length; thread++) {
      if (cursor[thread] > 0) {
        return List.of(byThread.get(thread));
      }
    }
    return members;
  }

  private static int[] part(Member member, int[] cursor) {
    return member.threads() == cursor.length
        ? cursor
        : Arrays.copyOfRange(cursor, member.first(), member.first() + member.threads());
  }
}
