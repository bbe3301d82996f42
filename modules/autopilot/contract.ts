import { errorsOf } from '../../kit/errors.ts';
import { answeringErrors } from './answering/contract.ts';
import { approvalsErrors } from './approvals/contract.ts';
import { costsErrors } from './costs/contract.ts';
import { decidingErrors } from './deciding/contract.ts';
import { escalationsErrors } from './escalations/contract.ts';
import { evaluatingErrors } from './evaluating/contract.ts';
import { memoriesErrors } from './memories/contract.ts';
import { personasErrors } from './personas/contract.ts';
import { readingsErrors } from './readings/contract.ts';
import { sessionsErrors } from './sessions/contract.ts';
import { settingsErrors } from './settings/contract.ts';
import { textsErrors } from './texts/contract.ts';

export * from './answering/contract.ts';
export * from './approvals/contract.ts';
export * from './costs/contract.ts';
export * from './deciding/contract.ts';
export * from './escalations/contract.ts';
export * from './evaluating/contract.ts';
export * from './ids/contract.ts';
export * from './memories/contract.ts';
export * from './personas/contract.ts';
export * from './readings/contract.ts';
export * from './rights/contract.ts';
export * from './sessions/contract.ts';
export * from './settings/contract.ts';
export * from './texts/contract.ts';

export const autopilotError = errorsOf('autopilot', {
  ...answeringErrors,
  ...approvalsErrors,
  ...costsErrors,
  ...decidingErrors,
  ...escalationsErrors,
  ...evaluatingErrors,
  ...memoriesErrors,
  ...personasErrors,
  ...readingsErrors,
  ...sessionsErrors,
  ...settingsErrors,
  ...textsErrors,
});
