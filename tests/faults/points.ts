/**
 * A moment at which a process is made to hold still, from outside: nothing in the product knows of it. The harness
 * takes a lock on exactly what is about to be written, keeps an answer of the database back, or lets a system
 * outside not answer; then it waits until the process is seen waiting there.
 */
export type Point = LockPoint | AnswerPoint | OutsidePoint;

interface AnyPoint {
  /** Where it stands, in words that follow "killed". */
  readonly name: string;
}

/** Waiting for a lock. */
export interface LockPoint extends AnyPoint {
  /** What the owner runs in an open transaction to be in the way. */
  readonly hold: string;
  /** The statement the process is seen waiting in. */
  readonly until: RegExp;
  /** The lock is taken only while the process stands here, and not before. */
  readonly after?: Point;
  /**
   * What becomes of the statement once nobody is there to take its answer: `dies` with its connection, as when the
   * machine goes; or `runs`, as when only the process goes and PostgreSQL finishes what it was sent.
   */
  readonly statement: 'dies' | 'runs';
}

/** The database is done, and its answer is on the way. */
export interface AnswerPoint extends AnyPoint {
  readonly answer: string;
  /** A question to the database that says whether this is the answer meant. */
  readonly when: string;
}

/** A system outside has been called and has not answered. */
export interface OutsidePoint extends AnyPoint {
  readonly path: RegExp;
}
