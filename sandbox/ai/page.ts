import { html, layout, shortTime } from '../page.ts';
import type { World } from '../world.ts';
import type { AiState } from './routes.ts';

const shownMax = 30;

export function aiPage(world: World, { generations }: AiState) {
  return layout({
    title: 'AI models',
    here: '/ai',
    now: world.now(),
    live: 'ai',
    body: html`
<h1>AI models</h1>
<p class="lead">Answers with the sentences it is given that fit the question best, fills in JSON of any shape, and says
so when nothing fits. Nothing is left to chance: the same question has the same answer. A model named
<code>sandbox/error-midstream</code> plays that failure.</p>
<h2>What was asked</h2>
${
  generations.length === 0
    ? html`<p class="empty">Nobody has asked anything yet.</p>`
    : html`<ul class="rows">${generations.slice(0, shownMax).map(
        (one) => html`
<li class="row shop-talk"><span class="grow"><b>${one.asked}</b><span class="shop-said">${one.said}</span>
<small>${one.model} · ${one.tokens_prompt} in, ${one.tokens_completion} out${one.streamed && ' · streamed'}</small></span>
<span class="num">${shortTime(one.created_at)}</span></li>`,
      )}</ul>`
}`,
  });
}
