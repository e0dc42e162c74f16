package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips roundTrips = new RoundTrips(new RetryPolicy(100, 10_000));

  @Test
  void withoutAMeasurementTheTimeoutIsTheFirst() {
    roundTrips.polled(7);
    assertThat(roundTrips.timeout()).isEqualTo(100);
  }

  /** The example is calculated by hand, with the formulas of RFC 6298. */
  @Test
  void itIsTheSmoothedRoundTripAndFourTimesItsVariation() {
    measured(800);
    assertThat(roundTrips.timeout()).as("800 + 4 * 400").isEqualTo(2400);
    measured(1600);
    assertThat(roundTrips.timeout())
        .as("variation 400 + (800 - 400) / 4, smoothed 900")
        .isEqualTo(900 + 4 * 500);
    measured(100);
    assertThat(roundTrips.timeout())
        .as("variation 500 + (800 - 500) / 4, smoothed 800")
        .isEqualTo(800 + 4 * 575);
  }

  @Test
  void itIsAtLeastOnePollLongerThanTheRoundTrip() {
    for (int i = 0; i < 100; i++) {
      measured(800);
    }
    assertThat(roundTrips.timeout()).isBetween(810L, 830L);
    roundTrips.decided(800);
    roundTrips.polled(200);
    assertThat(roundTrips.timeout()).isEqualTo(1000);
  }

  @Test
  void theSlowestMessageOfAPollCounts() {
    roundTrips.decided(300);
    roundTrips.decided(800);
    roundTrips.decided(500);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).isEqualTo(2400);
  }

  @Test
  void thePolicyBoundsIt() {
    measured(1);
    assertThat(roundTrips.timeout()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      measured(Long.MAX_VALUE);
    }
    assertThat(roundTrips.timeout()).isEqualTo(10_000);
    RoundTrips longest = new RoundTrips(new RetryPolicy(1L << 61, 1L << 61));
    longest.decided(Long.MAX_VALUE);
    longest.polled(Long.MAX_VALUE);
    longest.decidedLate(1L << 61);
    longest.polled(1);
    assertThat(longest.timeout()).isEqualTo(1L << 61);
  }

  @Test
  void jitterDoesNotMakeItShorterThanTheRoundTrip() {
    RetryPolicy jittery = new RetryPolicy(100, 10_000, 0.5);
    RoundTrips withJitter = new RoundTrips(jittery);
    for (int i = 0; i < 100; i++) {
      withJitter.decided(800);
      withJitter.polled(1);
    }
    for (int seq = 0; seq < 100; seq++) {
      assertThat(jittery.withJitter(withJitter.timeout(), seq)).isGreaterThan(800);
    }
  }

  /** For each message, in whichever order a poll finds them. */
  @Test
  void whatMayHaveBeenAnsweredLateDoublesItUntilTheNextMeasurement() {
    roundTrips.decidedLate(1600);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).isEqualTo(200);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).isEqualTo(200);
    roundTrips.decidedLate(300);
    roundTrips.decidedLate(1600);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).isEqualTo(800);
    roundTrips.decidedLate(400);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout())
        .as("not beyond that of the message, nor back")
        .isEqualTo(800);
    roundTrips.decidedLate(5000);
    roundTrips.decidedLate(900);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).isEqualTo(3200);
    roundTrips.decidedLate(5000);
    roundTrips.decided(80);
    roundTrips.polled(1);
    assertThat(roundTrips.timeout()).as("80 + 4 * 40").isEqualTo(240);
  }

  private void measured(long nanos) {
    roundTrips.decided(nanos);
    roundTrips.polled(1);
  }
}
