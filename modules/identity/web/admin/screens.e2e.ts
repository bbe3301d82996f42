import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey, type Size, type Theme } from '../../../../tests/journeys/harness.ts';

const ids = {
  creator: uuidv7(),
  agency: uuidv7(),
  long: uuidv7(),
  requested: uuidv7(),
  scheduled: uuidv7(),
};
const nextWeek = new Date(Date.now() + 7 * 86_400_000).toISOString();
let world: Promise<string> | undefined;

/** What the screens have to show: made once, since these journeys only look. Answers who looks. */
const furnished = ({ api }: Journey): Promise<string> => {
  world ??= furnish(api);
  return world;
};

async function furnish(api: Journey['api']): Promise<string> {
  await api('PUT', `/applications/${ids.creator}`, {
    ...{ email: 'ines@studio-aveiro.example', name: 'Inês Duarte', accountType: 'creator' },
    ...{ audienceSize: '10,000 to 100,000', platforms: ['Instagram', 'YouTube'], niche: 'Ceramics' },
    website: 'https://studio-aveiro.example',
    message: 'I answer about forty messages a day.\nMost of them ask the same three things.',
  });
  await api('PUT', `/applications/${ids.agency}`, {
    ...{ email: 'hello@northlight.example', name: 'Jonas Lindqvist', accountType: 'agency' },
    ...{ companyName: 'Northlight', companySize: '11 to 50' },
  });
  await api('PUT', `/applications/${ids.long}`, {
    email: `${'a-very-long-address-'.repeat(3)}@${'department-of-long-names.'.repeat(4)}example`,
    name: 'Maximiliana Konstantinopoulou-Freifrau von und zu Hohenstein-Wolkenkuckucksheim the Third',
    ...{ accountType: 'agency', companyName: 'Gesellschaft für außerordentlich lange Namen mbH & Co. KG' },
  });
  for (const [email, name] of [
    ['ada@example.com', 'Ada Keller'],
    ['tove@example.com', 'Tove Berg'],
  ]) {
    await api('PUT', '/waiting-list', { email, name, source: 'newsletter', marketing: true });
  }
  for (const [id, name] of [
    [ids.requested, 'Marta Silva'],
    [ids.scheduled, 'Otto Brandt'],
  ]) {
    const words = { companyName: 'Casa Silva', companySize: '2 to 10', message: 'Shopify and Instagram.' };
    await api('PUT', `/demo-requests/${id}`, { email: `${id}@example.com`, name, ...words });
  }
  await api('PATCH', `/admin/demo-requests/${ids.scheduled}`, {
    ...{ status: 'scheduled', scheduledFor: nextWeek, preparationNotes: 'Show the inbox first.' },
  });
  const reminder = { note: 'Send the figures they asked for', dueAt: nextWeek };
  await api('PUT', `/admin/demo-requests/${ids.scheduled}/reminders/${uuidv7()}`, reminder);
  const told = { creatorApplications: true, agencyApplications: false, paused: false };
  await api('PUT', '/admin/alert-addresses/alerts@example.com', told);
  const { id } = await api<{ id: string }>('GET', '/me');
  return id;
}

