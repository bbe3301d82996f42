import { module } from '../../kit/module.ts';
import { answeringListeners, answeringSweeps, answeringWork } from './answering/background.ts';
import { approvalsListeners, approvalsSweeps, approvalsWork } from './approvals/background.ts';
import {
  answeringEvents,
  approvalsEvents,
  autopilotError,
  decidingEvents,
  escalationsEvents,
  evaluatingEvents,
  memoriesEvents,
  personasEvents,
  readingsEvents,
  sessionsEvents,
  settingsEvents,
  textsEvents,
} from './contract.ts';
import { decidingListeners, decidingSweeps, decidingWork } from './deciding/background.ts';
import { escalationsListeners, escalationsSweeps, escalationsWork } from './escalations/background.ts';
import { evaluatingListeners, evaluatingSweeps, evaluatingWork } from './evaluating/background.ts';
import { memoriesListeners, memoriesSweeps, memoriesWork } from './memories/background.ts';
import type { AutopilotOutside } from './outside.ts';
import { personasListeners, personasSweeps, personasWork } from './personas/background.ts';
import { authorize } from './policy.ts';
import { readingsListeners, readingsSweeps, readingsWork } from './readings/background.ts';
import { routes } from './routes.ts';
import { sessionsListeners, sessionsSweeps, sessionsWork } from './sessions/background.ts';
import { settingsListeners, settingsSweeps, settingsWork } from './settings/background.ts';
import { textsListeners, textsSweeps, textsWork } from './texts/background.ts';

export const autopilot = module<AutopilotOutside>({
  name: 'autopilot',
  routes,
  authorize,
  errors: autopilotError,
  events: [
    ...answeringEvents,
    ...approvalsEvents,
    ...decidingEvents,
    ...escalationsEvents,
    ...evaluatingEvents,
    ...memoriesEvents,
    ...personasEvents,
    ...readingsEvents,
    ...sessionsEvents,
    ...settingsEvents,
    ...textsEvents,
  ],
  work: [
    ...answeringWork,
    ...approvalsWork,
    ...decidingWork,
    ...escalationsWork,
    ...evaluatingWork,
    ...memoriesWork,
    ...personasWork,
    ...readingsWork,
    ...sessionsWork,
    ...settingsWork,
    ...textsWork,
  ],
  listeners: [
    ...answeringListeners,
    ...approvalsListeners,
    ...decidingListeners,
    ...escalationsListeners,
    ...evaluatingListeners,
    ...memoriesListeners,
    ...personasListeners,
    ...readingsListeners,
    ...sessionsListeners,
    ...settingsListeners,
    ...textsListeners,
  ],
  sweeps: [
    ...answeringSweeps,
    ...approvalsSweeps,
    ...decidingSweeps,
    ...escalationsSweeps,
    ...evaluatingSweeps,
    ...memoriesSweeps,
    ...personasSweeps,
    ...readingsSweeps,
    ...sessionsSweeps,
    ...settingsSweeps,
    ...textsSweeps,
  ],
});

export { type ToolRegistry, tool } from './answering/tools.ts';
export { type Decided, type Deps, decideOn } from './deciding/deciding.ts';
export { knownToAutopilot } from './memories/exporting.ts';
export type { AutopilotOutside } from './outside.ts';
export { putPersona } from './personas/personas.ts';
export { putSettings } from './settings/settings.ts';
