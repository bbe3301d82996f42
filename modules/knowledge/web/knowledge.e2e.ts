import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { makePdf } from '../reading/testing/pdf.ts';
import { openSite } from '../reading/testing/site.ts';

interface Row {
  readonly id: string;
  readonly title: string;
}

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/knowledge`;
const visit = async (j: Journey, page: string, name: string) => {
  await j.visit(`/w/${j.workspaceId}/${page}`);
  await j.page.getByRole('heading', { name, level: 1 }).waitFor();
};
const row = ({ page }: Journey, name: string | RegExp) => page.getByRole('row', { name });

/** Nothing is written down, whatever other journeys have left. */
async function none(j: Journey, ...what: ('documents' | 'faqs')[]): Promise<void> {
  for (const kind of what) {
    const { items } = await j.api<{ items: Row[] }>('GET', `${base(j)}/${kind}?limit=200`);
    for (const { id } of items) await j.api('DELETE', `${base(j)}/${kind}/${id}`);
  }
}

const filler = (n: number) =>
  `Page ${n} tells how linen number ${n} is spun, dyed and woven in our mill by the river.`;
const fact = 'Every lamp of ours is under warranty for eleven years from the day it was bought.';
const pagesCount = 800;
/** So many that somebody can watch them being read, and so short that they are soon made searchable. */
const pages = Array.from({ length: pagesCount }, (_, n) => (n === 97 ? ['Warranty', fact] : [`Linen ${n}.`]));
const pdf = (name: string, plan: Parameters<typeof makePdf>[0]) => ({
  ...{ name, mimeType: 'application/pdf', buffer: makePdf(plan) },
});

/** As if somebody let them fall in the middle of the page. */
async function letFall(page: Page, files: readonly { name: string; type: string; text: string }[]) {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, type, text } of given) data.items.add(new File([text], name, { type }));
    return data;
  }, files);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
  await page.getByText('Let go to upload it here').waitFor();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

const picker = ({ page }: Journey) => page.getByLabel('Files to upload');

/** Until it can be found. */
async function uploadAndWatch(j: Journey): Promise<void> {
  await none(j, 'documents', 'faqs');
  await j.signIn();
  await visit(j, 'knowledge', 'Documents');
  await j.page.getByRole('heading', { name: 'Nothing is written down yet' }).waitFor();
  await j.photograph('knowledge-empty');
  await j.scan();

  await picker(j).setInputFiles([pdf('lamps.pdf', { pages })]);
  const reading = j.page.getByRole('region', { name: 'Being read' });
  await reading.getByText('lamps.pdf').waitFor();
  await reading.getByText(/(Reading|Being made searchable) · .*800 pages/).waitFor();
  await j.photograph('knowledge-reading');
  await row(j, /lamps\.pdf.*Searchable/).waitFor({ timeout: 30_000 });
  await reading.waitFor({ state: 'detached' });
}

/** Each says why it cannot be read. */
async function bringWrongFiles(j: Journey): Promise<void> {
  await picker(j).setInputFiles([
    pdf('locked.pdf', { pages: [['Nobody reads this.']], isLocked: true }),
    pdf('scan.pdf', { pages: [[]], isScan: true }),
    { name: 'cut.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\ncut off') },
  ]);
  await letFall(j.page, [
    { name: 'lamp.png', type: 'image/png', text: 'a picture' },
    { name: 'care.md', type: 'text/markdown', text: '# Care\n\nDust the lamps with a dry cloth.' },
  ]);
  const uploads = j.page.getByRole('region', { name: 'Uploads' });
  await uploads.getByText('Only PDF, DOCX, TXT, Markdown, HTML and CSV').waitFor();
  await row(j, /locked\.pdf.*locked with a password/).waitFor();
  await row(j, /scan\.pdf.*pictures of text/).waitFor();
  await row(j, /cut\.pdf.*damaged or cut off/).waitFor();
  await row(j, /care\.md.*Searchable/).waitFor();
  await j.photograph('knowledge-documents');
  await j.scan();
  await uploads.getByRole('button', { name: 'Leave lamp.png out' }).click();
  await uploads.waitFor({ state: 'detached' });
}

async function replaceLocked(j: Journey): Promise<void> {
  await row(j, /locked\.pdf/).click();
  await j.page.getByRole('heading', { name: 'locked.pdf' }).waitFor();
  await j.page
    .getByLabel('The newer version')
    .first()
    .setInputFiles([pdf('open.pdf', { pages: [['Shades are sewn by hand.']] })]);
  await j.page.getByText('Shades are sewn by hand.').waitFor();
  await j.page.getByText('Searchable', { exact: true }).waitFor();
}

/** Found, and followed to its place. */
async function askForFact(j: Journey): Promise<void> {
  await visit(j, 'playground', 'Playground');
  await j.photograph('playground-empty');
  await j.scan();
  await j.page.getByRole('searchbox', { name: 'Question' }).fill('How long is the warranty of a lamp?');
  await j.page.keyboard.press('Enter');
  const first = j.page.getByRole('listitem').filter({ hasText: 'eleven years' }).first();
  await first.getByText(/Letters [\d,]+ to [\d,]+/).waitFor();
  await first.getByText(/By words: \d+\w\w, with .*“warrant/).waitFor();
  await first.getByText(/By meaning: \d+\w\w, \d+ % alike/).waitFor();
  // The sentence alone, and what stands around it when it is wanted.
  const around = first.getByText('Linen 96.');
  await around.waitFor({ state: 'hidden' });
  await j.photograph('playground');
  await j.scan();
  await first.getByText('What stands around it').click();
  await around.waitFor();
  await first.getByRole('link', { name: 'lamps.pdf' }).click();
  await j.page.getByRole('heading', { name: 'lamps.pdf' }).waitFor();
  await j.page.getByText('Shown from the place you came for.').waitFor();
  await j.page.getByText('eleven years').waitFor();
  await j.photograph('knowledge-document');
  await j.scan();
}

async function downloadAndDelete(j: Journey): Promise<void> {
  const download = j.page.waitForEvent('download');
  await j.page.getByRole('link', { name: 'Download' }).click();
  assert.equal((await download).suggestedFilename(), 'lamps.pdf');
  await j.page.getByRole('button', { name: 'What else can be done' }).click();
  await j.page.getByRole('menuitem', { name: 'Delete' }).click();
  await j.page.getByRole('button', { name: 'Delete document' }).click();
  await j.page.getByRole('heading', { name: 'Documents', level: 1 }).waitFor();
  await row(j, /lamps\.pdf/).waitFor({ state: 'detached' });
}

journey(
  'a PDF is uploaded, watched while it is read, and found with the place its fact stands at',
  {},
  async (j) => {
    await uploadAndWatch(j);
    await bringWrongFiles(j);
    await replaceLocked(j);
    await askForFact(j);
    await downloadAndDelete(j);
  },
);

const link = (n: number) => `<a href="/help/${n}">Page ${n}</a>`;
const html = (title: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`;

