import type { Samples } from '../../kit/http/sample.ts';
import { answeringSamples } from './answering/testing.ts';
import { approvalsSamples } from './approvals/testing.ts';
import { costsSamples } from './costs/testing.ts';
import { decidingSamples } from './deciding/testing.ts';
import { escalationsSamples } from './escalations/testing.ts';
import { evaluatingSamples } from './evaluating/testing.ts';
import { memoriesSamples } from './memories/testing.ts';
import { personasSamples } from './personas/testing.ts';
import { readingsSamples } from './readings/testing.ts';
import { sessionsSamples } from './sessions/testing.ts';
import { settingsSamples } from './settings/testing.ts';
import { textsSamples } from './texts/testing.ts';
import type { Walk } from './walk.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = {
  ...answeringSamples,
  ...approvalsSamples,
  ...costsSamples,
  ...decidingSamples,
  ...escalationsSamples,
  ...evaluatingSamples,
  ...memoriesSamples,
  ...personasSamples,
  ...readingsSamples,
  ...sessionsSamples,
  ...settingsSamples,
  ...textsSamples,
};

export type { Walk } from '../workspaces/testing.ts';
