import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { eventsChannel, type Reading, readEvents, type Told } from '../events/events.sql.ts';
import { sayingsChannel } from '../events/say.ts';
import type { WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import { isBehind, type Place, placeId } from './place.ts';

/** One open browser, as far as telling it things goes. */
export interface Ear {
  readonly workspaceId: WorkspaceId;
  /** How far it was told; set by the hub. */
  place: Place;
  /** Never waits: an ear that cannot keep up is cut by its owner, and catches up when it comes back. */
  tell(text: string): void;
}

export interface Hub {
  read(workspaceId: WorkspaceId, after: Place | undefined): Promise<Reading>;
  /** False when the others were told more meanwhile: read on from the ear's place and try again. */
  join(ear: Ear): boolean;
  leave(ear: Ear): void;
  close(): Promise<void>;
}

export interface HubOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Notifications within this time are answered by one query. */
  readonly gatherMs: number;
  /** How often the ears hear something even if there is nothing to say. */
  readonly heartbeatMs: number;
}

interface Room {
  readonly workspaceId: WorkspaceId;
  readonly ears: Set<Ear>;
  place: Place;
  reading: boolean;
  again: boolean;
  /** How long an event that may still be overtaken is given before the next look; grows while nothing changes. */
  patienceMs: number;
  timer: NodeJS.Timeout | undefined;
}

export const readAtOnce = 500;
const patienceMinMs = 20;
const patienceMaxMs = 1_000;

/** One query per workspace and batch, and one text for everybody in it, however many are listening. */
export async function openHub({ db, clock, log, gatherMs, heartbeatMs }: HubOptions): Promise<Hub> {
  const rooms = new Map<string, Room>();

  const read = (workspaceId: WorkspaceId, after: Place | undefined) =>
    // Nothing has a place before nowhere: asked without one, only how far one may go is answered.
    readEvents(db.reader({ kind: 'workspace', workspaceId }), after ?? nowhere, after ? readAtOnce : 0);

  const look = (room: Room, inMs: number) => {
    if (room.reading) {
      room.again = true;
      return;
    }
    room.timer ??= setTimeout(() => lookNow(room), inMs);
  };
  const lookNow = async (room: Room, beat = false) => {
    clearTimeout(room.timer);
    room.timer = undefined;
    room.reading = true;
    room.again = false;
    let nextMs: number | undefined;
    try {
      nextMs = tellRoom(room, await read(room.workspaceId, room.place), clock.now(), beat);
    } catch (error) {
      log.warn(
        { err: error, workspaceId: room.workspaceId },
        'events could not be read for open browsers yet',
      );
      nextMs = patienceMaxMs;
    }
    room.reading = false;
    if (rooms.get(room.workspaceId) !== room) return;
    if (room.again) look(room, gatherMs);
    else if (nextMs !== undefined) look(room, nextMs);
  };

  const lookEverywhere = () => {
    for (const room of rooms.values()) look(room, gatherMs);
  };
  const hush = [
    await db.listen(
      eventsChannel,
      (workspaceId) => {
        const room = rooms.get(workspaceId);
        if (room) look(room, gatherMs);
      },
      lookEverywhere,
    ),
    await db.listen(sayingsChannel, (word) => {
      const { workspaceId, ...said } = JSON.parse(word) as { workspaceId: string };
      const text = `event: saying\ndata: ${JSON.stringify(said)}\n\n`;
      for (const ear of rooms.get(workspaceId)?.ears ?? []) ear.tell(text);
    }),
  ];
  // Also what makes up for a notification that was lost.
  const heart = setInterval(() => {
    for (const room of rooms.values()) if (!room.reading) lookNow(room, true);
  }, heartbeatMs);

  return {
    read,
    join(ear) {
      let room = rooms.get(ear.workspaceId);
      if (!room) {
        room = newRoom(ear);
        rooms.set(ear.workspaceId, room);
      }
      if (isBehind(ear.place, room.place)) return false;
      room.ears.add(ear);
      // What was committed while the ear was reading may have been announced before the room was there.
      look(room, 0);
      return true;
    },
    leave(ear) {
      const room = rooms.get(ear.workspaceId);
      if (!room?.ears.delete(ear) || room.ears.size > 0) return;
      clearTimeout(room.timer);
      rooms.delete(ear.workspaceId);
    },
    async close() {
      clearInterval(heart);
      for (const room of rooms.values()) clearTimeout(room.timer);
      rooms.clear();
      for (const stop of hush) await stop();
    },
  };
}

const nowhere: Place = { transaction: 0n, position: 0n };

const newRoom = ({ workspaceId, place }: Ear): Room => ({
  workspaceId,
  place,
  ears: new Set(),
  reading: false,
  again: false,
  patienceMs: patienceMinMs,
  timer: undefined,
});

/** Answers in how many milliseconds to look again, if not only when there is news. */
function tellRoom(room: Room, reading: Reading, now: Date, beat: boolean): number | undefined {
  const next = placeAfter(reading);
  const text = textOf(reading.told, now);
  const moved = isBehind(room.place, next);
  const pulse = beat ? `id: ${placeId(moved ? next : room.place, now)}\n\n` : '';
  for (const ear of room.ears) {
    const mine = isBehind(room.place, ear.place)
      ? textOf(
          reading.told.filter((told) => isBehind(ear.place, told)),
          now,
        )
      : text;
    if (mine || pulse) ear.tell(mine + pulse);
    if (isBehind(ear.place, next)) ear.place = next;
  }
  if (moved) room.place = next;
  if (reading.told.length === readAtOnce) return 0;
  room.patienceMs = reading.told.length > 0 ? patienceMinMs : Math.min(room.patienceMs * 2, patienceMaxMs);
  return reading.unsettled ? room.patienceMs : undefined;
}

/** After a full page there may be more below the horizon; otherwise everything below it was told. */
export const placeAfter = ({ told, horizon }: Reading): Place =>
  told.length === readAtOnce ? told.at(-1)! : { transaction: horizon, position: 0n };

export const textOf = (told: readonly Told[], now: Date) =>
  told.map((one) => `id: ${placeId(one, now)}\ndata: ${JSON.stringify(dataOf(one))}\n\n`).join('');

const dataOf = ({ id, name, at, payload }: Told) => ({ id, name, at, payload });
