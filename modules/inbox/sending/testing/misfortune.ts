import type { Unit } from '../../../../kit/ctx.ts';
import { echoed, hearing } from '../../intake/testing.ts';
import type { DueJob, SendingWorld } from './world.ts';

/** What befalls a message, its worker, or what is asked about it. */
export const faults = [
  'its answer is lost',
  'half of its answer is lost',
  'the platform is down',
  'the account is limited',
  'the window is over there',
  'it is refused',
  'its worker dies before it commits',
  'its worker dies after it committed, before it knew',
  'two workers have the same job',
  'its echo is told before its verdict is known',
  'nobody can say for two minutes what became of it',
  'it is put twice at once',
] as const;
export type Fault = (typeof faults)[number];

/** Of these the platform sees to itself, with whichever message comes next. */
export const manners = {
  'its answer is lost': 'lost',
  'half of its answer is lost': 'half',
  'the platform is down': 'down',
  'the account is limited': 'limited',
  'the window is over there': 'window',
  'it is refused': 'rejected',
} as const satisfies Partial<Record<Fault, string>>;

const workersCount = 8;
/** Begun, given its token, settled: later than that no worker has anything to do. */
const dyingLatest = 3;

class Killed extends Error {}

const ofWorkers: readonly Fault[] = [
  'its worker dies before it commits',
  'its worker dies after it committed, before it knew',
  'two workers have the same job',
  'its echo is told before its verdict is known',
];

/** Workers who have what misfortune of theirs is among these: each once, at random. */
export function unluckyWorkers(w: SendingWorld, random: (below: number) => number, all: readonly Fault[]) {
  const coming = all.filter((fault) => ofWorkers.includes(fault));
  const ears = hearing(w.unitOf({ id: w.workspaceId }), { accountId: w.accountId, platform: 'instagram' });
  const told = new Set<string>();
  let orphans: DueJob[] = [];
  let deaths = 0;

  /** Now and then, and each once. */
  const befalls = (fault: Fault): boolean => {
    const place = coming.indexOf(fault);
    if (place < 0 || random(3) > 0) return false;
    coming.splice(place, 1);
    return true;
  };
  const die = async (job: DueJob, fault: Fault, how: 'before' | 'after'): Promise<void> => {
    try {
      await w.run(job, dying(w.unitOf(job), 1 + random(dyingLatest), how));
      coming.push(fault);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      orphans.push(job);
      deaths += 1;
    }
  };
  const run = async (job: DueJob): Promise<void> => {
    if (befalls('its worker dies before it commits'))
      return die(job, 'its worker dies before it commits', 'before');
    if (befalls('its worker dies after it committed, before it knew'))
      return die(job, 'its worker dies after it committed, before it knew', 'after');
    const times = befalls('two workers have the same job') ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => w.run(job)));
  };
  const tell = async (): Promise<void> => {
    const done = w.server.done.find(({ id }) => !told.has(id));
    if (!done || !befalls('its echo is told before its verdict is known')) return;
    told.add(done.id);
    await ears.hear({ ...echoed(done.id, done.text, w.clock.now()), personId: done.to });
  };
  const worker = async (left: DueJob[]): Promise<void> => {
    for (let job = left.shift() ?? (await w.take()); job; job = left.shift() ?? (await w.take())) {
      await run(job);
      await tell();
    }
  };
  return {
    /** All that is due, and what those left behind who died the last time. */
    async workOff(): Promise<void> {
      const left = orphans;
      orphans = [];
      await Promise.all(Array.from({ length: workersCount }, () => worker(left)));
    },
    deaths: () => deaths,
    isIdle: () => orphans.length === 0,
    /** What has not befallen anybody. */
    spared: (): readonly Fault[] => coming,
  };
}

/** One whose transaction of this number is its last. */
function dying(unit: Unit, last: number, how: 'before' | 'after'): Unit {
  let nth = 0;
  return {
    ...unit,
    async work(fn) {
      const isLast = ++nth === last;
      const answer = await unit.work(async (ctx) => {
        const answered = await fn(ctx);
        if (isLast && how === 'before') throw new Killed();
        return answered;
      });
      if (isLast) throw new Killed();
      return answer;
    },
  };
}
