import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { WorkspaceId } from '../../../kit/ids.ts';
import { WayId } from './contract.ts';

const idBytes = 16;
const secretBytes = 32;
const shape = /^[A-Za-z0-9_-]{86}$/;

/** What travels to the platform and back. It says which way it is of; only who holds its secret part is believed. */
export interface State {
  readonly workspaceId: WorkspaceId;
  readonly wayId: WayId;
  readonly secret: Buffer;
}

export function newState(workspaceId: WorkspaceId, wayId: WayId): { text: string; hash: Buffer } {
  const secret = randomBytes(secretBytes);
  const text = Buffer.concat([bytesOf(workspaceId), bytesOf(wayId), secret]).toString('base64url');
  return { text, hash: hashOf(secret) };
}

/** Undefined for whatever we did not write. */
export function readState(text: string | null): State | undefined {
  if (text === null || !shape.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const workspaceId = WorkspaceId.safeParse(idOf(bytes.subarray(0, idBytes)));
  const wayId = WayId.safeParse(idOf(bytes.subarray(idBytes, 2 * idBytes)));
  if (!workspaceId.success || !wayId.success) return undefined;
  return { workspaceId: workspaceId.data, wayId: wayId.data, secret: bytes.subarray(2 * idBytes) };
}

export const isSecretOf = (state: State, hash: Uint8Array): boolean =>
  timingSafeEqual(hashOf(state.secret), hash);

const hashOf = (secret: Buffer) => createHash('sha256').update(secret).digest();
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
