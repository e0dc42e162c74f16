package exactlyonce.session;

/**
 * A session of a {@link ReceiverHost}, as it was at one moment. Times are in {@linkplain
 * ReceiverHost#tick ticks}.
 *
 * @param session its properties, which never change: its id, the id of its sender, its window
 * @param age how many ticks ago this host opened it or read it from the store
 * @param idle how many ticks ago the last frame about it arrived; at most its age
 * @param running how many threads are running a handler or sealing a message. While there are any,
 *     the session cannot be dropped
 * @param unknownCommits how many messages stay claimed because the outcome of their commit is
 *     unknown; the next frame about such a message ends that
 * @param touched whether something may have been delivered or sealed
 * @param refused how many frames lay outside the window: if any, one side has lost its memory
 */
public record SessionInfo(
    ReceiverStore.Session session,
    int age,
    int idle,
    int running,
    int unknownCommits,
    boolean touched,
    long refused) {}
