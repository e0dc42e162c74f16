package exactlyonce.diagram;

import exactlyonce.diagram.Legend.Action;
import exactlyonce.diagram.Step.Event;
import exactlyonce.tlc.Counterexample.State;
import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Works out from two states what the step between them did. It must see all steps, in order. */
final class StepReader {

  private final Legend legend;
  private final Participants participants;
  private final FramesInFlight flight;

  StepReader(Legend legend, Participants participants, State initial) {
    this.legend = legend;
    this.participants = participants;
    this.flight = new FramesInFlight(frames(initial));
  }

  private Map<NetworkFrame, Integer> frames(State state) {
    TlaValue network = state.variables().get(legend.network().variable());
    return network == null ? Map.of() : NetworkFrame.in(network, legend);
  }

  /** The frames in flight after the last step read. */
  List<FramesInFlight.Copy> inFlight() {
    return flight.copies();
  }

  /**
   * What the step to a state did.
   *
   * @param name of the action, as TLC prints it; the name in the state is not used
   */
  Step read(State from, State to, String name) {
    Optional<Action> action = legend.action(name);
    List<NetworkFrame> gone = more(frames(from), frames(to));
    List<NetworkFrame> fresh = more(frames(to), frames(from));
    Participants.Roles roles = participants.roles(from.variables(), to.variables());
    StateChanges changes = new StateChanges(legend, from.variables(), to.variables(), roles);
    String network = legend.network().lifeline();
    String actor = action.map(known -> roles.lifeline(known.at())).orElse(network);

    List<Event> events = new ArrayList<>();
    action
        .flatMap(known -> roles.uncertain(known.at()))
        .ifPresent(any -> events.add(new Step.Changed(actor, List.of(any + ":"))));
    action.flatMap(known -> received(known, gone, fresh, changes)).ifPresent(frame -> {
      boolean removed = gone.remove(frame);
      FramesInFlight.Copy copy = removed ? flight.remove(frame) : flight.duplicate(frame);
      events.add(
          actor.equals(network)
              ? atNetwork(frame.label() + " arrives")
              : new Step.Received(actor, frame.label(), copy.sentAt(), copy.received()));
    });
    gone.forEach(frame -> events.add(gone(frame, action.isPresent(), roles)));
    Set<String> omitted = new HashSet<>();
    if (!gone.isEmpty() || !fresh.isEmpty() || !events.isEmpty()) {
      omitted.add(legend.network().variable());
    }
    if (action.isPresent()) {
      omitted.addAll(legend.hidden());
    }
    changes.notes(actor, omitted).forEach((at, lines) -> addNote(events, at, lines));
    for (NetworkFrame frame : fresh) {
      flight.send(frame, to.number());
      events.add(frame
          .route()
          .map(route -> roles.lifeline(route.from()))
          .filter(sender -> !sender.equals(network))
          .<Event>map(sender -> new Step.Sent(sender, frame.label()))
          .orElseGet(() -> atNetwork(frame.label() + " is sent")));
    }
    if (events.isEmpty()) {
      events.add(new Step.Changed(actor, List.of("nothing changes")));
    }
    return new Step(to.number(), name, events);
  }

  /** Adds to the note before it if that is at the same lifeline. */
  private static void addNote(List<Event> events, String at, List<String> lines) {
    List<String> all = new ArrayList<>();
    if (!events.isEmpty()
        && events.get(events.size() - 1) instanceof Step.Changed last
        && last.lifeline().equals(at)) {
      events.remove(last);
      all.addAll(last.lines());
    }
    all.addAll(lines);
    events.add(new Step.Changed(at, all));
  }

  /** A frame that left the network and was not received. If the action is unknown, so is the reason. */
  private Event gone(NetworkFrame frame, boolean actionIsKnown, Participants.Roles roles) {
    FramesInFlight.Copy copy = flight.remove(frame);
    return frame
        .route()
        .filter(route -> actionIsKnown)
        .map(route -> roles.lifeline(route.to()))
        .filter(receiver -> !receiver.equals(legend.network().lifeline()))
        .<Event>map(receiver -> new Step.Lost(receiver, frame.label(), copy.sentAt()))
        .orElseGet(() -> atNetwork(frame.label() + " is removed"));
  }

  private Step.Changed atNetwork(String line) {
    return new Step.Changed(legend.network().lifeline(), List.of(line));
  }

  /**
   * The frame that an action received. If the network still holds it, it is one about a message that the
   * step changed. If there are several, each of them explains the step.
   */
  private Optional<NetworkFrame> received(
      Action action, List<NetworkFrame> gone, List<NetworkFrame> fresh, StateChanges changes) {
    Map<String, String> wanted = action.receives();
    if (wanted == null) {
      return Optional.empty();
    }
    Optional<NetworkFrame> removed =
        gone.stream().filter(frame -> frame.matches(wanted, action.at())).findFirst();
    if (removed.isPresent()) {
      return removed;
    }
    List<NetworkFrame> candidates = flight.copies().stream()
        .map(FramesInFlight.Copy::frame)
        .filter(frame -> frame.matches(wanted, action.at()))
        .toList();
    Stream<String> sent = fresh.stream().flatMap(frame -> message(frame).stream());
    return Stream.concat(changes.messages().stream(), sent)
        .flatMap(message -> candidates.stream()
            .filter(frame -> message(frame).filter(message::equals).isPresent()))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private static Optional<String> message(NetworkFrame frame) {
    return Optional.ofNullable(frame.fields().get("seq"));
  }

  /** The frames of which the first has more copies than the second. */
  private static List<NetworkFrame> more(
      Map<NetworkFrame, Integer> first, Map<NetworkFrame, Integer> second) {
    List<NetworkFrame> more = new ArrayList<>();
    first.forEach((frame, number) -> {
      for (int i = second.getOrDefault(frame, 0); i < number; i++) {
        more.add(frame);
      }
    });
    return more;
  }
}
