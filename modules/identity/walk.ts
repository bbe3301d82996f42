import type { UserId } from '../../kit/ids.ts';
import type { TestOutside } from '../../kit/testing/outside.ts';
import type { Ground } from '../../kit/work.ts';

/** What the walk over every route hands to a sample: a ground, and whoever will send the request. */
export interface Walk {
  readonly ground: Ground;
  readonly outside: TestOutside;
  /** Signed in while the sample is sent; looks after the installation where the route asks for that. */
  readonly ownerId: UserId;
}
