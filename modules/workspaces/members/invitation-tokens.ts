import { randomBytes } from 'node:crypto';
import { WorkspaceId } from '../../../kit/ids.ts';

const workspaceBytes = 16;
const secretBytes = 32;
const shape = /^[A-Za-z0-9_-]{64}$/;

/** Says itself where it is looked up: a link is opened by people who are in no workspace yet. */
export function newInvitationToken(workspaceId: WorkspaceId): string {
  const where = Buffer.from(workspaceId.replaceAll('-', ''), 'hex');
  return Buffer.concat([where, randomBytes(secretBytes)]).toString('base64url');
}

/** Undefined for what is no token of ours. Whether it opens anything is another question. */
export function workspaceOfToken(token: string): WorkspaceId | undefined {
  if (!shape.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').subarray(0, workspaceBytes).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return WorkspaceId.safeParse(id).data;
}
