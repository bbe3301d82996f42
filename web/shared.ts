/**
 * What one module's screens are made with and another's as well. Screens know nothing of each other's modules; they
 * meet here, by name.
 */

export { PlatformMark } from '../modules/connections/web/PlatformMark.tsx';
export { focusedRow } from '../modules/identity/web/admin/focused-row.ts';
export { type Attempt, attempt } from '../modules/identity/web/attempt.ts';
export { Door } from '../modules/identity/web/Door.tsx';
export { DoorProblem } from '../modules/identity/web/DoorProblem.tsx';
export { withFrom } from '../modules/identity/web/entering.ts';
export { refusalAt } from '../modules/workspaces/web/field-errors.ts';
export { useLocationNames } from '../modules/workspaces/web/members/useLocationNames.ts';
export { useFilters } from '../modules/workspaces/web/useFilters.ts';
export { aRole } from '../modules/workspaces/web/words.ts';
