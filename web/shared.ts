/**
 * What one module's screens are made with and another's as well. Screens know nothing of each other's modules; they
 * meet here, by name.
 */

export {
  fetchAutopilotInThread,
  fetchConversationCosts,
  fetchMachineSessions,
  fetchMemories,
} from '../modules/autopilot/web/elsewhere.ts';
export { TableLink } from '../modules/billing/web/TableLink.tsx';
export { PlatformMark } from '../modules/connections/web/PlatformMark.tsx';
export { administratorsLoader, forAdministrators } from '../modules/identity/web/admin/AdminPage.tsx';
export { Copyable } from '../modules/identity/web/admin/Copyable.tsx';
export { FilterBar, FilterTabs, SearchField } from '../modules/identity/web/admin/FilterBar.tsx';
export { focusedRow } from '../modules/identity/web/admin/focused-row.ts';
export { type Attempt, attempt } from '../modules/identity/web/attempt.ts';
export { Door } from '../modules/identity/web/Door.tsx';
export { DoorProblem } from '../modules/identity/web/DoorProblem.tsx';
export { withFrom } from '../modules/identity/web/entering.ts';
export { ChannelMark } from '../modules/inbox/web/ChannelMark.tsx';
export { writeAgain } from '../modules/inbox/web/composer/words-kept.ts';
export { refusalAt } from '../modules/workspaces/web/field-errors.ts';
export { useLocationNames } from '../modules/workspaces/web/members/useLocationNames.ts';
export { useFilters } from '../modules/workspaces/web/useFilters.ts';
export { aRole } from '../modules/workspaces/web/words.ts';
