import { type Answer, json, page, Refusal, type Request, seeOther } from '../http.ts';
import { html, layout } from '../page.ts';
import type { Part, World } from '../world.ts';

const minuteMs = 60_000;
const units: Record<string, number> = { s: 1000, m: minuteMs, h: 60 * minuteMs, d: 24 * 60 * minuteMs };
const moves = [
  ['15m', '15 minutes'],
  ['1h', '1 hour'],
  ['23h', '23 hours'],
  ['1d', '1 day'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const;

/** The sandbox's time: it runs with the machine's, moved, or stands still. */
export async function clock(world: World): Promise<Part> {
  const show = (request: Request) => (request.wantsPage ? page(clockPage(world)) : json(facts(world)));
  return {
    name: 'clock',
    title: 'Clock',
    summary: 'Move time: reply windows close, tokens expire, subscriptions renew.',
    gauge: () => `${world.now().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    routes: [
      { method: 'GET', path: '/clock', handle: show },
      { method: 'POST', path: '/clock', handle: (request) => change(world, request) },
    ],
  };
}

const facts = ({ now, time }: World) => ({ now: now().toISOString(), ...time.value });

/**
 * `{ set: instant }`, `{ move: '2h' | '-15m' | milliseconds }`, `{ freeze: true }`, `{ run: true }`, `{
 * right: true }`.
 */
async function change(world: World, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const { frozenAt, offsetMs } = world.time.value;
  // Looked at once: a millisecond between two looks would become part of the distance.
  const machineNow = Date.now();
  const now = frozenAt === null ? machineNow + offsetMs : Date.parse(frozenAt);
  const put = (at: number, isFrozen = frozenAt !== null) => putTime(world, at, isFrozen, machineNow);
  if (fields.set !== undefined) put(instant(fields.set));
  else if (fields.move !== undefined) put(now + duration(fields.move));
  else if (fields.freeze !== undefined) put(now, true);
  else if (fields.run !== undefined) put(now, false);
  else if (fields.right !== undefined) world.time.reset();
  else throw new Refusal(400, 'Say one of set, move, freeze, run or right.');
  world.time.changed();
  world.journal.stirred('clock');
  return request.wantsPage ? seeOther('/clock') : json(facts(world));
}

function putTime(world: World, at: number, isFrozen: boolean, machineNow: number): void {
  if (Number.isNaN(new Date(at).getTime())) throw new Refusal(400, 'There is no such time.');
  world.time.value = {
    offsetMs: at - machineNow,
    frozenAt: isFrozen ? new Date(at).toISOString() : null,
  };
}

function instant(text: string): number {
  // A browser's field has no zone; the page shows UTC and so it is read as UTC.
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(at))
    throw new Refusal(400, `"${text}" is not a time. Write it like 2026-03-01T09:00:00Z.`);
  return at;
}

function duration(text: string): number {
  const parts = /^(-?\d+)\s*([smhd]?)$/.exec(text);
  if (!parts)
    throw new Refusal(
      400,
      `"${text}" is not a length of time. Write it like 90s, 15m, 24h, 7d or milliseconds.`,
    );
  return Number(parts[1]) * (units[parts[2]!] ?? 1);
}

function clockPage(world: World) {
  const { offsetMs, frozenAt } = world.time.value;
  const now = world.now().toISOString();
  const inStep = offsetMs === 0 ? 'In step with this machine.' : `${away(offsetMs)} this machine.`;
  const state = frozenAt ? 'Time stands still here.' : inStep;
  return layout({
    title: 'Clock',
    here: '/clock',
    now: world.now(),
    live: 'clock',
    body: html`
<h1>Clock</h1>
<p class="big">
<time datetime="${now}">${now.slice(0, 10)} <b>${now.slice(11, 19)}</b></time> <small>UTC</small>
</p>
<p class="lead">${state}</p>
<h2>Move forward</h2>
<form method="post" action="/clock" class="buttons">${moves.map(
      ([move, name]) => html`<button class="quiet" name="move" value="${move}">${name}</button>`,
    )}</form>
<h2>Set</h2>
<form method="post" action="/clock" class="line">
<label for="set">Date and time (UTC)</label>
<input id="set" type="datetime-local" step="1" name="set" value="${now.slice(0, 19)}" required>
<button>Set</button>
</form>
<form method="post" action="/clock" class="buttons">
${
  frozenAt
    ? html`<button class="quiet" name="run" value="true">Let time run</button>`
    : html`<button class="quiet" name="freeze" value="true">Stop time</button>`
}
<button class="quiet" name="right" value="true">Back in step</button>
</form>`,
  });
}

function away(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(
    Boolean,
  );
  return `${parts.join(' ') || 'Less than a minute'} ${offsetMs > 0 ? 'ahead of' : 'behind'}`;
}
