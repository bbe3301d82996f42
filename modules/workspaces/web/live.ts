import type { LiveReads } from '../../../web/screen.ts';
import {
  getLocation,
  getMember,
  getWorkspace,
  invitationChanged,
  keyChanged,
  listAuditEntries,
  listChildren,
  listDeletedWorkspaces,
  listInvitations,
  listKeys,
  listLocations,
  listMembers,
  listWorkspaces,
  locationChanged,
  memberChanged,
  workspaceChanged,
} from '../contract.ts';

/** The saying of the trail itself: it is no event, since the trail speaks of all of them. */
const auditAdded = 'workspaces.audit_added';

/** What goes stale when something happens. */
export default {
  [locationChanged.name]: [[listLocations.path], [getLocation.path], [getWorkspace.path]],
  [workspaceChanged.name]: [
    [getWorkspace.path],
    [listWorkspaces.path],
    [listDeletedWorkspaces.path],
    [listChildren.path],
  ],
  [memberChanged.name]: [[listMembers.path], [getMember.path], [getWorkspace.path]],
  [invitationChanged.name]: [[listInvitations.path]],
  [keyChanged.name]: [[listKeys.path]],
  [auditAdded]: [[listAuditEntries.path]],
} satisfies LiveReads;
