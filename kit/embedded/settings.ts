import type { Connection } from './connection.ts';
import type { Shared } from './multiplexer.ts';

const oneOf =
  (...some: string[]) =>
  (tags: readonly string[]) =>
    tags.some((tag) => some.includes(tag));

/** What the database says it did tells most of what outlives a transaction. */
const sets = oneOf('SET', 'RESET', 'DISCARD ALL');
export const forgets = oneOf('DISCARD ALL', 'DEALLOCATE', 'DEALLOCATE ALL');
export const deafens = oneOf('UNLISTEN', 'DISCARD ALL');
export const isAboutChannels = oneOf('LISTEN', 'UNLISTEN', 'DISCARD ALL');

/**
 * Whether something may stay in the session after the transaction. Too often yes costs two statements when the next
 * connection has its turn. A function that changes settings behind its name is not seen.
 */
export function outlives(tags: readonly string[], texts: readonly string[]): boolean {
  return (
    sets(tags) ||
    texts.some((text) => {
      if (/\btemp(?:orary)?\b|\bpg_(?:try_)?advisory_lock/i.test(text)) return true;
      const settings = text.match(/\bset_config\s*\(/gi)?.length ?? 0;
      const local = text.match(/,\s*true\s*\)/gi)?.length ?? 0;
      return settings > local;
    })
  );
}

/** Before another connection's turn: what the last one set is put away, and what this one had set is put back. */
export async function settle(shared: Shared, connection: Connection) {
  const { engine, connections, settled } = shared;
  if (settled && settled !== connection) {
    if (connections.has(settled)) settled.settings = await takeSettings(shared);
    await engine.query('reset session authorization; reset role; reset all');
    shared.settled = undefined;
  }
  if (shared.isLittered && ![...connections].some(({ dirty }) => dirty)) {
    await engine.query('select pg_advisory_unlock_all()');
    await engine.query('discard temp');
    shared.isLittered = false;
  }
  if (connection.settings) {
    await engine.query(connection.settings);
    connection.settings = undefined;
    shared.settled = connection;
  }
}

/** As statements that put them back. */
async function takeSettings({ engine }: Shared): Promise<string> {
  const rows = await engine.query(
    `select format('select set_config(%L, %L, false)', name, setting) from pg_settings where source = 'session'
     union all select format('set role %I', current_setting('role')) where current_setting('role') <> 'none'`,
  );
  return rows.map(([text]) => text).join(';');
}

export async function listenAgain(shared: Shared) {
  const channels = new Set([...shared.connections].flatMap((connection) => [...connection.channels]));
  for (const channel of channels) await shared.engine.query(`listen "${channel.replaceAll('"', '""')}"`);
  shared.isDeaf = false;
}
