import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

const main = ({ page }: Journey) => page.getByRole('main');
const heading = ({ page }: Journey, name: string | RegExp) => page.getByRole('heading', { name });

async function openPlans(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
  await heading(j, 'All plans').waitFor();
}

/** One that is nobody else's, and offered to nobody in the end. */
async function offerByTheMonth(j: Journey, name: string): Promise<string> {
  const path = `/admin/plans/${name.toLowerCase().replace(' ', '-')}`;
  await j.api('PUT', path, {
    ...{ name, description: null, features: [], monthPriceMicro: 900_000, yearPriceMicro: 0 },
    ...{ monthGrantMicro: 0, weekGrantMicro: 0, trialDays: 0, trialGrantMicro: 0, limits: [] },
    ...{ isFree: false, isFeatured: false, displayOrder: 1 },
  });
  return path;
}

async function seeNoYear(j: Journey): Promise<void> {
  const name = `Monthly ${uuidv7().slice(-6)}`;
  const path = await offerByTheMonth(j, name);
  try {
    await openPlans(j);
    await j.page.getByRole('button', { name: 'By the year' }).click();
    const card = j.page.getByRole('listitem').filter({ has: heading(j, name) });
    await card.getByText('$9.00').waitFor();
    await card.getByText('this one is paid by the month only').waitFor();
    await j.photograph('plans', main(j));
    await j.scan();
  } finally {
    await j.api('PUT', `${path}/retirement`);
  }
}

journey('plans and invoices on a phone, after dark', { theme: 'dark', size: 'phone' }, async (j) => {
  await j.signIn();
  await seeNoYear(j);
  await j.visit(`/w/${j.workspaceId}/invoices`);
  await j.page.getByRole('heading', { name: 'Payments' }).waitFor();
  await j.photograph('invoices', main(j));
  await j.scan();
});

journey('plans are shown to nobody who may not see them', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByText('An owner, an admin or a manager can.').waitFor();
  await j.photograph('plans-refused', main(j));
  await j.scan();
});
