/**
 * The windows under Lincheck: linearizable where the specification says so, and free of obstruction. Its model
 * checker takes accesses as sequentially consistent; weaker ones are for the explorer.
 */
package exactlyonce.stress.lincheck;
