import { type Role, roles } from '../../../kit/ctx.ts';
import type { Option } from '../../../web/kit/Select.tsx';
import type { WorkspaceKind } from '../contract.ts';

export type RoleOrGuest = Role | 'guest';
/** How a role is written where a choice needs a text for nothing. */
export const roleOf = (role: Role | null): RoleOrGuest => role ?? 'guest';
export const fromRole = (role: string): Role | null => roles.find((one) => one === role) ?? null;

const roleWords: Record<RoleOrGuest | 'autopilot', { readonly label: string; readonly hint: string }> = {
  owner: { label: 'Owner', hint: 'May do everything, also hand the workspace over or delete it.' },
  admin: { label: 'Admin', hint: 'Runs the workspace: its settings, people and keys.' },
  manager: { label: 'Manager', hint: 'Looks after the locations and the daily work.' },
  member: { label: 'Member', hint: 'Does the daily work.' },
  viewer: { label: 'Viewer', hint: 'Sees, and changes nothing.' },
  guest: { label: 'Guest', hint: 'Only at the locations where they have a role.' },
  autopilot: { label: 'Autopilot', hint: 'What Stoa may do on its own.' },
};
export const roleLabel = (role: RoleOrGuest | 'autopilot' | null): string => roleWords[role ?? 'guest'].label;
export const roleHint = (role: RoleOrGuest | 'autopilot'): string => roleWords[role].hint;
/** "an owner", "a viewer" */
export const aRole = (role: RoleOrGuest | 'autopilot' | null): string => {
  const label = roleLabel(role).toLowerCase();
  return `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`;
};
export const roleOptions = (offered: readonly RoleOrGuest[]): Option[] =>
  offered.map((role) => ({ value: role, ...roleWords[role] }));

const kindWords: Record<WorkspaceKind, { readonly label: string; readonly hint: string }> = {
  personal: { label: 'Personal', hint: 'Of one person alone.' },
  brand: { label: 'Brand', hint: 'One business with its locations.' },
  agency: { label: 'Agency', hint: 'Works for other businesses.' },
  holding: { label: 'Holding', hint: 'Stands above other workspaces and sees their figures.' },
};
export const kindLabel = (kind: WorkspaceKind): string => kindWords[kind].label;
export const kindOptions = (kinds: readonly WorkspaceKind[]): Option[] =>
  kinds.map((kind) => ({ value: kind, ...kindWords[kind] }));

/** What the modules are called on the screen. */
const moduleWords: Readonly<Record<string, string>> = { workspaces: 'Workspace', ops: 'Operation' };
export const moduleLabel = (module: string): string => moduleWords[module] ?? sentence(module);

const permissionWords: Readonly<Record<string, string>> = {
  'workspaces.read': 'See the workspace and its locations',
  'workspaces.manage_settings': 'Change the settings',
  'workspaces.manage_locations': 'Add, change and close locations',
  'workspaces.read_members': 'See who works here',
  'workspaces.manage_members': 'Invite, change and remove members',
  'workspaces.manage_keys': 'Make and revoke API keys',
  'workspaces.read_audit': 'Read the audit trail',
  'workspaces.manage_children': 'Put workspaces under a holding',
  'workspaces.transfer': 'Hand the workspace over',
  'workspaces.delete': 'Delete the workspace',
};
/** A permission in a few words; one that has none yet has the server's. */
export const permissionLabel = ({ name, label }: { readonly name: string; readonly label: string }): string =>
  permissionWords[name] ?? label;

/** `member_removed` is `Member removed`. */
export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const zoneLabel = (zone: string): string => zone.replaceAll('_', ' ');
