package exactlyonce.soak;

/** How far a soak is: orders that are confirmed and booked, kills, datagrams that were lost. */
public record SoakProgress(long confirmed, long booked, int kills, long lost, double seconds) {}
