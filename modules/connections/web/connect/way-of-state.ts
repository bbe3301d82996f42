import { WorkspaceId } from '../../../../kit/ids.ts';
import { WayId } from '../../connecting/contract.ts';

const shape = /^[A-Za-z0-9_-]{86}$/;
/** Both ids in front, as characters: what follows them is the secret. */
const idsLength = 44;
const hexOf = (letter: string) => letter.charCodeAt(0).toString(16).padStart(2, '0');

export interface WayOfState {
  readonly workspaceId: WorkspaceId;
  readonly wayId: WayId;
}

/**
 * Which way somebody comes back by, as the state itself says: nothing need be kept in the browser, and platforms may
 * come back in another one than they were left from. It is believed by nobody; the server asks for the rest of it.
 */
export function wayOfState(state: string | null): WayOfState | undefined {
  if (state === null || !shape.test(state)) return undefined;
  const bytes = atob(state.slice(0, idsLength).replaceAll('-', '+').replaceAll('_', '/'));
  const hex = [...bytes].map(hexOf).join('');
  const workspaceId = WorkspaceId.safeParse(idOf(hex.slice(0, 32))).data;
  const wayId = WayId.safeParse(idOf(hex.slice(32, 64))).data;
  return workspaceId && wayId && { workspaceId, wayId };
}

const idOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