/** Address, heading, and what is on it once it is read. */
const screens: readonly [
  name: string,
  path: (me: string) => string,
  heading: string,
  sign: string | RegExp,
][] = [
  ['admin-applications', () => '/admin/applications', 'Applications', 'Inês Duarte'],
  ['admin-application', () => `/admin/applications/${ids.creator}`, 'Inês Duarte', 'Ceramics'],
  ['admin-application-long', () => `/admin/applications/${ids.long}`, 'Maximiliana', /außerordentlich/],
  ['admin-waiting-list', () => '/admin/waiting-list', 'Waiting list', 'Tove Berg'],
  ['admin-demos', () => '/admin/demos', 'Demos', 'Marta Silva'],
  ['admin-demo', () => `/admin/demos/${ids.scheduled}`, 'Otto Brandt', /the figures they asked for/],
  ['admin-people', () => '/admin/people?q=demo', 'People', 'Demo Viewer'],
  ['admin-person', (me) => `/admin/people/${me}`, 'Demo Owner', /Sign in by password/],
  ['admin-sign-ins', () => '/admin/sign-ins', 'Sign-ins', /by password/],
  ['admin-providers', () => '/admin/single-sign-on', 'Single sign-on', /provider|Issuer/],
  ['admin-campaigns', () => '/admin/campaigns', 'Campaigns', 'Bounce address'],
  ['admin-audit', () => '/admin/audit', 'Audit', /Demo changed/],
  ['admin-settings', () => '/admin/settings', 'Settings', 'alerts@example.com'],
];

const variations: readonly [Theme, Size][] = [
  ['light', 'desktop'],
  ['dark', 'desktop'],
  ['light', 'phone'],
  ['dark', 'phone'],
];
for (const [theme, size] of variations) {
  journey('every screen of the installation', { theme, size }, async (j) => {
    const me = await furnished(j);
    await j.signIn();
    for (const [name, path, heading, sign] of screens) {
      await j.visit(path(me));
      await j.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await j.page.getByText(sign).first().waitFor();
      await j.photograph(name);
      await j.scan();
      await assertNothingHangsOver(j, name);
    }
  });
}

journey('whoever does not look after the installation is told who does', {}, async (j) => {
  const me = await furnished(j);
  await j.signIn('viewer');
  for (const [, path] of screens) {
    await j.visit(path(me));
    await j.page.getByRole('heading', { name: 'For administrators' }).waitFor();
  }
  await j.photograph('admin-refused');
  await j.scan();
  assert.equal(await j.page.getByRole('link', { name: 'Applications' }).count(), 0);
});

journey('a list that cannot be loaded says so, and is tried again', {}, async (j) => {
  await furnished(j);
  await j.signIn();
  j.expectTrouble(/admin\/people/);
  await j.page.route('**/api/admin/people*', (route) => route.abort('connectionrefused'));
  await j.visit('/admin/people?q=demo');
  await j.page.getByRole('heading', { name: 'This could not be loaded' }).waitFor({ timeout: 20_000 });
  await j.scan();
  await j.page.unroute('**/api/admin/people*');
  await j.page.getByRole('button', { name: 'Try again' }).click();
  await j.page.getByRole('row', { name: 'Demo Viewer' }).waitFor();
});

journey('a search is in the address, and nobody found has a way back', {}, async (j) => {
  await furnished(j);
  await j.signIn();
  // Other journeys bring people of their own, more than the first page holds.
  await j.visit('/admin/people?q=demo');
  await j.page.getByRole('row', { name: 'Demo Manager' }).waitFor();
  await j.page.keyboard.press('/');
  await j.page.keyboard.press('ControlOrMeta+a');
  await j.page.keyboard.type('demo vie');
  await j.page.getByRole('row', { name: 'Demo Manager' }).waitFor({ state: 'detached' });
  await j.page.getByRole('row', { name: 'Demo Viewer' }).waitFor();
  assert.match(j.page.url(), /q=demo\+vie/);
  await j.page.reload();
  await j.page.getByRole('row', { name: 'Demo Viewer' }).waitFor();

  await j.page.getByRole('searchbox').fill('nobody is called that');
  await j.page.getByRole('heading', { name: 'Nobody matches' }).waitFor();
  await j.photograph('admin-people-none');
  await j.scan();
  await j.page.getByRole('button', { name: 'Show everybody' }).click();
  await j.page.getByRole('row').nth(1).waitFor();
  assert.doesNotMatch(j.page.url(), /q=/);
});

/** A page that can be pushed sideways is a page that does not fit. */
async function assertNothingHangsOver({ page }: Journey, name: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${name} is ${over} px wider than the window`);
}