/** A site whose third page is not sent until somebody says so. */
function siteHeldAt(third: Promise<void>) {
  return openSite((request, response) => {
    const send = (status: number, body: string, type = 'text/html') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/robots.txt') send(200, 'User-agent: *\nDisallow: /help/4', 'text/plain');
    else if (request.url === '/help/') send(200, html('Help', [1, 2, 3, 4].map(link).join(' ')));
    else if (request.url === '/help/2')
      void third.then(() => send(200, html('Two', 'Parcels leave on Tuesdays.')));
    else if (/^\/help\/\d$/.test(request.url!))
      send(200, html(request.url!, `<p>${filler(Number(request.url!.at(-1)))}</p>`));
    else send(404, 'nothing');
  });
}

/** Without the pointer; what is pasted is a list. */
async function writeQuestion(j: Journey): Promise<void> {
  await none(j, 'faqs');
  await j.signIn();
  await visit(j, 'questions', 'Questions');
  await j.page.getByRole('heading', { name: 'No questions yet' }).waitFor();
  await j.page.keyboard.press('c');
  const dialog = j.page.getByRole('dialog', { name: 'Add a question' });
  await dialog.getByRole('textbox', { name: 'Question 1' }).waitFor();
  await j.page.keyboard.type('Do you gift-wrap?');
  await j.page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Question 2' }).and(j.page.locator(':focus')).waitFor();
  await j.page.keyboard.type('do you GIFT wrap');
  await dialog.getByText('It asks the same as question 1.').waitFor();
  await j.page.keyboard.press('ControlOrMeta+a');
  await dialog.getByRole('textbox', { name: 'Question 2' }).evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '- Can it be a present?\n- Is wrapping free?');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await dialog.getByRole('textbox', { name: 'Question 4' }).waitFor();
  await dialog.getByRole('button', { name: 'Remove question 2' }).click();
  await dialog.getByRole('textbox', { name: 'Answer' }).fill('Yes, in cotton paper, and it costs nothing.');
  await j.photograph('question');
  await j.scan();
  await j.page.keyboard.press('ControlOrMeta+Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** From where nothing answered it, somebody comes with the question in hand. */
async function comeToAnswer(j: Journey): Promise<void> {
  const ask = 'Do you repair lamps?';
  await j.visit(`/w/${j.workspaceId}/questions?${new URLSearchParams({ ask })}`);
  const dialog = j.page.getByRole('dialog', { name: 'Add a question' });
  const first = dialog.getByRole('textbox', { name: 'Question 1' });
  await first.waitFor();
  assert.equal(await first.inputValue(), ask);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await j.page.waitForURL(({ search }) => search === '');
}

async function retireAndAsk(j: Journey): Promise<void> {
  const written = row(j, /Do you gift-wrap\?.*and 2 other ways/);
  await written.waitFor();
  await j.page.getByRole('button', { name: /^What can be done with Do you gift-wrap/ }).click();
  await j.page.getByRole('menuitem', { name: 'Retire' }).click();
  await written.getByText('Retired').waitFor();
  await j.photograph('questions');
  await j.scan();
  await j.page.getByRole('button', { name: /Undo/ }).click();
  await written.getByText('Retired').waitFor({ state: 'detached' });
  await visit(j, `playground?${new URLSearchParams({ q: 'IS WRAPPING FREE' })}`, 'Playground');
  await j.page.getByText('It is asked in just these words').waitFor();
}

async function addSite(j: Journey, origin: string): Promise<void> {
  await visit(j, 'sites', 'Sites');
  await j.page.keyboard.press('c');
  const adding = j.page.getByRole('dialog', { name: 'Add a page or a site' });
  j.expectTrouble(/422/);
  await adding.getByRole('textbox', { name: 'Address' }).fill('ftp://nowhere');
  await adding.getByRole('button', { name: /Add and read it/ }).click();
  await adding.getByText('This address does not lead to a public web page.').waitFor();
  await adding.getByRole('textbox', { name: 'Address' }).fill(`${origin}/help/`);
  await j.photograph('site-adding');
  await j.scan();
  await adding.getByRole('button', { name: /Add and read it/ }).click();
}

/** Answers how it is listed. */
async function readWithPause(j: Journey): Promise<{ listed: Locator; port: number }> {
  let letGo = () => {};
  const third = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await using site = await siteHeldAt(third);
  await addSite(j, site.origin);
  const listed = j.page
    .getByRole('list', { name: 'Sites' })
    .getByRole('listitem')
    .filter({ hasText: String(site.port) });
  await listed.getByText(/Reading · \d of \d pages/).waitFor();
  await j.photograph('sites');
  await j.scan();
  // From here on it stands at its third page, until that is let go.
  await eventually(() => Promise.resolve(site.asked.includes('/help/2')));
  await listed.getByRole('button', { name: /^Pause/ }).click();
  await listed.getByText(/Pausing/).waitFor();
  letGo();
  await listed.getByText(/Paused · 3 of \d pages/).waitFor();
  await listed.getByRole('button', { name: /^Go on/ }).click();
  await listed.getByText('Done').waitFor();
  return { listed, port: site.port };
}

journey(
  'questions are written by the keyboard, and a site is paused and goes on',
  { theme: 'dark' },
  async (j) => {
    await writeQuestion(j);
    await comeToAnswer(j);
    await retireAndAsk(j);
    const { listed, port } = await readWithPause(j);
    await listed.getByRole('link', { name: /ago|now/ }).click();
    await row(j, /help\/4.*robots\.txt.*Left out/).waitFor();
    await row(j, /help\/2.*New or changed/).waitFor();
    await j.photograph('reading');
    await j.scan();
    await visit(j, 'readings', 'Readings');
    await row(j, new RegExp(`${port}/help.*Done`)).waitFor();
    await j.photograph('readings');
    await j.scan();
  },
);

journey('what is written down, on a phone, for somebody who may only look', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await visit(j, 'knowledge', 'Documents');
  await j.page
    .getByRole('paragraph')
    .filter({ hasText: 'As a viewer of Stoa demo you cannot change what answers stand on' })
    .waitFor();
  await j.page.getByRole('row').nth(1).waitFor();
  await j.photograph('knowledge-documents');
  await j.scan();
  for (const [page, name, shown] of [
    ['questions', 'Questions', row(j, /gift-wrap/)],
    ['sites', 'Sites', j.page.getByText('Done')],
    ['readings', 'Readings', row(j, /help/).first()],
    ['playground?q=When+do+parcels+leave', 'Playground', j.page.getByText(/By words: 1st/)],
  ] as const) {
    await visit(j, page, name);
    await shown.first().waitFor();
    await j.photograph(name.toLowerCase());
    await j.scan();
  }
});

journey('a site is deleted with all its pages', {}, async (j) => {
  await using site = await siteHeldAt(Promise.resolve());
  const at = `${base(j)}/sites/${uuidv7()}`;
  await j.api('PUT', at, { address: `${site.origin}/help/` });
  await j.api('POST', `${at}/read`, {});
  await j.signIn();
  await visit(j, 'sites', 'Sites');
  const name = `127.0.0.1:${site.port}/help`;
  const listed = j.page.getByRole('list', { name: 'Sites' }).getByRole('listitem').filter({ hasText: name });
  await listed.getByText('Done').waitFor();
  await listed.getByRole('button', { name: /^What can be done/ }).click();
  await j.page.getByRole('menuitem', { name: 'Delete' }).click();
  await j.page.getByRole('button', { name: 'Delete site' }).click();
  await listed.waitFor({ state: 'detached' });
  await visit(j, `knowledge?${new URLSearchParams({ q: name })}`, 'Documents');
  await j.page.getByRole('heading', { name: 'No document like that' }).waitFor();
});
