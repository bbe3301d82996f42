import { type Answer, json, page, Refusal, type Request, seeOther } from '../http.ts';
import { html, layout } from '../page.ts';
import type { Part, World } from '../world.ts';

const timesMax = 1000;

/** Every way to go wrong, and the switch for the next request to meet it. */
export async function failures(world: World): Promise<Part> {
  return {
    name: 'failures',
    title: 'Failures',
    summary: 'What can go wrong, by name, and how to make it happen.',
    gauge: () => `${world.failures.all().length} named`,
    routes: [
      { method: 'GET', path: '/failures', handle: (request) => show(world, request) },
      { method: 'POST', path: '/failures', handle: (request) => arm(world, request) },
    ],
  };
}

function show(world: World, request: Request): Answer {
  return request.wantsPage ? page(failuresPage(world)) : json({ failures: world.failures.all() });
}

/** `{ part, name, times }`: the next requests to the part meet it, whatever is in them. */
async function arm(world: World, request: Request): Promise<Answer> {
  const { part = '', name = '', times = '1' } = await request.fields();
  const count = Number(times);
  if (!Number.isInteger(count) || count < 0 || count > timesMax)
    throw new Refusal(400, `times is a number up to ${timesMax}.`);
  if (!world.failures.arm(part, name, count))
    throw new Refusal(404, `${part || 'No part'} has no failure called "${name}".`);
  world.journal.stirred('failures');
  return request.wantsPage ? seeOther('/failures') : json({ part, name, times: count });
}

function failuresPage(world: World) {
  const byPart = Map.groupBy(world.failures.all(), (failure) => failure.part);
  return layout({
    title: 'Failures',
    here: '/failures',
    now: world.now(),
    live: 'failures',
    body: html`
<h1>Failures</h1>
<p class="lead">Each is met by its name, wherever that name can be written, or armed here for the next
request.</p>
${[...byPart].map(
  ([part, list]) => html`
<h2>${world.parts().find(({ name }) => name === part)?.title}</h2>
<ul class="rows">${list.map(row)}</ul>`,
)}`,
  });
}

function row({ part, name, trigger, does, armedCount }: ReturnType<World['failures']['all']>[number]) {
  const word = armedCount > 0 ? 'Disarm' : 'Arm';
  return html`
<li class="row">
<span class="grow">
<b>${name}</b>${armedCount > 0 && html` <span class="tag bad">next ${armedCount}</span>`}
<small>${does}</small><small class="note">by ${trigger}</small>
</span>
<form method="post" action="/failures">
<input type="hidden" name="part" value="${part}">
<input type="hidden" name="name" value="${name}">
<input type="hidden" name="times" value="${armedCount > 0 ? 0 : 1}">
<button class="quiet" aria-label="${word} ${name}">${word}</button>
</form>
</li>`;
}
