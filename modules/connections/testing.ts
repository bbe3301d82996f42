import type { Samples } from '../../kit/http/sample.ts';
import { accountsSamples } from './accounts/testing.ts';
import { callsSamples } from './calls/testing.ts';
import { connectingSamples } from './connecting/testing.ts';
import { healthSamples } from './health/testing.ts';
import { intakeSamples } from './intake/testing.ts';
import { syncSamples } from './sync/testing.ts';
import type { Walk } from './walk.ts';

export { type MovedClock, movedClock, openAccount, unitOf } from './calls/testing.ts';
export { type Manner, openTestPlatform, type TestPlatform } from './calls/testing-server.ts';
export {
  connectedTo,
  connectionsOutside,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from './platforms/testing.ts';
export { askNow } from './sync/syncing.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = {
  ...accountsSamples,
  ...callsSamples,
  ...connectingSamples,
  ...healthSamples,
  ...intakeSamples,
  ...syncSamples,
};
